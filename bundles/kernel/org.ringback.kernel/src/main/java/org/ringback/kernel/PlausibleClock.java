package org.ringback.kernel;

import java.time.Instant;

/**
 * Tells whether a wall clock can be right. A device without a battery for its clock starts in 1970; only then are other
 * times used instead, as whoever made these may have been wrong or lied. Stateless.
 */
public final class PlausibleClock {
    /** A time before every build of this program. */
    public static final Instant BUILD = Instant.parse("2026-11-01T00:00:00Z");

    private PlausibleClock() {}

    /**
     * Checks a clock.
     *
     * @param wall its reading
     * @return whether it is after the build
     */
    public static boolean is(Instant wall) {
        return wall.isAfter(BUILD);
    }

    /**
     * Chooses the time for checking the dates of certificates and permissions.
     *
     * @param wall the clock's reading
     * @param passed a time that is proved to have passed, as far as is known
     * @return the clock's reading if it is plausible, else {@code passed}
     */
    public static Instant time(Instant wall, Instant passed) {
        if (is(wall)) {
            return wall;
        }
        return passed.isAfter(BUILD) ? passed : BUILD;
    }
}
