package org.ringback.conversation.core;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of buffer that the conversations of all call-backs of a role share. Thread-safe. */
public final class Budget {
    private final AtomicLong left;

    /**
     * A full budget.
     *
     * @param bytes how much there is
     */
    public Budget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** {@return how many bytes are left} */
    public long left() {
        return left.get();
    }

    boolean take(long bytes) {
        long before = left.getAndUpdate(now -> now >= bytes ? now - bytes : now);
        return before >= bytes;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
