package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.ringback.api.Role;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.Output;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/**
 * Runs a handshake in memory, a byte of plaintext, an orderly end and a refusal, at activation. This loads all classes
 * that a session needs while the bundle is still started, so that a session goes on after an update of the bundle. It
 * also proves, before the service is registered, that the provider works on this Java. Stateless.
 */
final class WarmUp {
    private static final String HOST = "localhost";
    private static final byte[] NO_RECORD = {'G', 'E', 'T', 0, 1, '/'};

    private WarmUp() {}

    static void connection(Tls13Protection protection) {
        Instant now = Instant.EPOCH;
        CertificateAuthorities authorities = new CertificateAuthorities();
        NewAuthority authority = authorities.create(now);
        ServerCredentials credentials = authorities.credentials(authority.authority(), List.of(HOST), now);
        run(
                protection.dial(
                        new StoredIdentities().create(),
                        Role.ACCEPTOR,
                        new ExpectedServer(new PinnedChains(), authority.pins(), HOST, now)),
                protection.answer(credentials));
        refuse(protection.answer(credentials));
    }

    static void call(TlsCallProtection protection) {
        DeviceIdentity equipment = new StoredIdentities().create();
        DeviceIdentity issuer = new StoredIdentities().create();
        run(protection.dial(equipment, issuer.fingerprint()), protection.answer(issuer, equipment.fingerprint()));
    }

    private static void run(ProtectionSession dialler, ProtectionSession answerer) {
        Direction toAnswerer = new Direction();
        Direction toDialler = new Direction();
        try {
            answerer.start(toDialler);
            dialler.start(toAnswerer);
            pass(dialler, toDialler, answerer, toAnswerer);
            dialler.send(ByteBuffer.allocate(1), toAnswerer);
            dialler.finish(toAnswerer);
            pass(dialler, toDialler, answerer, toAnswerer);
        } catch (ProtectionException e) {
            throw new IllegalStateException("a handshake with ourselves works", e);
        }
        if (answerer.state() != State.CLOSED || toDialler.plaintexts + toAnswerer.plaintexts != 1) {
            throw new IllegalStateException("a handshake with ourselves works, and ends in order");
        }
    }

    private static void refuse(ProtectionSession answerer) {
        Direction nowhere = new Direction();
        try {
            answerer.start(nowhere);
            answerer.receive(ByteBuffer.wrap(NO_RECORD), nowhere);
        } catch (ProtectionException expected) {
            return;
        }
        throw new IllegalStateException("a session refuses what is no TLS");
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
            bytes.add(ByteBuffer.allocate(outgoing.remaining()).put(outgoing).flip());
        }

        @Override
        public void toApplication(ByteBuffer plaintext) {
            plaintexts++;
        }
    }
}
