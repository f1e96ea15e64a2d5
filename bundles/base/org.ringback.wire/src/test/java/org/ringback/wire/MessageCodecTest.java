package org.ringback.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.wire.MalformedMessageException.Reason;

/** The rules of the catalogue, one by one. */
public class MessageCodecTest {
    private static final int UNKNOWN_REQUIRED = 0x5E1F;
    private static final int ANOTHER_UNKNOWN_REQUIRED = 0x0024;
    private static final int UNKNOWN_OPTIONAL = 0xDE1F;

    private final MessageCodec codec = new MessageCodec();

    @Test
    public void anUnknownOptionalAttributeIsIgnoredEvenTwice() throws Exception {
        byte[] bytes = raw(MessageKind.LEASE)
                .with(UNKNOWN_OPTIONAL, (byte) 1)
                .with(UNKNOWN_OPTIONAL, (byte) 2)
                .bytes();

        Message message = codec.decode(ByteBuffer.wrap(bytes), Door.SERVER_TCP);

        assertEquals(
                Examples.value(Attributes.USERNAME),
                message.find(Attributes.USERNAME).orElseThrow());
    }

    @Test
    public void anUnknownRequiredAttributeIsRefusedByName() {
        MalformedMessageException refused = refused(
                Reason.UNKNOWN_ATTRIBUTE,
                raw(MessageKind.LEASE)
                        .with(UNKNOWN_REQUIRED, (byte) 1)
                        .with(UNKNOWN_OPTIONAL)
                        .with(ANOTHER_UNKNOWN_REQUIRED)
                        .with(UNKNOWN_REQUIRED)
                        .bytes(),
                Door.SERVER_TCP);

        assertEquals(420, refused.errorCode());
        assertEquals(UNKNOWN_REQUIRED, refused.attributeType());
        Message answer = refused.refusal().orElseThrow();
        assertEquals(MessageKind.LEASE_REFUSED, answer.kind());
        assertEquals(new TransactionId(0, 0), answer.transaction());
        assertEquals(Integer.valueOf(420), answer.get(Attributes.ERROR_CODE));
        assertEquals(List.of(UNKNOWN_REQUIRED, ANOTHER_UNKNOWN_REQUIRED), answer.get(Attributes.UNKNOWN_ATTRIBUTES));
    }

    @Test
    public void theListOfUnknownTypesEndsWhereTheCatalogueEndsIt() {
        RawMessage raw = raw(MessageKind.LEASE);
        for (int type = 0x4000; type < 0x4040; type++) {
            raw.with(type);
        }

        MalformedMessageException refused = refused(Reason.UNKNOWN_ATTRIBUTE, raw.bytes(), Door.SERVER_TCP);

        Message answer = refused.refusal().orElseThrow();
        assertEquals(16, answer.get(Attributes.UNKNOWN_ATTRIBUTES).size());
        assertTrue(codec.encode(answer).length > 0);
    }

    @Test
    public void aMalformedRequestIsAnsweredWith400AndNothingElseIs() {
        MalformedMessageException request =
                refused(Reason.MISSING_ATTRIBUTE, new RawMessage(MessageKind.CONNECT.type()).bytes(), Door.SERVER_TCP);
        MalformedMessageException indication =
                refused(Reason.MISSING_ATTRIBUTE, new RawMessage(MessageKind.REPORT.type()).bytes(), Door.SERVER_TCP);
        MalformedMessageException datagram = refused(
                Reason.MISSING_ATTRIBUTE,
                new RawMessage(MessageKind.DATAGRAM_REPORT.type()).fingerprinted(),
                Door.SERVER_UDP);

        Message answer = request.refusal().orElseThrow();
        assertEquals(MessageKind.CONNECT_REFUSED, answer.kind());
        assertEquals(Integer.valueOf(400), answer.get(Attributes.ERROR_CODE));
        assertFalse(answer.find(Attributes.UNKNOWN_ATTRIBUTES).isPresent());
        assertEquals(Optional.empty(), indication.refusal());
        assertEquals(Optional.empty(), datagram.refusal());
    }

    @Test
    public void everyRequiredAttributeIsMissedByName() {
        for (MessageKind kind : MessageKind.values()) {
            for (Attribute<?> missing : kind.required()) {
                if (kind.marker().filter(missing::equals).isPresent()) {
                    continue; // Without its marker it is another kind, or none.
                }
                StunView view = new StunView();
                view.wrap(ByteBuffer.wrap(Examples.bytes(kind)));
                RawMessage raw = new RawMessage(kind.type());
                for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
                    if (view.typeOf(at) != missing.type() && view.typeOf(at) != Attributes.FINGERPRINT.type()) {
                        raw.with(view.typeOf(at), ValueForm.rest(view.value(at)));
                    }
                }

                MalformedMessageException refused = refused(Reason.MISSING_ATTRIBUTE, finished(kind, raw), kind.door());

                assertTrue(refused.getMessage(), refused.getMessage().startsWith(missing.name()));
            }
        }
    }

    @Test
    public void anAttributeTwiceIsRefusedInEveryKind() {
        for (MessageKind kind : MessageKind.values()) {
            for (Attribute<?> attribute : Values.of(Examples.message(kind)).keySet()) {
                StunView view = new StunView();
                view.wrap(ByteBuffer.wrap(Examples.bytes(kind)));
                byte[] value = ValueForm.rest(view.value(view.find(attribute.type())));
                // In front, so that the second one is the genuine one and no rule about the end applies first.
                RawMessage raw = new RawMessage(kind.type()).with(attribute, value);
                for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
                    if (view.typeOf(at) != Attributes.FINGERPRINT.type()) {
                        raw.with(view.typeOf(at), ValueForm.rest(view.value(at)));
                    }
                }

                refused(Reason.UNEXPECTED_ATTRIBUTE, finished(kind, raw), kind.door());
            }
        }
    }

    @Test
    public void anythingButFingerprintBehindTheMacIsRefusedBeItOptional() {
        for (int type : new int[] {
            UNKNOWN_OPTIONAL, Attributes.PADDING.type(), Attributes.MESSAGE_INTEGRITY_SHA256.type(), UNKNOWN_REQUIRED
        }) {
            refused(
                    Reason.UNEXPECTED_ATTRIBUTE,
                    raw(MessageKind.REGISTER).with(type, new byte[32]).fingerprinted(),
                    Door.SERVER_UDP);
        }
    }

    @Test
    public void anythingButFingerprintBehindTheSealIsRefused() {
        refused(
                Reason.UNEXPECTED_ATTRIBUTE,
                raw(MessageKind.DATAGRAM_RING).with(UNKNOWN_OPTIONAL).fingerprinted(),
                Door.ACCEPTOR_UDP);
    }

    @Test
    public void anAttributeOfOursInTheWrongMessageIsRefused() {
        refused(
                Reason.UNEXPECTED_ATTRIBUTE,
                raw(MessageKind.LEASE).with(Attributes.ROLE, (byte) 1).bytes(),
                Door.SERVER_TCP);
        refused(
                Reason.UNEXPECTED_ATTRIBUTE,
                raw(MessageKind.LEASE)
                        .with(Attributes.MESSAGE_INTEGRITY_SHA256, new byte[32])
                        .bytes(),
                Door.SERVER_TCP);
    }

    @Test
    public void theVersionMayDifferByOne() throws Exception {
        for (int version : new int[] {0, 1, 2}) {
            Message message = codec.decode(ByteBuffer.wrap(leaseOfVersion(version)), Door.SERVER_TCP);
            assertEquals(Integer.valueOf(version), message.get(Attributes.PROTOCOL));
        }
        for (int version : new int[] {3, 4, 0xFFFF}) {
            MalformedMessageException refused = refused(Reason.BAD_VERSION, leaseOfVersion(version), Door.SERVER_TCP);
            assertTrue(refused.getMessage(), refused.getMessage().startsWith("PROTOCOL: " + version));
        }
        refused(Reason.BAD_VALUE, leaseOfVersion(-1), Door.SERVER_TCP);
    }

    @Test
    public void anotherVersionIsAnsweredWith400ByTcpAndNotAtAllBeforeThereIsAProvedPeer() {
        Message answer = refused(Reason.BAD_VERSION, leaseOfVersion(3), Door.SERVER_TCP)
                .refusal()
                .orElseThrow();
        assertEquals(MessageKind.LEASE_REFUSED, answer.kind());
        assertEquals(Integer.valueOf(400), answer.get(Attributes.ERROR_CODE));
        MalformedMessageException agreement = refused(
                Reason.BAD_VERSION,
                new RawMessage(MessageKind.CERTIFICATE_REQUEST.type())
                        .with(Attributes.PROTOCOL, (byte) 0, (byte) 0, (byte) 0, (byte) 3)
                        .with(Attributes.ROLE, (byte) 1)
                        .bytes(),
                Door.SERVER_AGREEMENT);
        assertEquals(Optional.empty(), agreement.refusal());
        MalformedMessageException datagram = refused(
                Reason.BAD_VERSION,
                new RawMessage(MessageKind.REGISTER.type())
                        .with(Attributes.PROTOCOL, (byte) 0, (byte) 0, (byte) 0, (byte) 3)
                        .fingerprinted(),
                Door.SERVER_UDP);
        assertEquals(Optional.empty(), datagram.refusal());
    }

    @Test
    public void aWrongFingerprintIsRefusedWhereverItStands() throws Exception {
        for (MessageKind kind : MessageKind.values()) {
            byte[] bytes = RawMessage.copyOf(Examples.bytes(kind)).fingerprinted();
            codec.decode(ByteBuffer.wrap(bytes), kind.door());
            bytes[bytes.length - 1]++;
            MalformedMessageException refused = refused(Reason.BAD_FINGERPRINT, bytes, kind.door());
            boolean answered = kind.door().stream() && kind.refusal().isPresent();
            assertEquals(kind.toString(), answered, refused.refusal().isPresent());
        }
    }

    @Test
    public void aMessageAtAnotherDoorIsUnexpected() {
        for (MessageKind kind : MessageKind.values()) {
            for (Door door : Door.values()) {
                if (door != kind.door() && !(kind == MessageKind.REGISTER && door == Door.SERVER_UDP)) {
                    byte[] bytes = Examples.bytes(kind);
                    assertThrows(
                            kind + " at " + door,
                            MalformedMessageException.class,
                            () -> codec.decode(ByteBuffer.wrap(bytes), door));
                }
            }
        }
        refused(Reason.UNEXPECTED_TYPE, Examples.bytes(MessageKind.CONNECT), Door.DEVICE_TCP);
    }

    @Test
    public void anAnswerToABindThatIsNeitherSecondRequestNorPolicyIsUnexpected() {
        refused(Reason.UNEXPECTED_TYPE, new RawMessage(MessageKind.POLICY.type()).bytes(), Door.DEVICE_TCP);
    }

    @Test
    public void aMessageLongerThanItsDoorTakesIsRefusedUnread() {
        byte[] datagram = raw(MessageKind.REGISTER)
                .with(UNKNOWN_OPTIONAL, new byte[Door.SERVER_UDP.maxLength()])
                .fingerprinted();

        refused(Reason.TOO_LONG, datagram, Door.SERVER_UDP);
    }

    @Test
    public void macNonceRealmAndSequenceGoTogetherInARegister() throws Exception {
        byte[] nonce = {'n'};
        byte[] sequence = new byte[8];
        RawMessage asks = registerWithout();
        assertEquals(
                MessageKind.REGISTER,
                codec.decode(ByteBuffer.wrap(asks.fingerprinted()), Door.SERVER_UDP)
                        .kind());

        refused(
                Reason.MISSING_ATTRIBUTE,
                registerWithout().with(Attributes.NONCE, nonce).fingerprinted(),
                Door.SERVER_UDP);
        refused(
                Reason.MISSING_ATTRIBUTE,
                registerWithout().with(Attributes.SEQUENCE, sequence).fingerprinted(),
                Door.SERVER_UDP);
        refused(
                Reason.MISSING_ATTRIBUTE,
                registerWithout().with(Attributes.REALM, nonce).fingerprinted(),
                Door.SERVER_UDP);
        refused(
                Reason.MISSING_ATTRIBUTE,
                registerWithout()
                        .with(Attributes.NONCE, nonce)
                        .with(Attributes.REALM, nonce)
                        .with(Attributes.SEQUENCE, sequence)
                        .fingerprinted(),
                Door.SERVER_UDP);
        refused(
                Reason.MISSING_ATTRIBUTE,
                registerWithout()
                        .with(Attributes.MESSAGE_INTEGRITY_SHA256, new byte[32])
                        .fingerprinted(),
                Door.SERVER_UDP);
    }

    @Test
    public void aMacOfAnotherLengthThan32BytesIsRefused() {
        for (int length : new int[] {0, 16, 28, 36}) {
            refused(
                    Reason.BAD_VALUE,
                    new RawMessage(MessageKind.REPORT_ACKNOWLEDGED.type())
                            .with(Attributes.CONNECTION_ID, new byte[4])
                            .with(Attributes.MESSAGE_INTEGRITY_SHA256, new byte[length])
                            .fingerprinted(),
                    Door.ACCEPTOR_UDP);
        }
    }

    @Test
    public void aKeyIsAskedForExactlyWhereTheProofIsAMac() {
        assertThrows(
                IllegalArgumentException.class, () -> codec.encode(Examples.message(MessageKind.REGISTERED), null));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(Examples.message(MessageKind.REGISTER), null));
        assertThrows(
                IllegalArgumentException.class,
                () -> codec.encode(Examples.message(MessageKind.CONNECT), Examples.key()));
    }

    @Test
    public void aProbeIsAnsweredAsItAsksWithOrWithoutFingerprint() throws Exception {
        byte[] plain = codec.encodeWithoutFingerprint(Examples.message(MessageKind.PROBE));
        byte[] answer = codec.encodeWithoutFingerprint(Examples.message(MessageKind.PROBE_ANSWER));

        assertEquals(StunHeader.LENGTH, plain.length);
        assertEquals(
                MessageKind.PROBE,
                codec.decode(ByteBuffer.wrap(plain), Door.SERVER_UDP).kind());
        assertEquals("to IPv4", 32, answer.length);
        assertEquals(40, Examples.bytes(MessageKind.PROBE_ANSWER).length);
    }

    @Test
    public void aProbeWithAWrongFingerprintIsRefused() {
        byte[] bytes = Examples.bytes(MessageKind.PROBE);
        bytes[bytes.length - 1] ^= 1;

        refused(Reason.BAD_FINGERPRINT, bytes, Door.SERVER_UDP);
    }

    @Test
    public void anOrdinaryProbeMaySayWhatSoftwareSendsIt() throws Exception {
        byte[] bytes = new RawMessage(0x0001).with(0x8022, (byte) 'x').bytes();

        assertEquals(
                MessageKind.PROBE,
                codec.decode(ByteBuffer.wrap(bytes), Door.SERVER_UDP).kind());
    }

    @Test
    public void everythingElseByUdpNeedsItsFingerprint() {
        for (MessageKind kind : MessageKind.values()) {
            if (Catalogue.requiresFingerprint(kind)) {
                refused(
                        Reason.BAD_FINGERPRINT,
                        RawMessage.copyOf(Examples.bytes(kind)).bytes(),
                        kind.door());
                assertThrows(
                        IllegalArgumentException.class, () -> codec.encodeWithoutFingerprint(Examples.message(kind)));
            }
        }
    }

    @Test
    public void theBuilderRefusesWhatTheCatalogueDoes() {
        TransactionId transaction = new TransactionId(1, 2);
        Message.Builder lease = Message.of(MessageKind.LEASE, transaction);

        assertThrows(IllegalArgumentException.class, lease::build);
        assertThrows(IllegalArgumentException.class, () -> lease.with(Attributes.NONCE, "n"));
        assertThrows(IllegalArgumentException.class, () -> Message.of(MessageKind.REGISTER, transaction)
                .with(Attributes.MESSAGE_INTEGRITY_SHA256, new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> Message.of(MessageKind.REGISTER, transaction)
                .with(Attributes.FINGERPRINT, 1));
    }

    @Test
    public void valuesOutOfTheirLimitsAreRefusedInBothDirections() {
        bad(Attributes.LIFETIME, -1, "ffffffff");
        bad(Attributes.LIFETIME, 604_801, "00093a81");
        bad(Attributes.REFRESH_TIME, 0, "00000000");
        bad(Attributes.PROTOCOL, 0x10000, "00010000");
        bad(Attributes.SERVER_TIME, -1L, "ffffffffffffffff");
        bad(Attributes.SERVER_TIME, 253_402_300_800L, "0000003afff44180");
        bad(Attributes.ERROR_CODE, 299, "00000263");
        bad(Attributes.ERROR_CODE, 700, "00000700");
        badToRead(Attributes.ERROR_CODE, "00000464"); // class 4, number 100
        badToRead(Attributes.USERNAME, "4c616d70"); // Lamp
        badToRead(Attributes.REALM, "c328"); // no UTF-8
        badToRead(Attributes.REALM, "e382"); // cut UTF-8
        badToRead(Attributes.ROLE, "03");
        badToRead(Attributes.OUTCOME, "00");
        badToRead(Attributes.SYSTEM_REQUESTED, "ff");
        badToRead(Attributes.UNKNOWN_ATTRIBUTES, "5e1f5e");
        badToRead(Attributes.XOR_PEER_ADDRESS, "0003000000000000"); // family 3
        badToRead(Attributes.XOR_PEER_ADDRESS, "0002000000000000"); // IPv6 with 4 bytes
        badToRead(Attributes.XOR_PEER_ADDRESS, "000100000000000000000000"); // IPv4 with 8 bytes
        assertThrows(IllegalArgumentException.class, () -> Attributes.XOR_PEER_ADDRESS
                .form()
                .writer()
                .write(InetSocketAddress.createUnresolved("example.org", 1), new TransactionId(0, 0)));
    }

    @Test
    public void aReasonPhraseIsSkipped() {
        assertEquals(Integer.valueOf(437), read(Attributes.ERROR_CODE, "00000425" + "e38384"));
    }

    @Test
    public void theFirstByteOfAnAddressIsIgnoredAsRfc8489Asks() {
        assertEquals(
                read(Attributes.XOR_PEER_ADDRESS, "0001a147e112a643"),
                read(Attributes.XOR_PEER_ADDRESS, "ff01a147e112a643"));
    }

    @Test
    public void protectionsAreKeptWhetherTheyAreKnownOrNotAndWhatIsNoNumberIsLeftOut() {
        assertEquals(
                "known here or not",
                List.of(new ProtectionId(3), ProtectionId.TLS13, new ProtectionId(254)),
                read(Attributes.PROTECTIONS, "030100feff"));
        badToRead(Attributes.PROTECTIONS, "00ff");
    }

    @Test
    public void aValueThatAnOptionalChoiceGotLaterIsAsIfTheAttributeWereNotThere() throws Exception {
        int found = 0;
        for (MessageKind kind : MessageKind.values()) {
            for (Attribute<?> attribute : kind.optional()) {
                if (attribute.takesUnknownAsAbsent()) {
                    found++;
                    Message newer =
                            codec.decode(ByteBuffer.wrap(finished(kind, withValue(kind, attribute))), kind.door());
                    assertEquals(kind + " " + attribute, Optional.empty(), newer.find(attribute));
                }
            }
        }
        assertTrue("ABSENCE and ENDED-ENROLMENT, in several kinds", found > 3);
        refused(
                Reason.BAD_VALUE,
                finished(MessageKind.RESULT, withValue(MessageKind.RESULT, Attributes.OUTCOME)),
                MessageKind.RESULT.door());
        refused(
                Reason.BAD_VALUE,
                new RawMessage(MessageKind.CONNECT_REFUSED.type())
                        .with(Attributes.ERROR_CODE, new byte[] {0, 0, 4, 37})
                        .with(Attributes.ABSENCE, (byte) 1, (byte) 2)
                        .bytes(),
                MessageKind.CONNECT_REFUSED.door());
    }

    /** An example with a value of one byte that nobody knows. */
    private static RawMessage withValue(MessageKind kind, Attribute<?> attribute) {
        StunView view = new StunView();
        view.wrap(ByteBuffer.wrap(Examples.bytes(kind)));
        RawMessage raw = new RawMessage(kind.type());
        boolean there = false;
        for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
            int type = view.typeOf(at);
            if (type == attribute.type()) {
                there = true;
                raw.with(attribute, (byte) 0xFF);
            } else if (type != Attributes.FINGERPRINT.type()) {
                raw.with(type, ValueForm.rest(view.value(at)));
            }
        }
        return there ? raw : raw.with(attribute, (byte) 0xFF);
    }

    @Test
    public void aValueOfTheWrongLengthIsNamedWithWhatWasExpected() {
        MalformedMessageException refused = refused(
                Reason.BAD_VALUE,
                new RawMessage(MessageKind.LEASE.type())
                        .with(Attributes.PROTOCOL, (byte) 1)
                        .bytes(),
                Door.SERVER_TCP);

        assertEquals("PROTOCOL: 1 bytes (expected: 4 bytes: version, 0 to 65535)", refused.getMessage());
    }

    @Test
    public void decodingLeavesTheBytesAsTheyAre() throws Exception {
        byte[] bytes = Examples.bytes(MessageKind.REGISTER);
        byte[] before = bytes.clone();

        codec.decode(ByteBuffer.wrap(bytes), Door.SERVER_UDP);

        assertArrayEquals(before, bytes);
    }

    private static RawMessage raw(MessageKind kind) {
        return RawMessage.copyOf(Examples.bytes(kind));
    }

    private static byte[] finished(MessageKind kind, RawMessage raw) {
        return !kind.door().stream() ? raw.fingerprinted() : raw.bytes();
    }

    private static RawMessage registerWithout() {
        return new RawMessage(MessageKind.REGISTER.type())
                .with(Attributes.USERNAME, (byte) 'a')
                .with(Attributes.PROTOCOL, (byte) 0, (byte) 0, (byte) 0, (byte) 1)
                .with(Attributes.LIFETIME, new byte[4]);
    }

    private static byte[] leaseOfVersion(int version) {
        return new RawMessage(MessageKind.LEASE.type())
                .with(
                        Attributes.PROTOCOL,
                        ByteBuffer.allocate(4).putInt(version).array())
                .with(Attributes.USERNAME, (byte) 'a')
                .bytes();
    }

    private MalformedMessageException refused(Reason reason, byte[] bytes, Door door) {
        MalformedMessageException refused =
                assertThrows(MalformedMessageException.class, () -> codec.decode(ByteBuffer.wrap(bytes), door));
        assertEquals(refused.getMessage(), reason, refused.reason());
        return refused;
    }

    private static <T> T read(Attribute<T> attribute, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return attribute.form().reader().read(ByteBuffer.wrap(bytes), new TransactionId(0, 0));
    }

    private static <T> void bad(Attribute<T> attribute, T value, String hex) {
        badToRead(attribute, hex);
        assertThrows(
                attribute + " " + value,
                IllegalArgumentException.class,
                () -> attribute.form().writer().write(value, new TransactionId(0, 0)));
    }

    private static void badToRead(Attribute<?> attribute, String hex) {
        assertEquals(attribute + " " + hex, null, read(attribute, hex));
    }
}
