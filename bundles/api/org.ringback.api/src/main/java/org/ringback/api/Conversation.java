package org.ringback.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Two byte streams between an issuer and a piece of equipment over one call-back. Reading and writing block; closing
 * the output ends one direction only (half-close), and the peer then reads end-of-stream once it has read everything.
 * If the connection is lost, reading throws {@link IOException} and never returns end-of-stream. Thread-safe; each
 * stream is meant for one thread at a time.
 */
public interface Conversation extends AutoCloseable {
    /** {@return the equipment that was called, by its local name as the conversation began} */
    EquipmentId equipment();

    /** {@return the service asked for, for example {@code http}} */
    String service();

    /** {@return the key at the other end, as proved by the call-back's TLS} */
    KeyFingerprint peer();

    /** {@return the ring that led to this conversation} */
    RingNonce ring();

    /** {@return what the peer sends; reading acknowledges it to the peer} */
    InputStream input();

    /**
     * {@return what goes to the peer; writing blocks while the peer's window is full; {@code close} ends this
     * direction}
     */
    OutputStream output();

    /**
     * Waits until the output was closed and the peer has read all of it or refused the rest. Without this a caller does
     * not know whether what it wrote has arrived.
     *
     * @throws IOException if the conversation failed before: how much the peer has read is then unknown
     */
    void awaitDelivered() throws IOException;

    /** Ends both directions at once; what is under way is dropped and the peer is told. */
    void reset();

    /**
     * Ends the output and discards what still comes in. If the peer goes on for more than a window, or does not end its
     * direction within a minute, the conversation is reset, but not before the peer has everything that was written
     * here.
     */
    @Override
    void close();
}
