package org.ringback.call.core;

/** Asks a silent peer for a sign of life, twice, and then gives it up. Not thread-safe. */
final class Keepalive {
    private static final int ASKED_MOST = 2;

    private final long interval;
    private long next;
    private int asked;
    private boolean due;

    Keepalive(long intervalNanos, long now) {
        this.interval = intervalNanos;
        this.next = now + intervalNanos;
    }

    /** Any byte is a sign of life. */
    void heard(long now) {
        next = now + interval;
        asked = 0;
        due = false;
    }

    /** Says whether the peer is lost. */
    boolean tick(long now) {
        if (now - next < 0) {
            return false;
        }
        // From now, not from the time missed: a process that slept asks before it gives up.
        next = now + interval;
        due = true;
        asked++;
        // [CONV-23] two PINGs, 15 s apart, and 15 s more without a byte | lost; the connection is reset
        return asked > ASKED_MOST;
    }

    long deadline() {
        return next;
    }

    /** Whether a PING is to leave; asking takes the wish away. */
    boolean takeDue() {
        boolean was = due;
        due = false;
        return was;
    }
}
