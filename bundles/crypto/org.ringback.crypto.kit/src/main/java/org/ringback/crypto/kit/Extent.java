package org.ringback.crypto.kit;

import java.util.stream.IntStream;

/** How many bytes are changed, one after the other. */
public enum Extent {
    /** Some of them, among them the first and the last. */
    SAMPLE(13),
    /** Each one. */
    ALL(Integer.MAX_VALUE);

    private final int most;

    Extent(int most) {
        this.most = most;
    }

    /** {@return which of so many bytes} */
    IntStream positions(int length) {
        int count = Math.min(length, most);
        return IntStream.range(0, count).map(i -> count == length ? i : (int) ((long) i * (length - 1) / (count - 1)));
    }
}
