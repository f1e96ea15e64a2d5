package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/**
 * One step of a handshake and its output. Runs on the handshake pool; the loop reads the output once the step is handed
 * over to it.
 */
final class HandshakeStep implements ProtectionSession.Output {
    private final ProtectionSession session;
    private final @Nullable ByteBuffer bytes;
    private final Deque<ByteBuffer> toPeer = new ArrayDeque<>();
    private final Deque<ByteBuffer> toApplication = new ArrayDeque<>();
    private volatile boolean abandoned;
    private @Nullable Throwable fault;

    /**
     * Prepares a step.
     *
     * @param session the session that takes the step
     * @param bytes from the peer, or null to start
     */
    HandshakeStep(ProtectionSession session, @Nullable ByteBuffer bytes) {
        this.session = session;
        this.bytes = bytes;
    }

    /** Runs the step, on the pool. */
    void run() {
        if (abandoned) {
            return;
        }
        try {
            if (bytes == null) {
                session.start(this);
            } else {
                session.receive(bytes, this);
            }
        } catch (ProtectionException | RuntimeException | Error thrown) {
            fault = thrown;
        }
    }

    /** Cancels the step if it has not begun, as nobody waits for it any more. On the loop. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void toPeer(ByteBuffer made) {
        toPeer.add(copy(made));
    }

    @Override
    public void toApplication(ByteBuffer plaintext) {
        toApplication.add(copy(plaintext));
    }

    /** Copies, as the pool's thread reuses its buffers for other connections before the loop reads this output. */
    private static ByteBuffer copy(ByteBuffer shared) {
        return ByteBuffer.allocate(shared.remaining()).put(shared).flip();
    }

    /** {@return the bytes to send, in order} */
    Deque<ByteBuffer> forPeer() {
        return toPeer;
    }

    /** {@return plaintext that came right behind the handshake} */
    Deque<ByteBuffer> forApplication() {
        return toApplication;
    }

    /** {@return what was thrown, if anything} */
    @Nullable
    Throwable fault() {
        return fault;
    }
}
