package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/**
 * The example of every kind, cut at every byte and with every byte changed: refused, or another valid message; never any
 * other exception, and never the same message under a FINGERPRINT or a MAC.
 */
@RunWith(Parameterized.class)
public class MutationTest {
    /** Zero, all ones, one bit up and down, the sign bit: each catches another kind of arithmetic. */
    private static final List<Integer> CHANGES = List.of(0x01, 0x02, 0x04, 0x10, 0x55, 0x80, 0xFF);

    private final MessageCodec codec = new MessageCodec();
    private final StunView view = new StunView();
    private final MessageKind kind;
    private final byte[] bytes;

    /** One run for each kind. */
    public MutationTest(MessageKind kind) {
        this.kind = kind;
        this.bytes = Examples.bytes(kind);
    }

    /** Every kind of the catalogue. */
    @Parameterized.Parameters(name = "{0}")
    public static List<MessageKind> kinds() {
        return Arrays.asList(MessageKind.values());
    }

    @Test
    public void unchangedItIsRead() throws Exception {
        Message message = codec.decode(ByteBuffer.wrap(bytes), kind.door());

        assertEquals(kind, message.kind());
        Values.assertSame(Examples.message(kind), message);
    }

    @Test
    public void cutAtAnyByteItIsRefused() {
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            assertThrows("cut to " + length, MalformedMessageException.class, () -> codec.decode(cut, kind.door()));
        }
    }

    @Test
    public void cutBehindAnyAttributeWithItsLengthMendedItIsRefusedOrWhole() {
        view.wrap(ByteBuffer.wrap(bytes));
        for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
            byte[] cut = Arrays.copyOf(bytes, at);
            ByteBuffer.wrap(cut).putShort(StunHeader.LENGTH_OFFSET, (short) (at - StunHeader.LENGTH));

            Message message = decodeOrRefuse(cut);

            assertTrue("cut to " + at, message == null || hasAllRequired(message));
        }
    }

    @Test
    public void withAnyByteChangedItIsRefusedOrAnotherValidMessage() {
        int refused = 0;
        for (int i = 0; i < bytes.length; i++) {
            for (int change : CHANGES) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) change;

                Message message = decodeOrRefuse(changed);

                if (message == null) {
                    refused++;
                } else {
                    assertTrue("byte " + i, hasAllRequired(message));
                    assertFalse("byte " + i + " under FINGERPRINT", Catalogue.requiresFingerprint(kind));
                }
            }
        }
        assertTrue(refused > StunHeader.COOKIE_OFFSET);
    }

    @Test
    public void withAnyByteChangedAndTheFingerprintMendedItsMacDoesNotMatch() {
        if (!kind.proof().isMac()) {
            // Without a MAC a mended message is simply another one: it must be whole, and no more is promised.
            forEachMended(message -> assertTrue(hasAllRequired(message)));
            return;
        }
        forEachMended(message -> assertFalse(message.toString(), codec.macMatches(view, Examples.key())));
    }

    /** What came of each change that was not refused; the view shows its bytes. */
    private void forEachMended(Consumer<Message> check) {
        for (int i = 0; i < bytes.length; i++) {
            for (int change : CHANGES) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) change;
                mendFingerprint(changed);
                Message message = decodeOrRefuse(changed);
                boolean differs = !Arrays.equals(changed, bytes);
                if (message != null && differs && view.wrap(ByteBuffer.wrap(changed)) == null) {
                    check.accept(message);
                }
            }
        }
    }

    private void mendFingerprint(byte[] message) {
        if (!kind.door().stream()) {
            int length = message.length - StunHeader.FINGERPRINT_ATTRIBUTE_LENGTH;
            CRC32 crc = new CRC32();
            crc.update(message, 0, length);
            ByteBuffer.wrap(message)
                    .putInt(message.length - Integer.BYTES, (int) crc.getValue() ^ StunHeader.FINGERPRINT_XOR);
        }
    }

    private Message decodeOrRefuse(byte[] message) {
        try {
            return codec.decode(ByteBuffer.wrap(message), kind.door());
        } catch (MalformedMessageException e) {
            assertNotNull(e.getMessage());
            assertEquals("no stack trace", 0, e.getStackTrace().length);
            return null;
        }
    }

    private static boolean hasAllRequired(Message message) {
        return message.kind().required().stream()
                .allMatch(attribute -> message.find(attribute).isPresent());
    }
}
