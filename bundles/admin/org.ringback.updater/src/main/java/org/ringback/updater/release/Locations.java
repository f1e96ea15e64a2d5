package org.ringback.updater.release;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.ringback.api.control.BundleOrigin;

/**
 * The locations of bundles in the container, which tell origin and digest without a second book:
 * {@code file:/…/x.jar#ringback:deployed/NAME/VERSION/SHA256}. A plain update without an address reads that file again.
 * Stateless.
 */
public final class Locations {
    private static final String MARK = "#ringback:";

    private Locations() {}

    /**
     * Makes a location.
     *
     * @param origin where it came from
     * @param bundle what is installed
     * @param file where its jar is kept
     * @return for the framework
     */
    public static String of(BundleOrigin origin, BundleEntry bundle, Path file) {
        return file.toUri() + prefix(origin) + bundle.name() + "/" + bundle.version() + "/" + bundle.sha256();
    }

    private static String prefix(BundleOrigin origin) {
        return MARK + origin.name().toLowerCase(Locale.ROOT) + "/";
    }

    /**
     * Reads where a bundle came from.
     *
     * @param location of a bundle in the framework
     * @return {@link BundleOrigin#ELSEWHERE} if somebody installed it past the lists
     */
    public static BundleOrigin origin(String location) {
        for (BundleOrigin origin : BundleOrigin.values()) {
            if (location.contains(prefix(origin))) {
                return origin;
            }
        }
        return BundleOrigin.ELSEWHERE;
    }

    /**
     * Reads the digest of a bundle.
     *
     * @param location of a bundle in the framework
     * @return empty if somebody installed it past the lists
     */
    public static Optional<String> digest(String location) {
        return origin(location) == BundleOrigin.ELSEWHERE
                ? Optional.empty()
                : Optional.of(location.substring(location.lastIndexOf('/') + 1));
    }
}
