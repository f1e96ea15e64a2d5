package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.Output;
import org.ringback.spi.ProtectionSession.State;

/**
 * Runs a handshake in memory, a byte of plaintext, an orderly end and a refusal, at activation. This loads all classes
 * that a session needs while the bundle is still started, so that a session goes on after an update of the bundle. It
 * also proves, before the service is registered, that the provider works on this Java. Stateless.
 */
final class AgreementWarmUp {
    private static final byte[] NO_MESSAGE = Hashes.ascii("no message of twenty bytes or more");

    private AgreementWarmUp() {}

    static void run(SecureRandom random) {
        byte[] key = Curve.newPrivate(random);
        byte[] info = KeyInfo.ofX25519(Curve.publicOf(key));
        Secret secret = Secret.copyOf(key);
        ProtectionSession dialler = new CertificateFirstSession(
                new Dialler(new Device(random), Role.ACCEPTOR, chain -> info, random, new Steps(() -> 0)));
        try {
            Direction toAnswerer = new Direction();
            handshake(dialler, answerer(secret, random), toAnswerer);
            refuse(answerer(secret, random), toAnswerer);
        } catch (ProtectionException e) {
            throw new IllegalStateException("a handshake with ourselves works", e);
        }
    }

    private static ProtectionSession answerer(Secret key, SecureRandom random) {
        return new CertificateFirstSession(new Answerer(List.of(), key, random, new Steps(() -> 0)));
    }

    private static void handshake(ProtectionSession dialler, ProtectionSession answerer, Direction toAnswerer)
            throws ProtectionException {
        Direction toDialler = new Direction();
        answerer.start(toDialler);
        dialler.start(toAnswerer);
        pass(dialler, toDialler, answerer, toAnswerer);
        dialler.send(ByteBuffer.allocate(1), toAnswerer);
        dialler.finish(toAnswerer);
        pass(dialler, toDialler, answerer, toAnswerer);
        if (answerer.state() != State.CLOSED || toDialler.plaintexts != 1) {
            throw new IllegalStateException("a handshake with ourselves works, and ends in order");
        }
    }

    private static void refuse(ProtectionSession answerer, Direction nowhere) throws ProtectionException {
        answerer.start(nowhere);
        try {
            answerer.receive(ByteBuffer.wrap(NO_MESSAGE), nowhere);
        } catch (ProtectionException expected) {
            return;
        }
        throw new IllegalStateException("a session refuses what is no message");
    }

    private static void pass(
            ProtectionSession dialler, Direction toDialler, ProtectionSession answerer, Direction toAnswerer)
            throws ProtectionException {
        while (!toDialler.bytes.isEmpty() || !toAnswerer.bytes.isEmpty()) {
            ByteBuffer forAnswerer = toAnswerer.bytes.poll();
            if (forAnswerer != null) {
                answerer.receive(forAnswerer, toDialler);
            }
            ByteBuffer forDialler = toDialler.bytes.poll();
            if (forDialler != null) {
                dialler.receive(forDialler, toAnswerer);
            }
        }
    }

    private static final class Direction implements Output {
        private final Queue<ByteBuffer> bytes = new ArrayDeque<>();
        private int plaintexts;

        @Override
        public void toPeer(ByteBuffer outgoing) {
            bytes.add(outgoing);
        }

        @Override
        public void toApplication(ByteBuffer plaintext) {
            plaintexts++;
        }
    }

    /** A device's identity for this one handshake. */
    private static final class Device implements DeviceIdentity {
        private final Ed25519PrivateKeyParameters key;

        Device(SecureRandom random) {
            key = new Ed25519PrivateKeyParameters(random);
        }

        @Override
        public KeyFingerprint fingerprint() {
            return KeyFingerprint.of(Hashes.sha256(publicKey()));
        }

        @Override
        public byte[] publicKey() {
            return KeyInfo.ofEd25519(key.generatePublicKey().getEncoded());
        }

        @Override
        public byte[] sign(byte[] message) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        }

        @Override
        public Secret encoded() {
            throw new UnsupportedOperationException("a device that is never stored");
        }
    }
}
