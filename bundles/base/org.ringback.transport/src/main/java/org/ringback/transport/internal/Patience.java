package org.ringback.transport.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many connections of this process may take ten minutes to close; further ones get the usual short time.
 * Thread-safe.
 */
final class Patience {
    private static final int MOST = 256;
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private Patience() {}

    /** {@return whether one more may; if so, call {@link #giveBack} when it is closed} */
    static boolean take() {
        if (TAKEN.incrementAndGet() > MOST) {
            giveBack();
            return false;
        }
        return true;
    }

    static void giveBack() {
        TAKEN.decrementAndGet();
    }
}
