package org.ringback.updater.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.ringback.crypto.kit.ProviderKit;
import org.ringback.crypto.kit.Report;
import org.ringback.crypto.kit.Subject;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.updater.release.NotAcceptedException;

/**
 * Tries new crypto beside the one in use, with the agent's own vectors and keys that are thrown away: a crypto that is
 * wrong could say of itself that it is right, and give away a key that it is given.
 *
 * @param tried what is new, with those protections that it does not bring
 * @param reference what it must get on with
 */
record SelfTest(Subject tried, Subject reference) {
    private static final int OWN_RINGS = 5;

    /**
     * Finds both.
     *
     * @param context has the services
     * @param fresh the new bundles of crypto
     * @param replaced those that they are to take the places of
     */
    static SelfTest of(BundleContext context, List<Bundle> fresh, List<Bundle> replaced) throws NotAcceptedException {
        List<Bundle> others = Stream.of(context.getBundles())
                .filter(one -> !fresh.contains(one))
                .toList();
        requireGiven(context, CryptoProvider.class, fresh);
        requireGiven(context, ConnectionProtection.class, fresh);
        Optional<CryptoProvider> now = first(context, replaced).or(() -> first(context, others));
        Optional<CryptoProvider> next = first(context, fresh).or(() -> now);
        if (next.isEmpty()) {
            throw new NotAcceptedException("crypto: no provider (expected: a bundle that offers one)");
        }
        List<ConnectionProtection> old = every(context, ConnectionProtection.class, others);
        List<ConnectionProtection> tried = new ArrayList<>(every(context, ConnectionProtection.class, fresh));
        old.stream()
                .filter(one -> tried.stream().noneMatch(other -> other.id().equals(one.id())))
                .forEach(tried::add);
        return new SelfTest(new Subject(next.get(), tried), new Subject(now.orElse(next.get()), old));
    }

    /** Tries all functions; refuses by the name of the wrong one. */
    void require() throws NotAcceptedException {
        require(ProviderKit.run(tried, reference));
    }

    /** Rings between ends of our own, over sockets of this machine. */
    void ring() throws NotAcceptedException {
        require(ProviderKit.ring(tried, OWN_RINGS));
    }

    private static void require(Report report) throws NotAcceptedException {
        if (!report.good()) {
            throw new NotAcceptedException("crypto: " + report.words() + " (expected: each of "
                    + (report.passed().size() + report.failed().size()) + " checks to hold)");
        }
    }

    private static Optional<CryptoProvider> first(BundleContext context, List<Bundle> bundles) {
        return every(context, CryptoProvider.class, bundles).stream().findFirst();
    }

    /** What a bundle offers is made only when it is asked for, and may fail then: another's must not be tried in its place. */
    private static void requireGiven(BundleContext context, Class<?> type, List<Bundle> fresh)
            throws NotAcceptedException {
        for (Bundle bundle : fresh) {
            if (every(context, type, List.of(bundle)).size()
                    < offered(context, type, bundle).size()) {
                throw new NotAcceptedException("crypto: " + bundle.getSymbolicName() + " " + bundle.getVersion()
                        + " offers " + type.getSimpleName() + " and gives none; the log says why (expected: one)");
            }
        }
    }

    private static <T> List<T> every(BundleContext context, Class<T> type, List<Bundle> bundles) {
        List<T> services = new ArrayList<>();
        for (Bundle bundle : bundles) {
            for (ServiceReference<?> one : offered(context, type, bundle)) {
                @Nullable Object service = context.getService(one);
                if (type.isInstance(service)) {
                    services.add(type.cast(service));
                }
            }
        }
        return services;
    }

    /** Those offered under this very name; whether one is assignable says only that both bundles mean the same by it. */
    private static List<ServiceReference<?>> offered(BundleContext context, Class<?> type, Bundle bundle) {
        ServiceReference<?> @Nullable [] offered = bundle.getRegisteredServices();
        return Stream.of(offered == null ? new ServiceReference<?>[0] : offered)
                .filter(one -> List.of((String[]) one.getProperty(Constants.OBJECTCLASS))
                                .contains(type.getName())
                        && one.isAssignableTo(context.getBundle(), type.getName()))
                .toList();
    }
}
