package org.ringback.transport.internal;

import java.time.Duration;

/**
 * The transport's limits, checked. Immutable.
 *
 * @param threads most event loop threads, 1 to 64
 * @param handshakeQueue handshake steps that may wait, 1 to 4096
 * @param receiveBuffer kernel's receive buffer of a UDP socket in bytes, 64 KiB to 64 MiB
 * @param mss largest TCP segment in bytes, 536 to 1460; 0 leaves it to the kernel
 * @param detachedLimit how long a detached socket stays open
 */
record Settings(int threads, int handshakeQueue, int receiveBuffer, int mss, Duration detachedLimit) {
    static final int DEFAULT_THREADS = 4;
    static final int DEFAULT_HANDSHAKE_QUEUE = 512;
    static final int DEFAULT_RECEIVE_BUFFER = 4 << 20;
    /** What IPv6's smallest link carries (RFC 8200 §5): 1,280 bytes less the headers of IPv6 and TCP. */
    static final int DEFAULT_MSS = 1_220;

    static final Duration DETACHED_LIMIT = Duration.ofSeconds(30);

    private static final int MAX_THREADS = 64;
    private static final int MAX_HANDSHAKE_QUEUE = 4096;
    private static final int MIN_RECEIVE_BUFFER = 64 << 10;
    private static final int MAX_RECEIVE_BUFFER = 64 << 20;
    private static final int MIN_MSS = 536;
    private static final int MAX_MSS = 1_460;

    Settings {
        check("threads", threads, 1, MAX_THREADS);
        check("handshake-queue", handshakeQueue, 1, MAX_HANDSHAKE_QUEUE);
        check("receive-buffer", receiveBuffer, MIN_RECEIVE_BUFFER, MAX_RECEIVE_BUFFER);
        if (mss != 0 && (mss < MIN_MSS || mss > MAX_MSS)) {
            throw new IllegalArgumentException("mss: " + mss + " (expected: 0, or " + MIN_MSS + " to " + MAX_MSS + ")");
        }
    }

    /** With the default size of segments. */
    Settings(int threads, int handshakeQueue, int receiveBuffer, Duration detachedLimit) {
        this(threads, handshakeQueue, receiveBuffer, DEFAULT_MSS, detachedLimit);
    }

    static Settings defaults() {
        return new Settings(DEFAULT_THREADS, DEFAULT_HANDSHAKE_QUEUE, DEFAULT_RECEIVE_BUFFER, DETACHED_LIMIT);
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
