package org.ringback.kernel;

import java.time.Duration;

/**
 * Limits the SYNs that one end of a ring sends to the other end's address: so many in the first seconds, of which the
 * system's own repeats are a part, but for one that answers a stale acknowledgement, and one dial at a time
 * (docs/protocol.md, "Punching"). Belongs to the core's thread.
 */
public final class SynLimit {
    /** Most SYNs of a ring. */
    static final int MOST = 8;
    /** How long after the first one a dial may begin. */
    static final Duration WINDOW = Duration.ofSeconds(3);

    /**
     * How long a dial may be pending: unanswered, no system sends its SYN a fourth time until then. Linux does so after 1 s and 3 s or,
     * from 6.5 on, each second (tcp_syn_linear_timeouts, which TCP_SYNCNT does not count).
     */
    public static final Duration PENDING = Duration.ofMillis(2_900);

    /** When the system sends a SYN again that was not answered, at the soonest. */
    private static final long[] REPEATS = {
        Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(2).toNanos()
    };

    private int sent;
    private boolean begun;
    private long first;
    private long latest;
    private boolean pending;

    /** Makes one for a ring whose end has dialled nothing. */
    public SynLimit() {}

    /**
     * Whether the end may dial.
     *
     * @param nanos the time
     * @return false if a dial is pending, and once another one could pass the limit
     */
    public boolean allows(long nanos) {
        // [PUNCH-10] Each end sends 8 SYNs at most, the issuer for a ring and the acceptor for each of its tries, …
        return !pending && sent <= MOST - 1 - REPEATS.length && !late(nanos);
    }

    /**
     * Whether another dial may follow the pending one.
     *
     * @param nanos when the pending one is given up, before the system repeats its SYN
     * @return false once another one could pass the limit
     */
    public boolean allowsAnother(long nanos) {
        return nanos - latest < REPEATS[0] && sent <= MOST - 1 - REPEATS.length && !late(nanos);
    }

    /**
     * Whether a dial would begin too long after the first one.
     *
     * @param nanos when it would begin
     * @return false too as long as nothing was dialled
     */
    public boolean late(long nanos) {
        return begun && nanos - first > WINDOW.toNanos();
    }

    /**
     * The ring is tried once more, from another port: its dials may begin for some seconds again, but are no more SYNs.
     *
     * @param nanos the time
     */
    public void again(long nanos) {
        over(nanos);
        begun = false;
    }

    /**
     * A dial begins.
     *
     * @param nanos the time
     */
    public void dialled(long nanos) {
        first = begun ? first : nanos;
        begun = true;
        latest = nanos;
        pending = true;
        sent++;
    }

    /**
     * The dial is over, or what came of it.
     *
     * @param nanos the time
     */
    public void over(long nanos) {
        if (pending) {
            pending = false;
            long began = latest;
            for (long repeat : REPEATS) {
                if (nanos - began >= repeat) {
                    latest = began + repeat;
                    sent++;
                }
            }
        }
    }

    /** {@return when the latest SYN was sent, in monotonic nanoseconds; undefined before the first} */
    public long latest() {
        return latest;
    }
}
