package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Calls an engine with fresh buffers that are as large as it needs and no larger: they go to the receiver for good, and
 * a gateway has many idle connections. Stateless.
 */
final class EngineBuffers {
    private static final int HANDSHAKE_BUFFER = 4096;
    private static final int MAX_PLAINTEXT = 1 << 14;

    /** What protection adds to a record: header, content type, tag; and some room, perhaps for a KeyUpdate. */
    private static final int OVERHEAD = 64;

    /** Room for whatever the engine may hold at once. */
    private static final int LARGE_BUFFER = 2 * MAX_PLAINTEXT;

    private EngineBuffers() {}

    /**
     * Takes one record from the peer, with the engine's work on it.
     *
     * @param record a whole one; consumed
     * @return plaintext, perhaps none
     * @throws SSLException if the engine gave up
     */
    static ByteBuffer unwrap(SSLEngine engine, ByteBuffer record) throws SSLException {
        ByteBuffer plaintext = ByteBuffer.allocate(record.remaining());
        SSLEngineResult result;
        try {
            result = engine.unwrap(record, plaintext);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                plaintext = ByteBuffer.allocate(LARGE_BUFFER);
                result = engine.unwrap(record, plaintext);
            }
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (RuntimeException e) {
            // A peer's bytes must not throw into the loops, whatever the library makes of them.
            throw new SSLException("record: not understood", e);
        }
        if (result.bytesConsumed() == 0 && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            throw new SSLException("record: not taken");
        }
        return plaintext.flip();
    }

    /**
     * Protects plaintext: as much as fits into one record.
     *
     * @param plaintext consumed as far as it fitted
     * @return what must go to the peer
     * @throws SSLException if the engine gave up
     */
    static ByteBuffer wrap(SSLEngine engine, ByteBuffer plaintext) throws SSLException {
        return wrap(engine, plaintext, Math.min(plaintext.remaining(), MAX_PLAINTEXT) + OVERHEAD);
    }

    /**
     * Lets the engine speak for itself: handshake, alerts.
     *
     * @return what must go to the peer, perhaps nothing
     * @throws SSLException if the engine gave up
     */
    static ByteBuffer wrapOwn(SSLEngine engine) throws SSLException {
        return wrap(engine, ByteBuffer.allocate(0), HANDSHAKE_BUFFER);
    }

    private static ByteBuffer wrap(SSLEngine engine, ByteBuffer plaintext, int capacity) throws SSLException {
        ByteBuffer bytes = ByteBuffer.allocate(capacity);
        if (engine.wrap(plaintext, bytes).getStatus() == Status.BUFFER_OVERFLOW) {
            bytes = ByteBuffer.allocate(LARGE_BUFFER);
            engine.wrap(plaintext, bytes);
        }
        return bytes.flip();
    }
}
