package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession;

/**
 * One end of a certificate-first connection: a handshake, then records. During the handshake {@link #receive} computes
 * for some tenths of a millisecond, so call it off the loops until then. Keys are wiped at the end. One thread at a
 * time.
 */
final class CertificateFirstSession implements ProtectionSession {
    private static final String KEY_AGREEMENT = "X25519";

    private final Handshake handshake;
    private State state = State.HANDSHAKING;
    private boolean started;
    private @Nullable Agreed agreed;

    CertificateFirstSession(Handshake handshake) {
        this.handshake = handshake;
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
        handshake.start(output);
    }

    @Override
    public int whole(ByteBuffer waiting) {
        return state == State.HANDSHAKING ? handshake.whole(waiting) : waiting.remaining();
    }

    @Override
    public void receive(ByteBuffer bytes, Output output) throws ProtectionException {
        if (!started) {
            throw new ProtectionException(Reason.CLOSED, "session: not started (expected: start first)");
        }
        try {
            while (state != State.CLOSED && bytes.hasRemaining()) {
                Agreed open = agreed;
                if (open == null) {
                    advance(bytes, output);
                } else {
                    open(open.records(), bytes, output);
                }
            }
        } catch (ProtectionException e) {
            // [CF-14] Certificate, chain not valid | closed; not one byte more is sent
            close();
            throw e;
        }
        // The session is closed: drop what still comes.
        bytes.position(bytes.limit());
    }

    @Override
    public void send(ByteBuffer plaintext, Output output) throws ProtectionException {
        Agreed open = agreed;
        // [CF-17] There are no alerts, and no plaintext passes before established.
        if (state != State.ESTABLISHED || open == null) {
            throw new ProtectionException(Reason.CLOSED, "session: " + state + " (expected: ESTABLISHED)");
        }
        try {
            open.records().send(plaintext, output);
        } catch (ProtectionException e) {
            close();
            throw e;
        }
    }

    @Override
    public void finish(Output output) {
        Agreed open = agreed;
        if (state == State.ESTABLISHED && open != null) {
            try {
                open.records().sendEnd(output);
            } catch (ProtectionException usedUp) {
                // The nonces are used up: end the connection without a closing record.
            }
        }
        close();
    }

    @Override
    public KeyFingerprint peerKey() {
        return agreed().peer();
    }

    @Override
    public byte[] binding() {
        return agreed().binding().clone();
    }

    @Override
    public String keyAgreement() {
        agreed();
        return KEY_AGREEMENT;
    }

    @Override
    public List<AgreementStep> steps() {
        return handshake.steps();
    }

    @Override
    public String protection() {
        return CertificateFirstProtection.CALLED;
    }

    private void advance(ByteBuffer bytes, Output output) throws ProtectionException {
        Optional<Agreed> done = handshake.receive(bytes, output);
        if (done.isPresent()) {
            agreed = done.get();
            state = State.ESTABLISHED;
        }
    }

    private void open(SealedRecords records, ByteBuffer bytes, Output output) throws ProtectionException {
        Optional<byte[]> plaintext = records.receive(bytes, SealedRecords.MAX_LENGTH);
        if (plaintext.isEmpty()) {
            return;
        }
        // [CF-11] A record whose plaintext is empty is the orderly end of the connection
        if (plaintext.get().length == 0) {
            close();
        } else {
            output.toApplication(ByteBuffer.wrap(plaintext.get()));
        }
    }

    private void close() {
        state = State.CLOSED;
        handshake.wipe();
        if (agreed != null) {
            agreed.records().wipe();
        }
    }

    private Agreed agreed() {
        if (agreed == null) {
            throw new IllegalStateException("session: " + state + " (expected: ESTABLISHED)");
        }
        return agreed;
    }
}
