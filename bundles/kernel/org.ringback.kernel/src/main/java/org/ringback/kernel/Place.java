package org.ringback.kernel;

import org.jspecify.annotations.Nullable;

/** The place of a connection whose peer is not proved, in one of the two stages. Belongs to its {@link Admission}. */
final class Place {
    final long number;
    final long host;
    /** When the connection came, in monotonic nanoseconds. */
    final long came;
    /** Whether a whole first record came. */
    boolean spoke;
    /** From when on it may be closed to make room for another one. */
    long ripeAt;
    /** Whether that time has come. */
    boolean ripe;
    /** Its number in the order of entering a pool: a lower one has been there longer. */
    long turn;

    /** Where it stands; in none if its place was kept for it. */
    @Nullable
    Pool pool;

    Place(long number, long host, long came) {
        this.number = number;
        this.host = host;
        this.came = came;
    }
}
