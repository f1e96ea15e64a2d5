package org.ringback.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;

/**
 * MESSAGE-INTEGRITY-SHA256 against a second implementation. RFC 5769 has no SHA-256 vectors and the one of RFC 8489
 * appendix B.1 contradicts itself. These were laid out by a Python script (struct, hmac, zlib.crc32), with the header's
 * length pointing to the end of the MAC; OpenSSL gave the same MAC for the bytes before the attribute, in file F:
 * {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f F}.
 */
public class MessageIntegrityTest {
    private static final TransactionId TRANSACTION =
            TransactionId.of(HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae"));

    private static final byte[] WAKE_UP = hex(
            "001c 0058 2112a442 b7e7a701bc34d686fa87dfae", // ConnectionAttempt indication
            "5e00 0004 00000001", // PROTOCOL
            "002a 0004 0a0b0c0d", // CONNECTION-ID
            "5e03 000c 78ad3433c6ad72c029da412e", // IN-REPLY-TO
            "5e01 0008 0000000000000007", // SEQUENCE
            "001c 0020 4db25dec0998c5292b8e92e67b9a769b", // MESSAGE-INTEGRITY-SHA256
            "          240bb6e672dd34453cfcca33f61fa22c",
            "8028 0004 e92b50eb"); // FINGERPRINT

    private static final byte[] REGISTER = hex(
            "0001 0080 2112a442 b7e7a701bc34d686fa87dfae", // Binding request
            "0006 0006 6c616d702d31 0000", // USERNAME "lamp-1"
            "5e00 0004 00000001", // PROTOCOL
            "000d 0004 000000b4", // LIFETIME 180 s
            "0014 0010 72696e676261636b2e6578616d706c65", // REALM "ringback.example"
            "0015 0014 6f624d61744a6f733241414141626d3975593255", // NONCE
            "5e01 0008 0000000000000001", // SEQUENCE
            "001c 0020 6320f1d16a7177a03380e70a3c49e720", // MESSAGE-INTEGRITY-SHA256
            "          9691e365e0f88b4a5ddf8ab52164c36e",
            "8028 0004 06c28a55"); // FINGERPRINT

    private final MessageCodec codec = new MessageCodec();
    private final StunView view = new StunView();

    @Test
    public void aWakeUpIsEncodedAsByTheSecondImplementation() {
        Message message = Message.of(MessageKind.WAKE_UP, TRANSACTION)
                .with(Attributes.PROTOCOL, 1)
                .with(Attributes.CONNECTION_ID, 0x0a0b0c0d)
                .with(Attributes.IN_REPLY_TO, TransactionId.of(HexFormat.of().parseHex("78ad3433c6ad72c029da412e")))
                .with(Attributes.SEQUENCE, 7L)
                .build();

        assertArrayEquals(WAKE_UP, codec.encode(message, Examples.key()));
    }

    @Test
    public void aRegisterIsEncodedAsByTheSecondImplementationInWhateverOrderItWasBuilt() {
        Message message = Message.of(MessageKind.REGISTER, TRANSACTION)
                .with(Attributes.SEQUENCE, 1L)
                .with(Attributes.NONCE, "obMatJos2AAAAbm9uY2U")
                .with(Attributes.REALM, "ringback.example")
                .with(Attributes.LIFETIME, 180)
                .with(Attributes.PROTOCOL, 1)
                .with(Attributes.USERNAME, new EquipmentId("lamp-1"))
                .build();

        assertArrayEquals(REGISTER, codec.encode(message, Examples.key()));
    }

    @Test
    public void theMacsOfTheSecondImplementationMatchInHeapAndDirectBuffersAtAnyOffset() {
        for (byte[] vector : new byte[][] {WAKE_UP, REGISTER}) {
            for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(512), ByteBuffer.allocateDirect(512)}) {
                buffer.position(13).put(vector).flip().position(13);

                assertNull(view.wrap(buffer));
                assertTrue(codec.macMatches(view, Examples.key()));
                assertTrue(view.fingerprintMatches());
                assertEquals(13, buffer.position());
                assertEquals(13 + vector.length, buffer.limit());
            }
        }
    }

    @Test
    public void theMacDoesNotMatchUnderAnotherKeyOrOnceAnyByteBeforeItIsChanged() {
        assertNull(view.wrap(ByteBuffer.wrap(REGISTER)));
        assertFalse(codec.macMatches(view, Secret.copyOf(new byte[32])));

        int mac = view.find(Attributes.MESSAGE_INTEGRITY_SHA256.type());
        for (int i = 0; i < mac + StunHeader.MAC_ATTRIBUTE_LENGTH; i++) {
            byte[] changed = REGISTER.clone();
            changed[i] ^= 0x01;
            // A change in the structure may leave nothing to compare; what is left must not match.
            boolean matches = view.wrap(ByteBuffer.wrap(changed)) == null && codec.macMatches(view, Examples.key());
            assertFalse("byte " + i, matches);
        }
    }

    @Test
    public void aTruncatedMacDoesNotMatchAlthoughRfc8489WouldTakeIt() {
        byte[] whole = new RawMessage(0x0001).bytes();
        byte[] mac = new MessageIntegrity().compute(ByteBuffer.wrap(whole), 0, whole.length, Examples.key());

        byte[] cut = new RawMessage(0x0001)
                .with(Attributes.MESSAGE_INTEGRITY_SHA256, Arrays.copyOf(mac, 16))
                .bytes();

        assertNull(view.wrap(ByteBuffer.wrap(cut)));
        assertFalse(codec.macMatches(view, Examples.key()));
    }

    @Test
    public void aMessageWithoutMacDoesNotMatch() {
        assertNull(view.wrap(ByteBuffer.wrap(Examples.bytes(MessageKind.CHALLENGE))));

        assertFalse(codec.macMatches(view, Examples.key()));
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }
}
