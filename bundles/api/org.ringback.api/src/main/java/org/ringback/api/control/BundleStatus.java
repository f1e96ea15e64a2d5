package org.ringback.api.control;

import java.time.Instant;
import java.util.Optional;

/**
 * A bundle of the container, as it is now. Immutable.
 *
 * @param id its number in the container; {@link #NOT_THERE} if it is for the next start, or does not run
 * @param name its symbolic name
 * @param version its version
 * @param state as the framework calls it, for example {@code active}
 * @param since when it was installed or updated last
 * @param sha256 the digest of its jar; empty if it came from elsewhere
 * @param origin where it came from
 * @param unproved whether it is new crypto that not enough connections have proved yet
 * @param sessions how many connections are protected by its code
 */
public record BundleStatus(
        long id,
        String name,
        String version,
        String state,
        Instant since,
        Optional<String> sha256,
        BundleOrigin origin,
        boolean unproved,
        int sessions) {
    /** The number of a bundle that is not in the container yet. */
    public static final long NOT_THERE = -1;
}
