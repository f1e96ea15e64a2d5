package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/**
 * A session that tells the watch once it has proved the other end, and what it throws that no session throws. Once it is
 * established, what it gives plaintext to may throw too, so that is no longer told. Not thread-safe, as any session.
 */
final class WatchedSession implements ProtectionSession {
    private final ProtectionSession of;
    private final WatchedCrypto watch;
    private boolean established;

    WatchedSession(ProtectionSession of, WatchedCrypto watch) {
        this.of = of;
        this.watch = watch;
    }

    /** One step of the session. */
    private interface Step {
        void run() throws ProtectionException;
    }

    private void shake(String where, Step step) throws ProtectionException {
        if (established) {
            step.run();
            return;
        }
        try {
            step.run();
        } catch (RuntimeException | Error fault) {
            watch.fault(where, fault);
            throw fault;
        }
        if (of.state() == State.ESTABLISHED) {
            established = true;
            watch.proves();
        }
    }

    @Override
    public State state() {
        return of.state();
    }

    @Override
    public void start(Output output) throws ProtectionException {
        shake("beginning of a handshake", () -> of.start(output));
    }

    @Override
    public int whole(ByteBuffer waiting) {
        return of.whole(waiting);
    }

    @Override
    public void receive(ByteBuffer bytes, Output output) throws ProtectionException {
        shake("handshake", () -> of.receive(bytes, output));
    }

    @Override
    public void send(ByteBuffer plaintext, Output output) throws ProtectionException {
        of.send(plaintext, output);
    }

    @Override
    public void finish(Output output) {
        of.finish(output);
    }

    @Override
    public KeyFingerprint peerKey() {
        return of.peerKey();
    }

    @Override
    public byte[] binding() {
        return of.binding();
    }

    @Override
    public String keyAgreement() {
        return of.keyAgreement();
    }

    @Override
    public List<AgreementStep> steps() {
        return of.steps();
    }

    @Override
    public String protection() {
        return of.protection();
    }
}
