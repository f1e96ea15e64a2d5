package org.ringback.kernel;

import java.time.Instant;

/**
 * Whether a wall clock can be right at all. A device without a battery for its clock starts in 1970: only then other
 * times are asked, as whoever made them may have been wrong or lied. Stateless.
 */
public final class PlausibleClock {
    /** No build is older. */
    public static final Instant BUILD = Instant.parse("2026-11-01T00:00:00Z");

    private PlausibleClock() {}

    /**
     * Judges a clock.
     *
     * @param wall what it says
     * @return whether it is after the build
     */
    public static boolean is(Instant wall) {
        return wall.isAfter(BUILD);
    }

    /**
     * The time for dates of certificates and permissions.
     *
     * @param wall what the clock says
     * @param passed a time that is proved to have passed, as far as is known
     * @return what the clock says if that is plausible, else the latest time that has passed
     */
    public static Instant time(Instant wall, Instant passed) {
        if (is(wall)) {
            return wall;
        }
        return passed.isAfter(BUILD) ? passed : BUILD;
    }
}
