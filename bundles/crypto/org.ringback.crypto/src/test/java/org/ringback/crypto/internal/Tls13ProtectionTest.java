package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;

/** A device and a server, in memory, over {@code tls13}. */
public class Tls13ProtectionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String HOST = "ring.example.org";
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final CertificateAuthorities authorities = new CertificateAuthorities();
    private final NewAuthority authority = authorities.create(NOW);
    private final ServerCredentials credentials =
            authorities.credentials(authority.authority(), List.of(HOST, "192.0.2.1", "2001:db8::1"), NOW);
    private final DeviceIdentity device = new StoredIdentities().create();
    private final ConnectionProtection protection = new Tls13Protection();
    private final TestEnd server = new TestEnd(protection.answer(credentials));
    private final TestEnd dialler = new TestEnd(protection.dial(
            device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)));

    @Test
    public void bothEndsKnowEachOtherAndTheConnection() {
        TestEnd.connect(dialler, server);
        assertEstablished();
        assertEquals(device.fingerprint(), server.session.peerKey());
        assertEquals(credentials.leaf(), dialler.session.peerKey());
        assertArrayEquals(server.session.binding(), dialler.session.binding());
        assertEquals(Kdf.LENGTH, server.session.binding().length);
        assertEquals("tls13", server.session.protection());
    }

    @Test
    public void theBindingIsWhatTheProtocolSays() {
        TestEnd.connect(dialler, server);
        byte[] leaf = StoredCredentials.of(credentials)
                .material()
                .certificate()
                .getPublicKey()
                .getEncoded();
        byte[] own = StoredIdentity.of(device)
                .material()
                .certificate()
                .getPublicKey()
                .getEncoded();
        ByteBuffer expected = ByteBuffer.allocate(500);
        for (byte[] field : new byte[][] {
            "ringback 1 binding".getBytes(StandardCharsets.US_ASCII),
            "tls13".getBytes(StandardCharsets.US_ASCII),
            leaf,
            own,
            {}
        }) {
            expected.putShort((short) field.length).put(field);
        }
        byte[] covered = new byte[expected.position()];
        expected.flip().get(covered);
        assertArrayEquals(Kdf.sha256(covered), dialler.session.binding());
    }

    @Test
    public void theHybridGroupIsAgreedOnAndReadFromTheHandshake() {
        TestEnd.connect(dialler, server);
        assertEquals("X25519MLKEM768", dialler.session.keyAgreement());
        assertEquals("X25519MLKEM768", server.session.keyAgreement());
    }

    @Test
    public void theGroupNamedIsTheOneAgreedOnNotTheOneOffered() {
        // A leaf on P-256 needs that group in the list.
        for (List<String> groups : List.of(List.of("x25519", "secp256r1"), List.of("secp256r1"))) {
            // The server knows no hybrid group; the dialler offers a share of that alone, and is asked again.
            Tls13Protection narrow = new Tls13Protection(new TlsEngines(new SecureRandom(), groups, false));
            String group = groups.get(0);
            TestEnd narrowServer = new TestEnd(narrow.answer(credentials)).inPiecesOf(3);
            TestEnd wide = new TestEnd(protection.dial(
                            device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)))
                    .inPiecesOf(7);
            TestEnd.connect(wide, narrowServer);
            assertEquals(State.ESTABLISHED, wide.session.state());
            assertEquals(group, wide.session.keyAgreement());
            assertEquals(group, narrowServer.session.keyAgreement());
        }
    }

    @Test
    public void plaintextPassesBothWaysInPiecesOfAnySize() throws ProtectionException {
        for (int size : new int[] {1, 4, 5, 6, 1000, 16_406}) {
            TestEnd one = new TestEnd(protection.dial(
                            device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)))
                    .inPiecesOf(size);
            TestEnd other = new TestEnd(protection.answer(credentials)).inPiecesOf(size);
            TestEnd.connect(one, other);
            one.send(HELLO);
            one.send(new byte[0]);
            one.send(new byte[40_000]);
            other.send(HELLO);
            TestEnd.pass(one, other);
            assertEquals(40_005, other.plaintext().length);
            assertArrayEquals(HELLO, one.plaintext());
        }
    }

    @Test
    public void aMegabytePassesBothWays() throws ProtectionException {
        byte[] megabyte = new byte[1 << 20];
        new Random(7).nextBytes(megabyte);
        dialler.inPiecesOf(65_536);
        TestEnd.connect(dialler, server);
        dialler.send(megabyte);
        server.send(megabyte);
        TestEnd.pass(dialler, server);
        assertArrayEquals(megabyte, server.plaintext());
        assertArrayEquals(megabyte, dialler.plaintext());
    }

    @Test
    public void aDirectBufferOfEitherOrderIsTakenAsWell() throws ProtectionException {
        TestEnd.connect(dialler, server);
        dialler.session.send(ByteBuffer.allocateDirect(5).put(HELLO).flip(), dialler);
        byte[] all = dialler.sent();
        ByteBuffer last = ByteBuffer.allocateDirect(all.length).put(all).flip();
        int record = HELLO.length + 22;
        server.session.receive(last.position(all.length - record).order(ByteOrder.LITTLE_ENDIAN), server);
        assertArrayEquals(HELLO, server.plaintext());
    }

    @Test
    public void anEndInOrderEndsBothEnds() throws ProtectionException {
        TestEnd.connect(dialler, server);
        server.send(HELLO);
        server.session.finish(server);
        assertEquals(State.CLOSED, server.session.state());
        TestEnd.pass(dialler, server);
        assertArrayEquals(HELLO, dialler.plaintext());
        assertEquals(State.CLOSED, dialler.session.state());
        assertFalse(dialler.refusal().isPresent());
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> dialler.send(HELLO))
                        .reason());
        int sent = server.sent().length;
        server.session.finish(server);
        assertEquals(sent, server.sent().length);
    }

    @Test
    public void nothingIsSentBeforeTheEndIsEstablished() throws ProtectionException {
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> dialler.send(HELLO))
                        .reason());
        dialler.session.start(dialler);
        assertThrows(ProtectionException.class, () -> dialler.send(HELLO));
        assertThrows(IllegalStateException.class, () -> dialler.session.peerKey());
        assertThrows(IllegalStateException.class, () -> dialler.session.binding());
        assertThrows(IllegalStateException.class, () -> dialler.session.keyAgreement());
    }

    @Test
    public void anEndIsStartedOnceAndFirst() throws ProtectionException {
        assertThrows(ProtectionException.class, () -> server.session.receive(ByteBuffer.allocate(1), server));
        server.session.start(server);
        assertThrows(ProtectionException.class, () -> server.session.start(server));
    }

    @Test
    public void theBackupAuthorityWillDoAndAnotherWillNot() {
        KeyFingerprint own = credentials.authority();
        KeyFingerprint other = authorities.create(NOW).pins().authorities().get(0);
        assertEquals(
                State.ESTABLISHED,
                dialWith(new ServerPins(List.of(other, own)), HOST, NOW).session.state());
        assertRefused(Reason.WRONG_KEY, dialWith(new ServerPins(List.of(other)), HOST, NOW));
    }

    @Test
    public void aServerOfAnotherNameIsRefused() {
        assertRefused(Reason.BAD_CHAIN, dialWith(authority.pins(), "other.example.org", NOW));
        assertRefused(Reason.BAD_CHAIN, dialWith(authority.pins(), "192.0.2.2", NOW));
        assertRefused(Reason.BAD_CHAIN, dialWith(authority.pins(), "2001:db8::2", NOW));
    }

    @Test
    public void aServerIsKnownByItsAddressesToo() {
        for (String host : new String[] {"RING.example.org", "192.0.2.1", "2001:DB8:0::1", "[2001:db8::1]"}) {
            assertEquals(
                    host,
                    State.ESTABLISHED,
                    dialWith(authority.pins(), host, NOW).session.state());
        }
    }

    @Test
    public void aLeafOutsideItsDatesIsRefused() {
        assertRefused(Reason.BAD_CHAIN, dialWith(authority.pins(), HOST, NOW.plus(Duration.ofDays(91))));
        assertRefused(Reason.BAD_CHAIN, dialWith(authority.pins(), HOST, NOW.minusSeconds(1)));
        assertEquals(
                State.ESTABLISHED,
                dialWith(authority.pins(), HOST, NOW.plus(Duration.ofDays(89)))
                        .session
                        .state());
    }

    @Test
    public void theServerHearsOfARefusal() {
        TestEnd refusing = new TestEnd(protection.dial(
                device,
                Role.ACCEPTOR,
                new ExpectedServer(new PinnedChains(), authority.pins(), "other.example.org", NOW)));
        TestEnd.connect(refusing, server);
        assertEquals(Reason.BROKEN, server.reason());
        assertEquals(
                "alert from the peer: certificate_unknown",
                server.refusal().orElseThrow().getMessage());
        assertEquals(State.CLOSED, server.session.state());
    }

    @Test
    public void keysOfAnotherGenerationOfTheBundleAreTaken() {
        TestEnd otherServer = new TestEnd(protection.answer(new OtherCredentials(credentials)));
        TestEnd otherDevice = new TestEnd(protection.dial(
                new OtherIdentity(device),
                Role.ACCEPTOR,
                new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)));
        TestEnd.connect(otherDevice, otherServer);
        assertEquals(device.fingerprint(), otherServer.session.peerKey());
        assertEquals(credentials.leaf(), otherDevice.session.peerKey());
    }

    @Test
    public void theDiallerDoesNotTellTheServersNameInTheClear() throws ProtectionException {
        dialler.session.start(dialler);
        String hello = new String(dialler.sent(), StandardCharsets.ISO_8859_1);
        assertFalse(hello.contains(HOST));
        assertTrue(hello.contains("ringback/1"));
    }

    @Test
    public void everyConnectionHasKeysOfItsOwn() throws ProtectionException {
        TestEnd.connect(dialler, server);
        TestEnd again = new TestEnd(protection.dial(
                device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)));
        TestEnd.connect(again, new TestEnd(protection.answer(credentials)));
        int before = dialler.sent().length;
        int beforeAgain = again.sent().length;
        dialler.send(HELLO);
        again.send(HELLO);
        assertNotEquals(
                ByteBuffer.wrap(dialler.sent()).position(before),
                ByteBuffer.wrap(again.sent()).position(beforeAgain));
    }

    private TestEnd dialWith(ServerPins pins, String host, Instant now) {
        TestEnd end = new TestEnd(
                protection.dial(device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), pins, host, now)));
        TestEnd.connect(end, new TestEnd(protection.answer(credentials)));
        return end;
    }

    private static void assertRefused(Reason reason, TestEnd end) {
        assertEquals(reason, end.reason());
        assertEquals(State.CLOSED, end.session.state());
        assertThrows(IllegalStateException.class, () -> end.session.peerKey());
    }

    private void assertEstablished() {
        assertEquals(State.ESTABLISHED, dialler.session.state());
        assertEquals(State.ESTABLISHED, server.session.state());
    }

    private record OtherIdentity(DeviceIdentity original) implements DeviceIdentity {
        @Override
        public KeyFingerprint fingerprint() {
            return original.fingerprint();
        }

        @Override
        public byte[] publicKey() {
            return original.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return original.sign(message);
        }

        @Override
        public Secret encoded() {
            return original.encoded();
        }
    }

    private record OtherCredentials(ServerCredentials original) implements ServerCredentials {
        @Override
        public KeyFingerprint leaf() {
            return original.leaf();
        }

        @Override
        public KeyFingerprint authority() {
            return original.authority();
        }

        @Override
        public List<byte[]> agreementChain() {
            return original.agreementChain();
        }

        @Override
        public Secret agreementKey() {
            return original.agreementKey();
        }

        @Override
        public Instant renewAt() {
            return original.renewAt();
        }

        @Override
        public Secret encoded() {
            return original.encoded();
        }
    }
}
