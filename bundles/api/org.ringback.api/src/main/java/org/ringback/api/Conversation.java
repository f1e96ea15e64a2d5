package org.ringback.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Two byte streams between an issuer and a piece of equipment over one call-back. Reading and writing block; closing
 * the output ends one direction only (half-close), and the peer then reads end-of-stream once it has read everything.
 * A lost connection is never mistaken for an end: reading then throws {@link IOException}. Thread-safe; each
 * stream is meant for one thread at a time.
 */
public interface Conversation extends AutoCloseable {
    /** {@return the equipment that was called} */
    EquipmentId equipment();

    /** {@return the service asked for, for example {@code http}} */
    String service();

    /** {@return the key at the other end, as proved by the call-back's TLS} */
    KeyFingerprint peer();

    /** {@return the ring that led to this conversation} */
    RingNonce ring();

    /** {@return what the peer sends; delivery is acknowledged as it is read} */
    InputStream input();

    /** {@return what goes to the peer; blocks while the peer's limit is reached; {@code close} ends this direction} */
    OutputStream output();

    /**
     * Waits until the output was closed and the peer has taken all of it, or has said that it takes no more: what is written
     * is not yet there.
     *
     * @throws IOException if the conversation failed before, so that nobody knows how much of it was taken
     */
    void awaitDelivered() throws IOException;

    /** Ends both directions at once; what is under way is dropped and the peer is told. */
    void reset();

    /**
     * Ends the output and discards what still comes in. A peer that goes on for more than a window, or does not end its
     * direction within a minute, is told by a reset, once it has everything that was written here.
     */
    @Override
    void close();
}
