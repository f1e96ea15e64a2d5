package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Calls a TLS engine with buffers that each thread reuses: use or copy their content before the next call on the same
 * thread. Stateless.
 */
final class EngineBuffers {
    /** Bytes of a buffer: an engine puts out less than two records at once. */
    private static final int ROOM = 2 * (1 << 14);

    /** Buffers for plaintext from the peer; whoever takes one must give it back. */
    static final KeptBuffer PLAINTEXT = new KeptBuffer(ROOM);

    private static final KeptBuffer PROTECTED = new KeptBuffer(ROOM);

    private EngineBuffers() {}

    /**
     * Gives the engine one record from the peer, and runs the tasks that it asks for.
     *
     * @param record one whole record; consumed
     * @param plaintext takes the record's plaintext, if any, ready to be read
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
            // A peer's bytes must not cause an unchecked exception, whatever the library does with them.
            throw new SSLException("record: not understood", e);
        } finally {
            plaintext.flip();
        }
        if (result.bytesConsumed() == 0 && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            throw new SSLException("record: not taken");
        }
    }

    /**
     * Makes one record of plaintext, as much as fits. Without plaintext, takes what the engine itself must send:
     * handshake messages, alerts.
     *
     * @param plaintext consumed as far as it fitted
     * @param toPeer takes the bytes for the peer, valid only during its call
     * @return whether there were any
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
