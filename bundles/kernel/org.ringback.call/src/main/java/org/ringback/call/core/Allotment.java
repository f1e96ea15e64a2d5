package org.ringback.call.core;

/**
 * How many bytes one direction of a conversation may hold: little at first, more as it is used, out of the peer's share.
 * Not thread-safe.
 */
final class Allotment {
    private static final int GROWTH = 2;

    private final Budget.Share share;
    private final int most;
    private int size;
    private boolean givenBack;

    /** With bytes that were taken from the share. */
    Allotment(Budget.Share share, int size, int most) {
        this.share = share;
        this.size = size;
        this.most = most;
    }

    int size() {
        return size;
    }

    /** Doubles, up to the most, if the share has as much; says whether it grew. */
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
