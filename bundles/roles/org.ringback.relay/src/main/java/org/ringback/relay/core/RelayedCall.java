package org.ringback.relay.core;

import java.time.Duration;
import java.util.Arrays;
import org.ringback.api.Moment;

/** One relayed call: whose it is, and how much it carried in the last ten minutes. Not thread-safe. */
final class RelayedCall {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MINUTES = 10;

    private final RelayedPair pair;
    /** The bytes of each minute, the present one's at its number modulo their count. */
    private final long[] bytes = new long[MINUTES];

    private long minute;
    private boolean parted;

    RelayedCall(RelayedPair pair, Moment now) {
        this.pair = pair;
        minute = minuteOf(now);
    }

    RelayedPair pair() {
        return pair;
    }

    /** Whether it still has its place: it was not told to end. */
    boolean stands() {
        return !parted;
    }

    /** It is told to end. */
    void part() {
        parted = true;
    }

    void carried(long more, Moment now) {
        turn(now);
        bytes[at(minute)] += more;
    }

    /** {@return the bytes of this minute and the nine before it} */
    long recent(Moment now) {
        turn(now);
        return Arrays.stream(bytes).sum();
    }

    private void turn(Moment now) {
        long current = minuteOf(now);
        for (long begun = Math.max(minute + 1, current - MINUTES + 1); begun <= current; begun++) {
            bytes[at(begun)] = 0;
        }
        minute = current;
    }

    private static long minuteOf(Moment now) {
        return Math.floorDiv(now.nanos(), MINUTE);
    }

    private static int at(long minute) {
        return Math.floorMod(minute, MINUTES);
    }
}
