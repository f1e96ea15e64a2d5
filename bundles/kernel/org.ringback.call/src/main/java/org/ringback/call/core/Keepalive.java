package org.ringback.call.core;

/** Sends a silent peer two PINGs, and then takes it for lost. Not thread-safe. */
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

    /** Notes bytes from the peer: any byte is a sign of life. */
    void heard(long now) {
        next = now + interval;
        asked = 0;
        due = false;
    }

    /** Notes the time; returns whether the peer is lost. */
    boolean tick(long now) {
        if (now - next < 0) {
            return false;
        }
        // Counted from now and not from the missed time, so that a process that was suspended sends a PING before it
        // gives up.
        next = now + interval;
        due = true;
        asked++;
        // [CONV-23] two PINGs, 15 s apart, and 15 s more without a byte | lost; the connection is reset
        return asked > ASKED_MOST;
    }

    long deadline() {
        return next;
    }

    /** Whether a PING is due; the next call returns false. */
    boolean takeDue() {
        boolean was = due;
        due = false;
        return was;
    }
}
