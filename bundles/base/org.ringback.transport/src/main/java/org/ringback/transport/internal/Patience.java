package org.ringback.transport.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections of this process may take long to end; what is beyond is ended as any other. Thread-safe. */
final class Patience {
    private static final int MOST = 256;
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private Patience() {}

    /** {@return whether one more may; it is to be given back then} */
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
