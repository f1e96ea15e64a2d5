package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.Output;
import org.ringback.spi.ProtectionSession.State;

/** What follows the handshake. */
public class SealedRecordsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final Setting setting = new Setting();
    private final TestEnd server = setting.server();
    private final TestEnd dialler = setting.dialler(Role.ISSUER);

    @Before
    public void connect() {
        TestEnd.connect(dialler, server);
    }

    @Test
    public void aRecordIsItsLengthAndSoMuchCiphertext() throws ProtectionException {
        dialler.send(HELLO);
        byte[] record = last(dialler);
        assertEquals(2 + HELLO.length + 16, record.length);
        assertEquals(HELLO.length + 16, ByteBuffer.wrap(record).getShort());
    }

    @Test
    public void atMostSixteenKibibytesOfPlaintextGoIntoARecord() throws ProtectionException {
        int before = dialler.sent().size();
        dialler.send(new byte[2 * 16_384 + 1]);
        assertEquals(
                List.of(2 + 16_384 + 16, 2 + 16_384 + 16, 2 + 1 + 16),
                dialler.sent().stream()
                        .skip(before)
                        .map(record -> record.length)
                        .toList());
    }

    @Test
    public void nothingMakesNoRecord() throws ProtectionException {
        int before = dialler.sent().size();
        dialler.send(new byte[0]);
        assertEquals(before, dialler.sent().size());
    }

    @Test
    public void anEndIsARecordWithoutPlaintext() {
        dialler.session.finish(dialler);
        assertEquals(2 + 16, last(dialler).length);
    }

    @Test
    public void anEndCannotBeForged() {
        server.take(new byte[] {0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        assertEquals(Reason.BROKEN, server.reason());
        assertEquals(State.CLOSED, server.session.state());
    }

    @Test
    public void everyChangedByteOfARecordIsRefused() throws ProtectionException {
        int length = HELLO.length + 18;
        for (int at = 0; at < length; at++) {
            TestEnd one = setting.dialler(Role.ISSUER);
            TestEnd other = setting.server();
            TestEnd.connect(one, other);
            one.send(HELLO);
            one.send(HELLO);
            byte[] record = one.sent().get(3).clone();
            record[at] ^= 1;
            other.take(record);
            other.take(one.sent().get(4));
            assertEquals("byte " + at, 0, other.plaintext().length);
            if (at != 0) {
                assertEquals("byte " + at, Reason.BROKEN, other.reason());
                assertEquals("byte " + at, State.CLOSED, other.session.state());
            }
        }
    }

    @Test
    public void aRecordIsTakenOnceAndInItsTurn() throws ProtectionException {
        dialler.send(HELLO);
        byte[] first = last(dialler);
        dialler.send(HELLO);
        server.take(last(dialler));
        ForeignPeersTest.refused(Reason.BROKEN, server);

        TestEnd one = setting.dialler(Role.ISSUER);
        TestEnd other = setting.server();
        TestEnd.connect(one, other);
        one.send(HELLO);
        other.take(last(one));
        other.take(last(one));
        assertArrayEquals(HELLO, other.plaintext());
        assertEquals(Reason.BROKEN, other.reason());
        assertEquals(first.length, last(one).length);
    }

    @Test
    public void aRecordShorterThanATagIsRefusedByItsLength() {
        server.take(new byte[] {0, 15, 0});
        assertEquals(Reason.BROKEN, server.reason());
    }

    @Test
    public void aRecordIsTakenInPiecesOfAnySize() throws ProtectionException {
        SealedRecordReader reader = new SealedRecordReader();
        byte[] ciphertext = new byte[1_500];
        for (int i = 0; i < ciphertext.length; i++) {
            ciphertext[i] = (byte) i;
        }
        byte[] stream = CertificateFirstProtectionTest.concat(
                List.of(new byte[] {5, (byte) 0xdc}, ciphertext, new byte[] {0, 16}, new byte[16], new byte[] {0, 17}));
        for (int size : new int[] {1, 2, 3, 511, 512, 513, 1_501, stream.length}) {
            List<byte[]> records = new ArrayList<>();
            for (int at = 0; at < stream.length; at += size) {
                ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
                while (piece.hasRemaining()) {
                    reader.next(piece, 1_500).ifPresent(records::add);
                }
            }
            assertEquals(2, records.size());
            assertArrayEquals(ciphertext, records.get(0));
            assertArrayEquals(new byte[16], records.get(1));
            reader.next(ByteBuffer.wrap(new byte[17]), 17);
        }
        assertEquals(
                Reason.BROKEN,
                assertThrows(
                                ProtectionException.class,
                                () -> reader.next(ByteBuffer.wrap(new byte[] {5, (byte) 0xdd, 0}), 1_500))
                        .reason());
    }

    @Test
    public void usedUpNumbersEndTheConnection() throws ProtectionException {
        List<byte[]> sent = new ArrayList<>();
        SealedRecords records = new SealedRecords(new CipherState(new byte[32], -2), new CipherState(new byte[32]));
        CertificateFirstSession session = new CertificateFirstSession(new Scripted(records));
        TestEnd end = new TestEnd(session);
        end.start();
        end.take(new byte[1]);
        assertEquals(State.ESTABLISHED, session.state());
        end.send(HELLO);
        sent.addAll(end.sent());
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> end.send(HELLO)).reason());
        assertEquals(State.CLOSED, session.state());
        session.finish(end);
        assertEquals(sent, end.sent());
    }

    @Test
    public void anEndThatCannotBeSaidIsLeftOut() {
        SealedRecords records = new SealedRecords(new CipherState(new byte[32], -1), new CipherState(new byte[32]));
        CertificateFirstSession session = new CertificateFirstSession(new Scripted(records));
        TestEnd end = new TestEnd(session);
        end.start();
        end.take(new byte[1]);
        session.finish(end);
        assertEquals(State.CLOSED, session.state());
        assertEquals(List.of(), end.sent());
    }

    @Test
    public void theKeysAreGoneAfterTheEnd() {
        byte[] sending = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
        };
        byte[] receiving = sending.clone();
        SealedRecords records = new SealedRecords(new CipherState(sending), new CipherState(receiving));
        CertificateFirstSession session = new CertificateFirstSession(new Scripted(records));
        TestEnd end = new TestEnd(session);
        end.start();
        end.take(new byte[1]);
        session.finish(end);
        assertArrayEquals(new byte[32], sending);
        assertArrayEquals(new byte[32], receiving);
    }

    private static byte[] last(TestEnd end) {
        return end.sent().get(end.sent().size() - 1);
    }

    /** A handshake that is over with the first byte. */
    private record Scripted(SealedRecords records) implements Handshake {
        @Override
        public int whole(ByteBuffer waiting) {
            return waiting.remaining();
        }

        @Override
        public void start(Output output) {
            // Says nothing.
        }

        @Override
        public Optional<Agreed> receive(ByteBuffer bytes, Output output) {
            bytes.get();
            return Optional.of(Agreed.of(records, new byte[44], new byte[32]));
        }

        @Override
        public List<AgreementStep> steps() {
            return List.of();
        }

        @Override
        public void wipe() {
            // Has nothing.
        }
    }
}
