package org.ringback.call.core;

import java.time.Duration;

/**
 * Limits and times of the conversations of a role. Each end chooses its own; none has to match the peer's. Immutable.
 *
 * @param window most bytes that a conversation holds in each direction: sent and not yet acknowledged, or arrived and
 *     not yet read; 16 KiB to 4 MiB. It begins with less and grows with use
 * @param conversations open at once on one call-back, 1 to 64
 * @param buffers bytes that the windows of all conversations of a role may add up to; those of one peer to a quarter of
 *     it; beyond, windows do not grow, and in the end new conversations are refused
 * @param frameData most data bytes in one DATA frame that this end sends, 1 to 16384
 * @param ackDelay how long the acknowledgement of a few delivered bytes may wait for more, at least 1 ms
 * @param ping silence after which the peer is asked for a sign of life, at least 100 ms; lost after three times this
 * @param linger how long a closed conversation waits for the peer to end its direction too, at least 100 ms
 */
public record ConversationLimits(
        int window, int conversations, long buffers, int frameData, Duration ackDelay, Duration ping, Duration linger) {
    private static final int KIB = 1024;
    private static final int WINDOW_MIN = 16 * KIB;
    private static final int WINDOW_MAX = 4 * KIB * KIB;
    private static final int CONVERSATIONS_MAX = 64;
    private static final int FRAME_DATA_MAX = 16 * KIB;
    private static final int FRAME_DATA_IN_ONE_RECORD = 16_369;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Window 256 KiB, 64 conversations, 64 MiB of buffers, frames that fit one TLS record with
     * their header, acknowledgement after 50 ms, PING after 15 s, linger 60 s.
     */
    public static final ConversationLimits DEFAULT = new ConversationLimits(
            256 * KIB,
            CONVERSATIONS_MAX,
            64L * KIB * KIB,
            FRAME_DATA_IN_ONE_RECORD,
            Duration.ofMillis(50),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60));

    /** Checks the ranges. */
    public ConversationLimits {
        range("window", window, WINDOW_MIN, WINDOW_MAX);
        range("conversations", conversations, 1, CONVERSATIONS_MAX);
        range("buffers", buffers, 2L * window, Long.MAX_VALUE);
        range("frameData", frameData, 1, FRAME_DATA_MAX);
        range("ackDelay", ackDelay, Duration.ofMillis(1), LONGEST);
        range("ping", ping, SHORTEST, LONGEST);
        range("linger", linger, SHORTEST, LONGEST);
    }

    private static <T extends Comparable<T>> void range(String field, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
