package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.spi.CallProtection;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerAuthorities.NewAuthority;

/** An acceptor and an issuer, in memory; and what strangers may do to a handshake. */
public class TlsCallProtectionTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final DeviceIdentity equipment = new StoredIdentities().create();
    private final DeviceIdentity issuer = new StoredIdentities().create();
    private final DeviceIdentity stranger = new StoredIdentities().create();
    private final CallProtection protection = new TlsCallProtection();

    @Test
    public void bothEndsProveTheKeyThatTheOtherExpects() throws ProtectionException {
        TestEnd acceptorEnd = dialler();
        TestEnd issuerEnd = answerer();
        TestEnd.connect(acceptorEnd, issuerEnd);
        assertEquals(issuer.fingerprint(), acceptorEnd.session.peerKey());
        assertEquals(equipment.fingerprint(), issuerEnd.session.peerKey());
        assertEquals("X25519MLKEM768", issuerEnd.session.keyAgreement());
        issuerEnd.send(HELLO);
        acceptorEnd.send(HELLO);
        TestEnd.pass(acceptorEnd, issuerEnd);
        assertArrayEquals(HELLO, issuerEnd.plaintext());
        assertArrayEquals(HELLO, acceptorEnd.plaintext());
    }

    @Test
    public void anotherIssuerIsRefusedByTheAcceptor() {
        TestEnd acceptorEnd = new TestEnd(protection.dial(equipment, stranger.fingerprint()));
        TestEnd issuerEnd = answerer();
        TestEnd.connect(acceptorEnd, issuerEnd);
        assertEquals(Reason.WRONG_KEY, acceptorEnd.reason());
        assertEquals(Reason.BROKEN, issuerEnd.reason());
        assertEquals(State.CLOSED, issuerEnd.session.state());
    }

    @Test
    public void anotherAcceptorIsRefusedByTheIssuer() throws ProtectionException {
        TestEnd strangerEnd = new TestEnd(protection.dial(stranger, issuer.fingerprint()));
        TestEnd issuerEnd = answerer();
        TestEnd.connect(strangerEnd, issuerEnd);
        assertEquals(Reason.WRONG_KEY, issuerEnd.reason());
        assertEquals(0, issuerEnd.plaintext().length);
        assertEquals(State.CLOSED, strangerEnd.session.state());
    }

    @Test
    public void aConnectionToTheServerIsNoCallBack() {
        Instant now = Instant.EPOCH;
        CertificateAuthorities authorities = new CertificateAuthorities();
        NewAuthority authority = authorities.create(now);
        TestEnd toServer = new TestEnd(new Tls13Protection()
                .dial(
                        equipment,
                        Role.ACCEPTOR,
                        new ExpectedServer(new PinnedChains(), authority.pins(), "localhost", now)));
        TestEnd issuerEnd = answerer();
        TestEnd.connect(toServer, issuerEnd);
        assertEquals(Reason.WRONG_PROTOCOL, issuerEnd.reason());
        TestEnd server = new TestEnd(new Tls13Protection()
                .answer(authorities.credentials(authority.authority(), List.of("localhost"), now)));
        TestEnd.connect(dialler(), server);
        assertEquals(Reason.WRONG_PROTOCOL, server.reason());
    }

    @Test
    public void theCallBackTellsNoNameInTheClear() throws ProtectionException {
        TestEnd acceptorEnd = dialler();
        acceptorEnd.session.start(acceptorEnd);
        assertTrue(new String(acceptorEnd.sent(), StandardCharsets.ISO_8859_1).contains("ringback-call/1"));
        assertFalse(extensions(acceptorEnd.sent()).contains(0));
    }

    @Test
    public void aHandshakeWithAnyByteChangedNeverPassesPlaintext() throws ProtectionException {
        TestEnd plainDialler = dialler();
        TestEnd plainAnswerer = answerer();
        TestEnd.connect(plainDialler, plainAnswerer);
        byte[] fromDialler = plainDialler.sent();
        byte[] fromAnswerer = plainAnswerer.sent();
        for (int at = 0; at < fromDialler.length; at += 7) {
            if (isAuthenticated(fromDialler, at)) {
                TestEnd changing = dialler();
                assertNoPlaintext(changing.onTheWay(changeAt(at)), answerer(), "dialler's byte " + at);
            }
        }
        for (int at = 0; at < fromAnswerer.length; at += 7) {
            if (isAuthenticated(fromAnswerer, at)) {
                TestEnd changing = answerer();
                assertNoPlaintext(dialler(), changing.onTheWay(changeAt(at)), "answerer's byte " + at);
            }
        }
    }

    @Test
    public void everyByteOfARecordIsProtected() throws ProtectionException {
        TestEnd acceptorEnd = dialler();
        TestEnd.connect(acceptorEnd, answerer());
        acceptorEnd.send(HELLO);
        int record = HELLO.length + 22;
        for (int at = 0; at < record; at++) {
            TestEnd one = dialler();
            TestEnd other = answerer();
            TestEnd.connect(one, other);
            int place = at;
            one.onTheWay(bytes -> {
                byte[] copy = bytes.clone();
                copy[place] ^= 1;
                return copy;
            });
            one.send(HELLO);
            TestEnd.pass(one, other);
            assertEquals("byte " + at, 0, other.plaintext().length);
        }
    }

    @Test
    public void randomBytesAreRefusedWithoutAnythingElseHappening() {
        Random random = new Random(20261122);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[1 + random.nextInt(600)];
            random.nextBytes(noise);
            if (i % 2 == 0) {
                // Looks like a handshake record, so that its content is looked at.
                ByteBuffer.wrap(noise).put((byte) 22);
                if (noise.length >= 9) {
                    ByteBuffer.wrap(noise)
                            .putShort(1, (short) 0x0301)
                            .putShort(3, (short) (noise.length - 5))
                            .put(5, (byte) 1)
                            .putShort(6, (short) 0)
                            .put(8, (byte) (noise.length - 9));
                }
            }
            TestEnd issuerEnd = answerer();
            TestEnd noisy = dialler().onTheWay(original -> noise);
            TestEnd.connect(noisy, issuerEnd);
            assertFalse(issuerEnd.session.state() == State.ESTABLISHED);
            issuerEnd.refusal().ifPresent(refusal -> assertEquals(Reason.BROKEN, refusal.reason()));
        }
    }

    @Test
    public void aHandshakeThatNeverEndsIsRefused() throws ProtectionException {
        // After the ClientHello, records that TLS 1.3 tells to ignore (RFC 8446 §5), again and again.
        byte[] ignored = {20, 3, 3, 0, 1, 1};
        TestEnd issuerEnd = answerer();
        TestEnd acceptorEnd = dialler();
        issuerEnd.session.start(issuerEnd);
        acceptorEnd.session.start(acceptorEnd);
        issuerEnd.session.receive(ByteBuffer.wrap(acceptorEnd.sent()), issuerEnd);
        int taken = acceptorEnd.sent().length;
        ProtectionException refusal = null;
        while (refusal == null && taken < 2 * TlsSession.MAX_HANDSHAKE) {
            taken += ignored.length;
            try {
                issuerEnd.session.receive(ByteBuffer.wrap(ignored), issuerEnd);
            } catch (ProtectionException e) {
                refusal = e;
            }
        }
        assertEquals(
                "handshake: too long (expected: at most 65536 bytes)",
                Objects.requireNonNull(refusal).getMessage());
        assertEquals(Reason.BROKEN, refusal.reason());
        assertEquals(State.CLOSED, issuerEnd.session.state());
        assertTrue(taken <= TlsSession.MAX_HANDSHAKE + ignored.length);
    }

    @Test
    public void aMessageOfTheHandshakeThatIsTooLongIsRefused() throws ProtectionException {
        byte[] fragment = new byte[1005];
        // A ClientHello that says it is longer than anybody would wait for.
        ByteBuffer.wrap(fragment)
                .put((byte) 22)
                .putShort((short) 0x0301)
                .putShort((short) 1000)
                .put((byte) 1)
                .put((byte) 0x7F);
        TestEnd issuerEnd = answerer();
        TestEnd.connect(dialler().onTheWay(original -> fragment), issuerEnd);
        assertEquals(Reason.BROKEN, issuerEnd.reason());
    }

    @Test
    public void aRecordThatIsTooLongIsRefusedByItsHeader() throws ProtectionException {
        TestEnd issuerEnd = answerer();
        TestEnd.connect(dialler().onTheWay(original -> new byte[] {22, 3, 1, (byte) 0xFF, (byte) 0xFF}), issuerEnd);
        assertEquals(Reason.BROKEN, issuerEnd.reason());
        assertEquals(
                "record: 65535 bytes (expected: at most 16640)",
                issuerEnd.refusal().orElseThrow().getMessage());
    }

    @Test
    public void strangersWriteNoLogLines() {
        AtomicInteger lines = new AtomicInteger();
        Handler counting = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (String.valueOf(record.getLoggerName()).startsWith("org.bouncycastle")) {
                    lines.incrementAndGet();
                }
            }

            @Override
            public void flush() {
                // Nothing is kept.
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
        counting.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(counting);
        try {
            for (int i = 0; i < 100; i++) {
                TestEnd.connect(dialler().onTheWay(original -> HELLO), answerer());
                TestEnd.connect(new TestEnd(protection.dial(stranger, issuer.fingerprint())), answerer());
            }
        } finally {
            root.removeHandler(counting);
        }
        assertEquals(0, lines.get());
    }

    private TestEnd dialler() {
        return new TestEnd(protection.dial(equipment, issuer.fingerprint()));
    }

    private TestEnd answerer() {
        return new TestEnd(protection.answer(issuer, equipment.fingerprint()));
    }

    private static void assertNoPlaintext(TestEnd one, TestEnd other, String what) throws ProtectionException {
        TestEnd.connect(one, other);
        for (TestEnd end : List.of(one, other)) {
            if (end.session.state() == State.ESTABLISHED) {
                end.send(HELLO);
            }
        }
        TestEnd.pass(one, other);
        assertEquals(what, 0, one.plaintext().length + other.plaintext().length);
        assertTrue(what, one.session.state() != State.ESTABLISHED || other.session.state() != State.ESTABLISHED);
    }

    /** Changes one byte of the whole of what an end sends. */
    private static UnaryOperator<byte[]> changeAt(int at) {
        AtomicInteger passed = new AtomicInteger();
        return bytes -> {
            int start = passed.getAndAdd(bytes.length);
            if (at < start || at >= start + bytes.length) {
                return bytes;
            }
            byte[] copy = bytes.clone();
            copy[at - start] ^= 0x10;
            return copy;
        };
    }

    /**
     * Whether TLS 1.3 protects a byte: all but the version in the header of a record in the clear (RFC 8446 §5.1: it must
     * be ignored) and the change_cipher_spec that only pleases middleboxes (§5).
     */
    private static boolean isAuthenticated(byte[] records, int at) {
        int start = 0;
        ByteBuffer in = ByteBuffer.wrap(records);
        int length = 5 + in.getShort(3);
        while (at >= start + length) {
            start += length;
            length = 5 + in.getShort(start + 3);
        }
        boolean version = at - start == 1 || at - start == 2;
        return records[start] != 20 && !(records[start] == 22 && version);
    }

    /** The types of a ClientHello's extensions (RFC 8446 §4.1.2). */
    private static List<Integer> extensions(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record).position(5 + 4 + 2 + 32);
        in.position(in.position() + 1 + in.get(in.position()));
        in.position(in.position() + 2 + in.getShort(in.position()));
        in.position(in.position() + 1 + in.get(in.position()) + 2);
        List<Integer> types = new ArrayList<>();
        while (in.hasRemaining()) {
            types.add((int) in.getShort());
            in.position(in.position() + 2 + in.getShort(in.position()));
        }
        return types;
    }
}
