package org.ringback.call.core;

/**
 * How many bytes one direction of a conversation may buffer: few at first, more with use, taken from the peer's share.
 * Not thread-safe.
 */
final class Allotment {
    private static final int GROWTH = 2;

    private final Budget.Share share;
    private final int most;
    private int size;
    private boolean givenBack;

    /** Makes one of bytes that were taken from the share already. */
    Allotment(Budget.Share share, int size, int most) {
        this.share = share;
        this.size = size;
        this.most = most;
    }

    int size() {
        return size;
    }

    /** Doubles the size, up to the most, if the share has that much left; returns whether it grew. */
    boolean grow() {
        int more = Math.min(most, size * GROWTH) - size;
        if (givenBack || more == 0 || !share.take(more)) {
            return false;
        }
        size += more;
        return true;
    }

    void giveBack() {
        if (!givenBack) {
            givenBack = true;
            share.give(size);
        }
    }
}
