package org.ringback.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.Test;
import org.ringback.wire.MalformedMessageException.Reason;

/** Reading in place. */
public class StunViewTest {
    private final StunView view = new StunView();

    @Test
    public void aMessageCutAnywhereIsTruncated() {
        byte[] message = Examples.bytes(MessageKind.REGISTER);

        for (int length = 0; length < message.length; length++) {
            assertEquals("length " + length, Reason.TRUNCATED, wrap(Arrays.copyOf(message, length)));
        }
    }

    @Test
    public void aByteTooManyIsATrailingByte() {
        byte[] message = Examples.bytes(MessageKind.REGISTER);

        assertEquals(Reason.TRAILING_BYTES, wrap(Arrays.copyOf(message, message.length + 1)));
    }

    @Test
    public void eitherOfTheTwoFirstBitsMeansNoStun() {
        for (int bit : new int[] {0x40, 0x80, 0xC0}) {
            byte[] message = new RawMessage(0x0001).bytes();
            message[0] |= (byte) bit;

            assertEquals(Reason.NOT_STUN, wrap(message));
        }
    }

    @Test
    public void aWrongCookieOrAnUnevenLengthMeansNoStun() {
        byte[] cookie = new RawMessage(0x0001).bytes();
        cookie[StunHeader.COOKIE_OFFSET + 3] ^= 1;
        byte[] uneven = Arrays.copyOf(new RawMessage(0x0001).bytes(), StunHeader.LENGTH + 2);
        uneven[StunHeader.LENGTH_OFFSET + 1] = 2;

        assertEquals(Reason.NOT_STUN, wrap(cookie));
        assertEquals(Reason.NOT_STUN, wrap(uneven));
    }

    @Test
    public void anAttributeThatReachesOutOfTheMessageIsTruncated() {
        byte[] message = new RawMessage(0x0001).with(0x8022, new byte[4]).bytes();
        for (int length = 5; length <= 0xFFFF; length += 1021) {
            ByteBuffer.wrap(message).putShort(StunHeader.LENGTH + StunHeader.ATTRIBUTE_LENGTH_OFFSET, (short) length);

            assertEquals("length " + length, Reason.TRUNCATED, wrap(message));
        }
    }

    @Test
    public void aFingerprintThatIsNotLastOrHasAnotherLengthIsBad() {
        assertEquals(
                Reason.BAD_FINGERPRINT,
                wrap(new RawMessage(0x0001)
                        .with(Attributes.FINGERPRINT, new byte[4])
                        .with(0x8022, new byte[4])
                        .bytes()));
        assertEquals(
                Reason.BAD_FINGERPRINT,
                wrap(new RawMessage(0x0001)
                        .with(Attributes.FINGERPRINT, new byte[8])
                        .bytes()));
    }

    @Test
    public void aMessageWithoutAttributesHasNone() {
        assertNull(wrap(new RawMessage(0x0101).bytes()));

        assertEquals(0x0101, view.type());
        assertEquals(-1, view.firstAttribute());
        assertEquals(-1, view.find(0x8022));
    }

    @Test
    public void anEmptyAttributeIsFoundAndSoIsTheOneAfterIt() {
        assertNull(wrap(new RawMessage(0x0001)
                .with(0x8022)
                .with(0x8023, (byte) 7)
                .with(0x8023, (byte) 9)
                .bytes()));

        assertEquals(0, view.lengthOf(view.find(0x8022)));
        assertEquals(1, view.lengthOf(view.find(0x8023)));
        assertEquals("the first of two", 7, view.byteAt(view.find(0x8023), 0));
    }

    @Test
    public void theViewBeginsAtThePositionOfTheBuffer() {
        byte[] message = Examples.bytes(MessageKind.WAKE_UP);
        ByteBuffer buffer = ByteBuffer.allocate(400).position(100).put(message).flip();

        assertNull(view.wrap(buffer.position(100)));
        assertTrue(view.fingerprintMatches());
        assertArrayEquals(Arrays.copyOf(message, 40), view.prefix(40));
        assertTrue(view.hasTransaction(view.transaction()));
        assertFalse(view.hasTransaction(new TransactionId(0, view.transaction().low())));
        assertFalse(view.hasTransaction(new TransactionId(view.transaction().high(), 0)));
    }

    @Test
    public void aLittleEndianBufferIsOurOwnBug() {
        ByteBuffer buffer = ByteBuffer.wrap(new RawMessage(0x0001).bytes()).order(ByteOrder.LITTLE_ENDIAN);

        assertThrows(IllegalArgumentException.class, () -> view.wrap(buffer));
    }

    @Test
    public void readingInPlaceAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        TransactionId transaction = Examples.message(MessageKind.REGISTER).transaction();
        for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(512), ByteBuffer.allocateDirect(512)}) {
            buffer.put(Examples.bytes(MessageKind.REGISTER)).flip();
            long seen = lookAtEverything(buffer, transaction, 1);

            long before = threads.getThreadAllocatedBytes(self);
            seen += lookAtEverything(buffer, transaction, 1_000);
            long allocated = threads.getThreadAllocatedBytes(self) - before;

            assertTrue("something was read: " + seen, seen != 0);
            // Not 0, as asking for the number may itself allocate; a single object for each message would be 16,000.
            assertTrue(allocated + " bytes for 1,000 messages", allocated < 1_000);
        }
    }

    private long lookAtEverything(ByteBuffer buffer, TransactionId transaction, int times) {
        long seen = 0;
        for (int i = 0; i < times; i++) {
            if (view.wrap(buffer) == null && view.hasTransaction(transaction) && view.fingerprintMatches()) {
                seen += view.type() + view.length();
                for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
                    seen += view.typeOf(at) + view.byteAt(at, 0) + view.intAt(at, 0);
                }
                seen += view.longAt(view.find(Attributes.SEQUENCE.type()), 0);
            }
        }
        return seen;
    }

    private Reason wrap(byte[] message) {
        return view.wrap(ByteBuffer.wrap(message));
    }
}
