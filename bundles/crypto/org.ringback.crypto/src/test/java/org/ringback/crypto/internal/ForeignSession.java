package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/** Any TLS engine as a session that checks nothing: the other side of interoperability tests. */
final class ForeignSession implements ProtectionSession {
    final SSLEngine engine;
    private byte[] rest = {};
    private State state = State.HANDSHAKING;

    ForeignSession(SSLEngine engine) {
        this.engine = engine;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void start(Output output) throws ProtectionException {
        run(output, () -> engine.beginHandshake());
    }

    /** Asks for new keys in both directions, as SunJSSE does when a handshake is begun again (RFC 8446 §4.6.3). */
    void updateKeys(Output output) throws ProtectionException {
        run(output, () -> engine.beginHandshake());
    }

    @Override
    public void receive(ByteBuffer bytes, Output output) throws ProtectionException {
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.remaining());
        bytes.get(all, rest.length, bytes.remaining());
        ByteBuffer in = ByteBuffer.wrap(all);
        run(output, () -> {
            boolean more = true;
            while (more) {
                ByteBuffer plaintext = ByteBuffer.allocate(20_000);
                SSLEngineResult result = engine.unwrap(in, plaintext);
                settle(output);
                if (plaintext.flip().hasRemaining()) {
                    output.toApplication(plaintext);
                }
                more = result.getStatus() == Status.OK && (in.hasRemaining() || result.bytesConsumed() > 0);
            }
        });
        rest = Arrays.copyOfRange(all, in.position(), all.length);
    }

    @Override
    public void send(ByteBuffer plaintext, Output output) throws ProtectionException {
        run(output, () -> {
            while (plaintext.hasRemaining()) {
                wrap(plaintext, output);
            }
        });
    }

    @Override
    public void finish(Output output) {
        engine.closeOutbound();
        try {
            run(output, () -> {});
        } catch (ProtectionException e) {
            throw new IllegalStateException(e);
        }
        state = State.CLOSED;
    }

    private interface Step {
        void run() throws SSLException;
    }

    private void run(Output output, Step step) throws ProtectionException {
        try {
            step.run();
            settle(output);
        } catch (SSLException e) {
            state = State.CLOSED;
            try {
                settle(output);
            } catch (SSLException known) {
                throw new ProtectionException(ProtectionException.Reason.BROKEN, known.toString());
            }
            throw new ProtectionException(ProtectionException.Reason.BROKEN, e.toString());
        }
    }

    private void settle(Output output) throws SSLException {
        boolean working = true;
        while (working) {
            HandshakeStatus status = engine.getHandshakeStatus();
            working = status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                working = wrap(ByteBuffer.allocate(0), output);
            } else if (status == HandshakeStatus.NOT_HANDSHAKING && state == State.HANDSHAKING) {
                state = State.ESTABLISHED;
            }
        }
        if (engine.isInboundDone()) {
            state = State.CLOSED;
        }
    }

    private boolean wrap(ByteBuffer plaintext, Output output) throws SSLException {
        ByteBuffer bytes = ByteBuffer.allocate(40_000);
        engine.wrap(plaintext, bytes);
        if (!bytes.flip().hasRemaining()) {
            return false;
        }
        output.toPeer(bytes);
        return true;
    }

    @Override
    public KeyFingerprint peerKey() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] binding() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String keyAgreement() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String protection() {
        return "foreign";
    }
}
