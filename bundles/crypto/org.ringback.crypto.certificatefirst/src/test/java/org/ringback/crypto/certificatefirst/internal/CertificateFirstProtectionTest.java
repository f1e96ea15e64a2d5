package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;

/** A device and a server, in memory, over {@code certificate-first}. */
public class CertificateFirstProtectionTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final Setting setting = new Setting();
    private final TestEnd server = setting.server();
    private final TestEnd dialler = setting.dialler(Role.ISSUER);

    @Test
    public void bothEndsKnowEachOtherAndTheConnection() {
        for (Role role : Role.values()) {
            TestEnd device = setting.dialler(role);
            TestEnd answerer = setting.server();
            TestEnd.connect(device, answerer);
            assertEquals(State.ESTABLISHED, device.session.state());
            assertEquals(State.ESTABLISHED, answerer.session.state());
            assertEquals(setting.device.fingerprint(), answerer.session.peerKey());
            assertEquals(KeyFingerprint.of(sha256(leafInfo())), device.session.peerKey());
            assertArrayEquals(device.session.binding(), answerer.session.binding());
            assertEquals("X25519", device.session.keyAgreement());
            assertEquals("X25519", answerer.session.keyAgreement());
            assertEquals("certificate-first", device.session.protection());
            assertEquals(0, answerer.plaintext().length);
            assertEquals(0, device.plaintext().length);
        }
        assertEquals(ProtectionId.CERTIFICATE_FIRST, setting.protection.id());
    }

    @Test
    public void anIssuersStepsNameTheFirstAndTheSecondInformation() {
        TestEnd.connect(dialler, server);
        assertEquals(
                List.of(
                        "certificate requested",
                        "server's certificate valid",
                        "first key generation information sent",
                        "second key generation information received",
                        "first common key derived",
                        "device proof sent"),
                names(dialler));
        assertEquals(
                List.of(
                        "certificate sent",
                        "first key generation information received",
                        "first common key derived",
                        "second key generation information sent",
                        "device proof valid"),
                names(server));
    }

    @Test
    public void anAcceptorsStepsNameTheThirdAndTheFourthInformation() {
        TestEnd acceptor = setting.dialler(Role.ACCEPTOR);
        TestEnd.connect(acceptor, server);
        assertEquals(
                List.of(
                        "certificate requested",
                        "server's certificate valid",
                        "third key generation information sent",
                        "fourth key generation information received",
                        "second common key derived",
                        "device proof sent"),
                names(acceptor));
        assertEquals(
                List.of(
                        "certificate sent",
                        "third key generation information received",
                        "second common key derived",
                        "fourth key generation information sent",
                        "device proof valid"),
                names(server));
    }

    @Test
    public void theStepsOfBothEndsLieOnTheClockInTheirOrder() {
        TestEnd.connect(dialler, server);
        List<AgreementStep> all = new ArrayList<>(dialler.session.steps());
        all.addAll(server.session.steps());
        all.sort((one, other) -> Long.compare(one.nanos(), other.nanos()));
        assertEquals(
                List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L),
                all.stream().map(AgreementStep::nanos).toList());
        assertEquals("certificate sent", all.get(1).name());
        assertEquals("first key generation information sent", all.get(3).name());
        assertEquals("first key generation information received", all.get(4).name());
        assertEquals("device proof valid", all.get(10).name());
    }

    @Test
    public void plaintextPassesBothWaysInPiecesOfAnySize() throws ProtectionException {
        for (int size : new int[] {1, 2, 3, 19, 1000, 16_402}) {
            TestEnd one = setting.dialler(Role.ISSUER).inPiecesOf(size);
            TestEnd other = setting.server().inPiecesOf(size);
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
    public void everythingMayComeInOnePiece() throws ProtectionException {
        TestEnd.connect(dialler, server);
        dialler.send(HELLO);
        dialler.send(HELLO);
        dialler.session.finish(dialler);
        TestEnd late = setting.server();
        List<byte[]> all = dialler.sent();
        byte[] last = concat(all.subList(all.size() - 3, all.size()));
        server.take(Arrays.copyOf(last, last.length + 9));
        assertEquals("hellohello", new String(server.plaintext(), StandardCharsets.US_ASCII));
        assertEquals(State.CLOSED, server.session.state());
        assertFalse(server.refusal().isPresent());
        assertEquals(State.HANDSHAKING, late.session.state());
    }

    @Test
    public void theFirstPlaintextMayComeTogetherWithTheProof() throws ProtectionException {
        List<byte[]> held = new ArrayList<>();
        dialler.changing(2, proof -> {
            held.add(proof);
            return new byte[0];
        });
        TestEnd.connect(dialler, server);
        assertEquals(State.HANDSHAKING, server.session.state());
        dialler.send(HELLO);
        server.take(concat(List.of(held.get(0), dialler.sent().get(3))));
        assertEquals(State.ESTABLISHED, server.session.state());
        assertArrayEquals(HELLO, server.plaintext());
    }

    @Test
    public void aDirectBufferOfEitherOrderIsTakenAsWell() throws ProtectionException {
        TestEnd.connect(dialler, server);
        dialler.session.send(ByteBuffer.allocateDirect(5).put(HELLO).flip(), dialler);
        byte[] record = dialler.sent().get(3);
        ByteBuffer direct = ByteBuffer.allocateDirect(record.length).put(record).flip();
        server.session.receive(direct.order(ByteOrder.LITTLE_ENDIAN), server);
        assertArrayEquals(HELLO, server.plaintext());
        assertFalse(direct.hasRemaining());
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
        int answered = dialler.sent().size();
        dialler.session.finish(dialler);
        assertEquals(
                "who gets the end sends none of its own",
                answered,
                dialler.sent().size());
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> dialler.send(HELLO))
                        .reason());
        int sent = server.sent().size();
        server.session.finish(server);
        assertEquals(sent, server.sent().size());
    }

    @Test
    public void anEndDuringTheHandshakeSaysNothing() {
        server.start();
        dialler.start();
        int sent = dialler.sent().size();
        dialler.session.finish(dialler);
        server.session.finish(server);
        TestEnd.pass(dialler, server);
        assertEquals(sent, dialler.sent().size());
        assertEquals(0, server.sent().size());
        assertEquals(State.CLOSED, dialler.session.state());
        assertEquals(State.CLOSED, server.session.state());
    }

    @Test
    public void nothingIsSentBeforeTheEndIsEstablished() throws ProtectionException {
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> dialler.send(HELLO))
                        .reason());
        dialler.session.start(dialler);
        assertThrows(ProtectionException.class, () -> dialler.send(HELLO));
        assertEquals(1, dialler.sent().size());
        assertEquals(State.HANDSHAKING, dialler.session.state());
        assertThrows(IllegalStateException.class, () -> dialler.session.peerKey());
        assertThrows(IllegalStateException.class, () -> dialler.session.binding());
        assertThrows(IllegalStateException.class, () -> dialler.session.keyAgreement());
    }

    @Test
    public void anEndIsStartedOnceAndFirst() throws ProtectionException {
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> server.session.receive(ByteBuffer.allocate(1), server))
                        .reason());
        server.session.start(server);
        assertThrows(ProtectionException.class, () -> server.session.start(server));
        dialler.session.finish(dialler);
        assertThrows(ProtectionException.class, () -> dialler.session.start(dialler));
        assertEquals(0, dialler.sent().size());
    }

    @Test
    public void everyConnectionHasKeysOfItsOwn() throws ProtectionException {
        TestEnd.connect(dialler, server);
        TestEnd again = setting.dialler(Role.ISSUER);
        TestEnd.connect(again, setting.server());
        assertNotEquals(ByteBuffer.wrap(dialler.session.binding()), ByteBuffer.wrap(again.session.binding()));
        dialler.send(HELLO);
        again.send(HELLO);
        assertNotEquals(
                ByteBuffer.wrap(dialler.sent().get(3)),
                ByteBuffer.wrap(again.sent().get(3)));
        server.take(again.sent().get(3));
        assertEquals(Reason.BROKEN, server.reason());
        assertEquals(0, server.plaintext().length);
    }

    @Test
    public void theTwoDirectionsHaveKeysOfTheirOwn() throws ProtectionException {
        TestEnd.connect(dialler, server);
        dialler.send(HELLO);
        dialler.take(dialler.sent().get(3));
        assertEquals(Reason.BROKEN, dialler.reason());
        assertEquals(0, dialler.plaintext().length);
    }

    @Test
    public void theDeviceIsNotSeenInTheClear() {
        TestEnd.connect(dialler, server);
        String seen = new String(concat(dialler.sent()), StandardCharsets.ISO_8859_1)
                + new String(concat(server.sent()), StandardCharsets.ISO_8859_1);
        byte[] key = Arrays.copyOfRange(setting.device.publicKey(), 12, 44);
        assertFalse(seen.contains(new String(key, StandardCharsets.ISO_8859_1)));
        assertTrue(seen.contains(new String(leafInfo(), StandardCharsets.ISO_8859_1)));
    }

    @Test
    public void theServiceProvesItselfBeforeItIsSeen() {
        CertificateFirstProtection started = new CertificateFirstProtection();
        assertEquals(ProtectionId.CERTIFICATE_FIRST, started.id());
    }

    private static List<String> names(TestEnd end) {
        return end.session.steps().stream().map(AgreementStep::name).toList();
    }

    /** The SubjectPublicKeyInfo as it stands in the leaf. */
    private byte[] leafInfo() {
        Secret key = setting.credentials.agreementKey();
        return KeyInfo.ofX25519(Curve.publicOf(key.copyBytes()));
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] concat(List<byte[]> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }
}
