package org.ringback.crypto.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CallKey;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;

/**
 * A ring from its enrolment to the bytes of its call, between ends of our own with fresh keys: what the roles do with
 * crypto, in their order. Thread-safe.
 *
 * @param provider what is checked
 * @param protection of the connection with the server
 */
record WholeRing(CryptoProvider provider, ConnectionProtection protection) {
    private static final EquipmentId EQUIPMENT = new EquipmentId("ring-of-our-own");
    private static final String SERVICE = "trial";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 64 * 1024;
    private static final int LIMIT_MILLIS = 3000;

    void run() throws Exception {
        RingCrypto rings = provider.rings();
        DeviceIdentity equipment = provider.identities().create();
        DeviceIdentity person = provider.identities().create();
        enrol(rings);
        wake(rings);
        RingNonce nonce = RingNonce.random(RANDOM);
        box(rings, nonce, equipment, person);
        call(rings, nonce, equipment, person);
    }

    /** A device proves its one-time code on its connection with the server. */
    private void enrol(RingCrypto rings) throws Exception {
        Ends.Server ends = Ends.server(protection, provider, protection, provider, Role.ACCEPTOR);
        Secret code = rings.codeKey(Secret.copyOf(Expect.counting(16)));
        connect(
                ends,
                device -> {
                    device.say(rings.enrolmentProof(code, device.session().binding()));
                    device.hear(1);
                },
                server -> {
                    byte[] proof = server.hear(RingCrypto.PROOF_LENGTH);
                    byte[] expected =
                            rings.enrolmentProof(code, server.session().binding());
                    Expect.holds(Arrays.equals(expected, proof), "the one-time code is not proved");
                    Expect.holds(server.session().peerKey().equals(ends.diallerKey()), "the device shows another key");
                    server.say(new byte[1]);
                });
    }

    /** The server wakes the gateway. */
    private static void wake(RingCrypto rings) {
        Secret registration = Secret.copyOf(Expect.counting(32));
        byte[] id = Expect.counting(12);
        byte[] said = Expect.counting(100);
        Expect.holds(
                rings.macKey(registration, MacUse.WAKE_UP, EQUIPMENT)
                        .equals(rings.macKey(registration, MacUse.WAKE_UP, EQUIPMENT)),
                "a MAC key differs the second time");
        byte[] sealed = rings.sealDatagram(registration, id, id, EQUIPMENT, said, said);
        Optional<byte[]> opened = rings.openDatagram(registration, id, id, EQUIPMENT, said, sealed);
        Expect.holds(opened.filter(one -> Arrays.equals(one, said)).isPresent(), "a datagram is not opened");
    }

    /** The gateway opens and judges what the issuer asked for. */
    private void box(RingCrypto rings, RingNonce nonce, DeviceIdentity equipment, DeviceIdentity person) {
        SealingKey key = provider.identities().createSealingKey();
        Secret secret = Secret.copyOf(Expect.counting(32));
        byte[] proof = proof(rings, secret, nonce, equipment, person);
        BoxContent asks = new BoxContent(
                RingSystem.CALL_BACK, SERVICE, GrantId.random(RANDOM), person.fingerprint(), proof, Optional.empty());
        SealedBox box = rings.sealBox(key.publicKey(), EQUIPMENT, nonce, asks);
        Optional<OpenedBox> opened = rings.openBox(key, EQUIPMENT, nonce, box.bytes());
        Expect.holds(opened.isPresent(), "the box is not opened");
        Expect.holds(
                Arrays.equals(
                        opened.orElseThrow().content().grantProof(), proof(rings, secret, nonce, equipment, person)),
                "the grant is not proved");
    }

    private static byte[] proof(
            RingCrypto rings, Secret secret, RingNonce nonce, DeviceIdentity equipment, DeviceIdentity person) {
        return rings.ringProof(
                secret,
                ProofUse.GRANT,
                RingSystem.CALL_BACK,
                nonce,
                EQUIPMENT,
                SERVICE,
                person.fingerprint(),
                equipment.fingerprint());
    }

    /** The gateway calls back; bytes go both ways, and another session is proved to carry the same call. */
    private void call(RingCrypto rings, RingNonce nonce, DeviceIdentity equipment, DeviceIdentity person)
            throws Exception {
        byte[] bytes = Expect.counting(BYTES);
        CallKey key = rings.callKey(
                Secret.copyOf(Expect.filled(1, RingCrypto.CALL_HALF_LENGTH)),
                Secret.copyOf(Expect.filled(2, RingCrypto.CALL_HALF_LENGTH)),
                equipment.fingerprint(),
                person.fingerprint(),
                nonce);
        connect(
                new Ends.Call(provider, provider, equipment, person),
                acceptor -> {
                    acceptor.say(bytes);
                    acceptor.say(rings.callProof(key, CallProofUse.ATTACH, 1));
                    Expect.holds(Arrays.equals(bytes, acceptor.hear(BYTES)), "the answer came otherwise");
                },
                issuer -> {
                    byte[] heard = issuer.hear(BYTES + RingCrypto.PROOF_LENGTH);
                    Expect.holds(Arrays.equals(bytes, Arrays.copyOf(heard, BYTES)), "the question came otherwise");
                    Expect.holds(
                            Arrays.equals(
                                    rings.callProof(key, CallProofUse.ATTACH, 1),
                                    Arrays.copyOfRange(heard, BYTES, heard.length)),
                            "the call is not proved");
                    issuer.say(bytes);
                });
    }

    /** What one end does once both are proved. */
    private interface Talk {
        void with(SocketEnd end) throws Exception;
    }

    private static void connect(Ends ends, Talk dials, Talk answers) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 1, here);
                Socket dialler = new Socket(here, listener.getLocalPort());
                Socket answerer = listener.accept()) {
            dialler.setSoTimeout(LIMIT_MILLIS);
            answerer.setSoTimeout(LIMIT_MILLIS);
            CompletableFuture<Void> other = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            talk(new SocketEnd(ends.answerer(), answerer), answers);
                            other.complete(null);
                        } catch (Exception | Error e) {
                            other.completeExceptionally(e);
                            closeQuietly(answerer);
                        }
                    },
                    "ringback-kit-answers");
            thread.setDaemon(true);
            thread.start();
            try {
                talk(new SocketEnd(ends.dialler(), dialler), dials);
            } catch (Exception e) {
                if (other.isCompletedExceptionally()) {
                    other.join();
                }
                throw e;
            }
            other.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is closed all the same
        }
    }

    private static void talk(SocketEnd end, Talk talk) throws Exception {
        end.shake();
        talk.with(end);
    }
}
