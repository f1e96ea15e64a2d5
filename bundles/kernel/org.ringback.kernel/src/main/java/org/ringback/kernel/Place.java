package org.ringback.kernel;

import org.jspecify.annotations.Nullable;

/** One connection that has proved nothing, in one of the stages. Belongs to its {@link Admission}. */
final class Place {
    final long number;
    final long host;
    /** When it came, in monotonic nanoseconds. */
    final long came;
    /** Whether it said something whole. */
    boolean spoke;
    /** From then on it may go for somebody who comes. */
    long ripeAt;
    /** Whether it may go. */
    boolean ripe;
    /** Its turn among all that ever entered a pool: lower is longer there. */
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
