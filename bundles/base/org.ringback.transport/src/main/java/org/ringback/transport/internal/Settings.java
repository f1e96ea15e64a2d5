package org.ringback.transport.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.ringback.api.configuration.ConfigurationValues;

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

    private static final String THREADS = "threads";
    private static final String HANDSHAKE_QUEUE = "handshake-queue";
    private static final String RECEIVE_BUFFER = "receive-buffer";
    private static final String MSS = "mss";
    static final Set<String> KEYS = Set.of(THREADS, HANDSHAKE_QUEUE, RECEIVE_BUFFER, MSS);

    private static final int MAX_THREADS = 64;
    private static final int MAX_HANDSHAKE_QUEUE = 4096;
    private static final int MIN_RECEIVE_BUFFER = 64 << 10;
    private static final int MAX_RECEIVE_BUFFER = 64 << 20;
    private static final int MIN_MSS = 536;
    private static final int MAX_MSS = 1_460;

    Settings {
        check(THREADS, threads, 1, MAX_THREADS);
        check(HANDSHAKE_QUEUE, handshakeQueue, 1, MAX_HANDSHAKE_QUEUE);
        check(RECEIVE_BUFFER, receiveBuffer, MIN_RECEIVE_BUFFER, MAX_RECEIVE_BUFFER);
        if (mss != 0 && (mss < MIN_MSS || mss > MAX_MSS)) {
            throw new IllegalArgumentException(
                    MSS + ": " + mss + " (expected: 0, or " + MIN_MSS + " to " + MAX_MSS + ")");
        }
    }

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException {@code key: value (expected: …)}
     */
    static Settings parse(Map<String, ?> values) {
        return new Settings(
                ConfigurationValues.number(values, THREADS, DEFAULT_THREADS, 1, MAX_THREADS),
                ConfigurationValues.number(values, HANDSHAKE_QUEUE, DEFAULT_HANDSHAKE_QUEUE, 1, MAX_HANDSHAKE_QUEUE),
                ConfigurationValues.number(
                        values, RECEIVE_BUFFER, DEFAULT_RECEIVE_BUFFER, MIN_RECEIVE_BUFFER, MAX_RECEIVE_BUFFER),
                ConfigurationValues.number(values, MSS, DEFAULT_MSS, 0, MAX_MSS),
                DETACHED_LIMIT);
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
