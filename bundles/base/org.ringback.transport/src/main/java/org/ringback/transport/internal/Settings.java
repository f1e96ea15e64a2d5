package org.ringback.transport.internal;

import java.time.Duration;

/**
 * The transport's configuration. Immutable.
 *
 * @param threads most event loop threads
 * @param handshakeQueue handshake steps that may wait
 * @param receiveBuffer kernel's receive buffer of a UDP socket in bytes
 * @param mss largest TCP segment in bytes; 0 leaves it to the kernel
 * @param detachedLimit how long a detached socket stays open
 */
record Settings(int threads, int handshakeQueue, int receiveBuffer, int mss, Duration detachedLimit) {
    /** Fits the smallest IPv6 MTU (RFC 8200 §5): 1,280 bytes less the headers of IPv6 and TCP. */
    static final int DEFAULT_MSS = 1_220;

    static final Duration DETACHED_LIMIT = Duration.ofSeconds(30);
}
