package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession;

/**
 * One end of a TLS 1.3 connection around an engine. During the handshake {@link #receive} computes for about a
 * millisecond, so call it off the loops until then. One thread at a time.
 */
final class TlsSession implements ProtectionSession {
    /** Most that a peer may send before it is proved, in bytes of whole records. */
    static final int MAX_HANDSHAKE = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final boolean dials;
    private final Spki own;
    private final PeerTrust trust;
    private final String protocol;
    private final RecordReader records = new RecordReader();
    private final KeyShareReader keyShare = new KeyShareReader();
    private State state = State.HANDSHAKING;
    private boolean started;
    private int handshakeBytes;
    private @Nullable Spki peer;

    /**
     * Wraps a fresh engine.
     *
     * @param dials whether this end speaks first
     * @param own the key that this end presents
     * @param trust decides about the peer's chain
     * @param protocol the application protocol that must be agreed on
     */
    TlsSession(SSLEngine engine, boolean dials, Spki own, PeerTrust trust, String protocol) {
        this.engine = engine;
        this.dials = dials;
        this.own = own;
        this.trust = trust;
        this.protocol = protocol;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void start(Output output) throws ProtectionException {
        if (started || state == State.CLOSED) {
            throw new ProtectionException(Reason.CLOSED, "session: started before (expected: once)");
        }
        started = true;
        try {
            engine.beginHandshake();
            flush(output);
        } catch (SSLException e) {
            throw fail(e, output);
        }
    }

    @Override
    public int whole(ByteBuffer waiting) {
        return RecordReader.whole(waiting);
    }

    @Override
    public void receive(ByteBuffer bytes, Output output) throws ProtectionException {
        if (!started) {
            throw new ProtectionException(Reason.CLOSED, "session: not started (expected: start first)");
        }
        while (state != State.CLOSED && bytes.hasRemaining()) {
            Optional<ByteBuffer> record;
            try {
                record = records.next(bytes);
            } catch (ProtectionException e) {
                throw refuse(e, output);
            }
            if (record.isPresent()) {
                receiveRecord(record.get(), output);
                if (!output.more()) {
                    return;
                }
            }
        }
        // The session is closed: drop what still comes.
        bytes.position(bytes.limit());
    }

    @Override
    public void send(ByteBuffer plaintext, Output output) throws ProtectionException {
        if (state != State.ESTABLISHED) {
            throw new ProtectionException(Reason.CLOSED, "session: " + state + " (expected: ESTABLISHED)");
        }
        try {
            while (plaintext.hasRemaining()) {
                int before = plaintext.remaining();
                if (!EngineBuffers.wrap(engine, plaintext, output::toPeer) && plaintext.remaining() == before) {
                    throw new SSLException("no progress");
                }
            }
        } catch (SSLException e) {
            throw fail(e, output);
        }
    }

    @Override
    public void finish(Output output) {
        if (state != State.CLOSED) {
            end(output);
        }
    }

    @Override
    public KeyFingerprint peerKey() {
        return peer().fingerprint();
    }

    @Override
    public byte[] binding() {
        Spki server = dials ? peer() : own;
        Spki device = dials ? own : peer();
        byte[] noHandshakeHash = {};
        // [KEY-6] Binding: SHA-256(F(binding, name of the protection (tls13, certificate-first), SPKI of the …
        return Kdf.sha256(
                Fields.join(Labels.BINDING, Fields.ascii(protection()), server.der(), device.der(), noHandshakeHash));
    }

    @Override
    public String keyAgreement() {
        return KeyShareReader.name(keyShare.group()
                .orElseThrow(() -> new IllegalStateException("session: " + state + " (expected: ESTABLISHED)")));
    }

    @Override
    public String protection() {
        return Tls13Protection.CALLED;
    }

    private void receiveRecord(ByteBuffer record, Output output) throws ProtectionException {
        if (state == State.HANDSHAKING) {
            handshakeBytes += record.remaining();
            // [TLS-6] A peer sends at most 64 KiB of records before it is proved.
            if (handshakeBytes > MAX_HANDSHAKE) {
                throw refuse(
                        new ProtectionException(
                                Reason.BROKEN, "handshake: too long (expected: at most " + MAX_HANDSHAKE + " bytes)"),
                        output);
            }
            if (dials) {
                keyShare.read(record.duplicate());
            }
        }
        ByteBuffer plaintext = EngineBuffers.PLAINTEXT.take();
        try {
            EngineBuffers.unwrap(engine, record, plaintext);
            flush(output);
            if (state == State.HANDSHAKING && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                establish(output);
            }
            if (plaintext.hasRemaining()) {
                output.toApplication(plaintext.slice());
            }
            if (engine.isInboundDone()) {
                state = State.CLOSED;
            }
        } catch (SSLException e) {
            throw fail(e, output);
        } finally {
            EngineBuffers.PLAINTEXT.giveBack(plaintext);
        }
    }

    /** Checks what Bouncy Castle does not, before any plaintext may pass. */
    private void establish(Output output) throws ProtectionException {
        if (engine.isInboundDone()) {
            throw refuse(new ProtectionException(Reason.BROKEN, "handshake: ended by the peer"), output);
        }
        String agreed = engine.getApplicationProtocol();
        // [TLS-5] ALPN ringback/1 with the server, ringback-call/1 on a call-back, mandatory at both ends.
        if (!protocol.equals(agreed)) {
            throw refuse(
                    new ProtectionException(
                            Reason.WRONG_PROTOCOL,
                            "application protocol: none or another (expected: " + protocol + ")"),
                    output);
        }
        if (trust.accepted().isEmpty() || keyShare.group().isEmpty()) {
            throw refuse(new ProtectionException(Reason.WRONG_KEY, "handshake: no certificate or key share"), output);
        }
        peer = trust.accepted().get();
        state = State.ESTABLISHED;
    }

    /** Puts out what the engine must send: handshake messages, alerts. */
    private void flush(Output output) throws SSLException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            boolean said = EngineBuffers.wrap(engine, NOTHING.duplicate(), bytes -> {
                if (!dials && state == State.HANDSHAKING) {
                    keyShare.read(bytes.duplicate());
                }
                output.toPeer(bytes);
            });
            if (!said) {
                return;
            }
        }
    }

    /** Ends the session after the engine failed: puts out its alert, and returns the reason in our words. */
    private ProtectionException fail(SSLException cause, Output output) {
        ProtectionException reason = trust.refusal().orElseGet(() -> TlsFaults.explain(cause));
        drain(output);
        return reason;
    }

    /** Ends the session because this end refuses the peer. */
    private ProtectionException refuse(ProtectionException reason, Output output) {
        end(output);
        return reason;
    }

    private void end(Output output) {
        engine.closeOutbound();
        drain(output);
    }

    private void drain(Output output) {
        state = State.CLOSED;
        // The first wrap may only throw an exception that the engine kept back; the next one gives the alert.
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                flush(output);
            } catch (SSLException known) {
                continue;
            }
            return;
        }
    }

    private Spki peer() {
        if (peer == null) {
            throw new IllegalStateException("session: " + state + " (expected: ESTABLISHED)");
        }
        return peer;
    }
}
