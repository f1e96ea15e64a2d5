package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Calls an engine with buffers that each thread keeps: what stands in one is to be used, or copied, before the thread
 * goes on. Stateless.
 */
final class EngineBuffers {
    /** Room for whatever an engine may hold at once: it holds less than two records. */
    private static final int ROOM = 2 * (1 << 14);

    /** For what comes from the peer; whoever takes it gives it back. */
    static final KeptBuffer PLAINTEXT = new KeptBuffer(ROOM);

    private static final KeptBuffer PROTECTED = new KeptBuffer(ROOM);

    private EngineBuffers() {}

    /**
     * Takes one record from the peer, with the engine's work on it.
     *
     * @param record a whole one; consumed
     * @param plaintext takes what was in it, perhaps nothing; to be read afterwards
     * @throws SSLException if the engine gave up
     */
    static void unwrap(SSLEngine engine, ByteBuffer record, ByteBuffer plaintext) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(record, plaintext);
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (RuntimeException e) {
            // A peer's bytes must not throw into the loops, whatever the library makes of them.
            throw new SSLException("record: not understood", e);
        } finally {
            plaintext.flip();
        }
        if (result.bytesConsumed() == 0 && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            throw new SSLException("record: not taken");
        }
    }

    /**
     * Protects plaintext, as much as fits into one record; with none, lets the engine speak for itself: handshake, alerts.
     *
     * @param plaintext consumed as far as it fitted
     * @param toPeer takes what must go to the peer, valid only during its call
     * @return whether there was something
     * @throws SSLException if the engine gave up
     */
    static boolean wrap(SSLEngine engine, ByteBuffer plaintext, Consumer<ByteBuffer> toPeer) throws SSLException {
        ByteBuffer bytes = PROTECTED.take();
        try {
            engine.wrap(plaintext, bytes);
            if (!bytes.flip().hasRemaining()) {
                return false;
            }
            toPeer.accept(bytes.slice());
            return true;
        } finally {
            PROTECTED.giveBack(bytes);
        }
    }
}
