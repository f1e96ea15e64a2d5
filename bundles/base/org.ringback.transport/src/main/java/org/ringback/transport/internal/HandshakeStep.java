package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/** One step of a handshake and what it made. Runs on the pool and is read on the loop, after a hand-over. */
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
     * @param session whose
     * @param bytes from the peer, or null to start
     */
    HandshakeStep(ProtectionSession session, @Nullable ByteBuffer bytes) {
        this.session = session;
        this.bytes = bytes;
    }

    /** On the pool. */
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

    /** Nobody waits for it any more: if it did not begin, it need not. On the loop. */
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

    /** The session's thread uses its buffers again, for other connections, before the loop reads these. */
    private static ByteBuffer copy(ByteBuffer shared) {
        return ByteBuffer.allocate(shared.remaining()).put(shared).flip();
    }

    /** {@return what is to be sent, in order} */
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
