package org.ringback.updater.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.Locations;

/**
 * Who started this container, and shares the JDK's types with its bundles.
 *
 * @param context has its services
 */
record Launcher(BundleContext context) {
    /** {@return what it found when it installed what is written down, in words} */
    List<String> troubles() {
        return told("start").map(String::valueOf).toList();
    }

    /** {@return the numbers of the bundles that were updated in their places, as by {@code felix:update}} */
    Set<Long> updates() {
        return told("updates").map(Long.class::cast).collect(Collectors.toSet());
    }

    /** {@return the names of the installation's own bundles, whether they run or others in their places} */
    Set<String> own() {
        return told("own").map(String::valueOf).collect(Collectors.toSet());
    }

    /** Whether a bundle of this name is there that came from there. */
    boolean runs(String name, BundleOrigin origin) {
        return Arrays.stream(context.getBundles())
                .anyMatch(one -> name.equals(one.getSymbolicName()) && Locations.origin(one.getLocation()) == origin);
    }

    private Stream<?> told(String what) {
        return service(Supplier.class, "(ringback.tells=" + what + ")").stream()
                .flatMap(one -> ((Collection<?>) one.get()).stream());
    }

    /** A bundle of the installation's own, proved: its location, and its bytes. */
    record Own(String location, byte[] jar) {}

    /** Gives the installation's own bundle of a name, if its feature has one. */
    Optional<Own> own(String name) throws IOException {
        try {
            return service(Function.class, "(ringback.gives=own)").map(one -> own(one, name));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the property says what it takes and gives: null if it has none
    private static Own own(Function<?, ?> gives, String name) {
        Map.Entry<String, byte[]> given = ((Function<String, Map.Entry<String, byte[]>>) gives).apply(name);
        return given == null ? null : new Own(given.getKey(), given.getValue());
    }

    private <T> Optional<T> service(Class<T> type, String filter) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(type.getName(), filter);
            return all == null ? Optional.empty() : Optional.ofNullable(type.cast(context.getService(all[0])));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant", e);
        }
    }
}
