package org.ringback.updater.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
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
 * @param context has the services
 */
record SelfTest(BundleContext context) {
    /**
     * Tries.
     *
     * @param fresh the new bundles of crypto
     * @param replaced those that they are to take the places of
     * @throws NotAcceptedException if anything is wrong; names what
     */
    void require(List<Bundle> fresh, List<Bundle> replaced) throws NotAcceptedException {
        Optional<CryptoProvider> now =
                first(CryptoProvider.class, replaced).or(() -> first(CryptoProvider.class, all(fresh)));
        Optional<CryptoProvider> next = first(CryptoProvider.class, fresh).or(() -> now);
        if (next.isEmpty()) {
            throw new NotAcceptedException("crypto: no provider (expected: a bundle that offers one)");
        }
        List<ConnectionProtection> old = every(ConnectionProtection.class, all(fresh));
        List<ConnectionProtection> tried = new ArrayList<>(every(ConnectionProtection.class, fresh));
        old.stream()
                .filter(one -> tried.stream().noneMatch(other -> other.id().equals(one.id())))
                .forEach(tried::add);
        Report report = ProviderKit.run(new Subject(next.get(), tried), new Subject(now.orElse(next.get()), old));
        if (!report.good()) {
            throw new NotAcceptedException("crypto: " + report.words() + " (expected: each of "
                    + (report.passed().size() + report.failed().size()) + " checks to hold)");
        }
    }

    /** Every bundle but these. */
    private List<Bundle> all(List<Bundle> but) {
        return Stream.of(context.getBundles()).filter(one -> !but.contains(one)).toList();
    }

    private <T> Optional<T> first(Class<T> type, List<Bundle> bundles) {
        return every(type, bundles).stream().findFirst();
    }

    private <T> List<T> every(Class<T> type, List<Bundle> bundles) {
        List<T> services = new ArrayList<>();
        for (Bundle bundle : bundles) {
            ServiceReference<?> @Nullable [] offered = bundle.getRegisteredServices();
            for (ServiceReference<?> one : offered == null ? new ServiceReference<?>[0] : offered) {
                if (one.isAssignableTo(context.getBundle(), type.getName())) {
                    @Nullable Object service = context.getService(one);
                    if (type.isInstance(service)) {
                        services.add(type.cast(service));
                    }
                }
            }
        }
        return services;
    }
}
