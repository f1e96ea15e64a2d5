package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Each end takes exactly the message whose turn it is, and refuses every other in silence. */
public class OrderTest {
    private static final byte[] PIECE = new byte[48];

    private final Setting setting = new Setting();
    private final TestEnd server = setting.server();

    @Test
    public void aServerIsAskedForItsCertificatesFirst() throws Exception {
        for (byte[] message : new byte[][] {
            Clear.information(Role.ISSUER, PIECE),
            Clear.information(Role.ACCEPTOR, PIECE),
            enrol(),
            "GET / HTTP/1.1\r\nHost: ring.example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
        }) {
            TestEnd end = setting.server();
            end.start();
            end.take(message);
            ForeignPeersTest.refused(Reason.BROKEN, end);
            assertEquals(0, end.sent().size());
        }
    }

    @Test
    public void aServerIsAskedOnlyOnce() throws Exception {
        server.start();
        server.take(Clear.request(Role.ISSUER));
        server.take(Clear.request(Role.ISSUER));
        ForeignPeersTest.refused(Reason.BROKEN, server);
        assertEquals(1, server.sent().size());
    }

    @Test
    public void aServerDoesNotTakeItsOwnMessages() throws Exception {
        server.start();
        server.take(Clear.certificate(Clear.transaction(), new byte[0]));
        ForeignPeersTest.refused(Reason.BROKEN, server);
        assertEquals(0, server.sent().size());
    }

    @Test
    public void anIssuersPieceIsTheFirstAndAnAcceptorsTheThird() throws Exception {
        for (Role asked : Role.values()) {
            Role other = asked == Role.ISSUER ? Role.ACCEPTOR : Role.ISSUER;
            ForeignDialler foreign = new ForeignDialler(asked);
            TestEnd end = setting.server();
            end.start();
            end.take(foreign.request);
            byte[] piece = Clear.value(
                    foreign.information(end.sent().get(0)),
                    Door.SERVER_AGREEMENT,
                    KeyPieces.of(asked).question());
            end.take(Clear.information(other, piece));
            ForeignPeersTest.refused(Reason.BROKEN, end);
            assertEquals(1, end.sent().size());
        }
    }

    @Test
    public void anIssuerWaitsForTheSecondPieceAndAnAcceptorForTheFourth() throws Exception {
        for (Role role : Role.values()) {
            Role other = role == Role.ISSUER ? Role.ACCEPTOR : Role.ISSUER;
            TestEnd dialler = setting.dialler(role);
            ForeignServer foreign =
                    new ForeignServer(role, setting.credentials.agreementKey().copyBytes());
            dialler.start();
            dialler.take(foreign.certificate(dialler.sent().get(0), setting.credentials.agreementChain()));
            byte[] right = foreign.answer(dialler.sent().get(1));
            dialler.take(Clear.answer(
                    other,
                    Clear.transactionOf(right, Door.DEVICE_AGREEMENT),
                    Clear.value(right, Door.DEVICE_AGREEMENT, KeyPieces.of(role).answer())));
            ForeignPeersTest.refused(Reason.BROKEN, dialler);
            assertEquals(2, dialler.sent().size());
        }
    }

    @Test
    public void aDiallerTakesCertificatesOnceAndFirst() throws Exception {
        TestEnd early = setting.dialler(Role.ISSUER);
        early.start();
        early.take(Clear.answer(Role.ISSUER, Clear.transactionOf(early.sent().get(0), Door.SERVER_AGREEMENT), PIECE));
        ForeignPeersTest.refused(Reason.BROKEN, early);
        assertEquals(1, early.sent().size());

        TestEnd twice = setting.dialler(Role.ISSUER);
        server.start();
        twice.start();
        server.take(twice.sent().get(0));
        twice.take(server.sent().get(0));
        twice.take(server.sent().get(0));
        ForeignPeersTest.refused(Reason.BROKEN, twice);
        assertEquals(2, twice.sent().size());
    }

    @Test
    public void aDiallerTakesAnswersToItsOwnMessagesOnly() throws Exception {
        TestEnd dialler = setting.dialler(Role.ISSUER);
        dialler.start();
        dialler.take(
                Clear.certificate(Clear.transaction(), CertificateList.join(setting.credentials.agreementChain())));
        ForeignPeersTest.refused(Reason.BROKEN, dialler);
        assertEquals(1, dialler.sent().size());

        TestEnd second = setting.dialler(Role.ISSUER);
        ForeignServer foreign = new ForeignServer(
                Role.ISSUER, setting.credentials.agreementKey().copyBytes());
        second.start();
        second.take(foreign.certificate(second.sent().get(0), setting.credentials.agreementChain()));
        byte[] right = foreign.answer(second.sent().get(1));
        second.take(Clear.answer(
                Role.ISSUER,
                Clear.transaction(),
                Clear.value(right, Door.DEVICE_AGREEMENT, Attributes.SECOND_KEY_GENERATION_INFORMATION)));
        ForeignPeersTest.refused(Reason.BROKEN, second);
        assertEquals(2, second.sent().size());
    }

    @Test
    public void theFirstRecordIsTheDevicesProofAndNothingElse() throws Exception {
        for (byte[] plaintext : new byte[][] {enrol(), {}, {1}, new byte[512]}) {
            TestEnd end = setting.server();
            ForeignDialler foreign = ForeignPeersTest.agreed(Role.ACCEPTOR, end);
            end.take(foreign.record(plaintext));
            ForeignPeersTest.refused(Reason.BROKEN, end);
        }
    }

    @Test
    public void aFirstRecordLongerThanAProofIsRefusedByItsLengthAlone() throws Exception {
        ForeignPeersTest.agreed(Role.ACCEPTOR, server);
        server.take(new byte[] {2, 16});
        assertEquals(State.HANDSHAKING, server.session.state());
        server.take(new byte[1]);
        assertEquals("528 bytes may come", State.HANDSHAKING, server.session.state());

        TestEnd longer = setting.server();
        ForeignPeersTest.agreed(Role.ACCEPTOR, longer);
        longer.take(new byte[] {2, 17, 0});
        ForeignPeersTest.refused(Reason.BROKEN, longer);
    }

    @Test
    public void anEndInsteadOfAProofEstablishesNothing() throws Exception {
        ForeignDialler foreign = ForeignPeersTest.agreed(Role.ISSUER, server);
        server.take(foreign.record(new byte[0]));
        ForeignPeersTest.refused(Reason.BROKEN, server);
    }

    @Test
    public void aVersionThatDiffersByMoreThanOneIsRefused() throws Exception {
        byte[] request = Clear.request(Role.ISSUER);
        for (int version = 0; version <= 3; version++) {
            TestEnd end = setting.server();
            end.start();
            end.take(ByteBuffer.wrap(request.clone()).putInt(24, version).array());
            if (version <= 2) {
                assertEquals(1, end.sent().size());
            } else {
                ForeignPeersTest.refused(Reason.WRONG_PROTOCOL, end);
                assertEquals(0, end.sent().size());
            }
        }
    }

    @Test
    public void aKeyOfLowOrderIsRefusedAtTheServer() throws Exception {
        for (Role role : Role.values()) {
            TestEnd end = setting.server();
            end.start();
            end.take(Clear.request(role));
            end.take(Clear.information(role, PIECE));
            ForeignPeersTest.refused(Reason.BROKEN, end);
            assertEquals(1, end.sent().size());
        }
    }

    @Test
    public void aStrangerIsHeldToAFewHundredBytes() throws Exception {
        server.start();
        byte[] endless = Arrays.copyOf(Clear.request(Role.ISSUER), 20);
        server.take(ByteBuffer.wrap(endless).putShort(2, (short) 496).array());
        ForeignPeersTest.refused(Reason.BROKEN, server);
    }

    private static byte[] enrol() {
        return Clear.bytes(Message.of(MessageKind.ENROL, Clear.transaction())
                .with(Attributes.PROTOCOL, 1)
                .with(Attributes.CODE_ID, 7L)
                .with(Attributes.ROLE, Role.ISSUER)
                .with(Attributes.PROOF, new byte[32])
                .build());
    }
}
