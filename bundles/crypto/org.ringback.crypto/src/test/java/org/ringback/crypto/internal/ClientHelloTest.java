package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.Test;
import org.ringback.spi.Beginning;

/** What may become a first record with a ClientHello, as soon as it shows. */
public class ClientHelloTest {
    /** A record of type handshake, TLS 1.0 as its version says, 45 bytes, in it a ClientHello of 41. */
    private static final byte[] HELLO = tls(45, 1, 41);

    private static byte[] tls(int length, int message, int messageLength) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) 0x16)
                .put((byte) 3)
                .put((byte) 1)
                .putShort((short) length)
                .put((byte) message)
                .put((byte) (messageLength >> Short.SIZE))
                .putShort((short) messageLength)
                .array();
    }

    private static Beginning beginning(byte... bytes) {
        ByteBuffer came = ByteBuffer.allocate(bytes.length + 1).order(ByteOrder.LITTLE_ENDIAN);
        came.position(1).put(bytes).position(1);
        return ClientHello.beginning(came);
    }

    @Test
    public void aHelloIsWholeWithItsLastByteAndNotBefore() {
        for (int i = 1; i < HELLO.length; i++) {
            assertEquals(Beginning.PART, beginning(Arrays.copyOf(HELLO, i)));
        }
        assertEquals(Beginning.WHOLE, beginning(HELLO));
        assertEquals("and what follows it", Beginning.WHOLE, beginning(Arrays.copyOf(HELLO, HELLO.length + 3)));
    }

    @Test
    public void whatIsNoneIsSeenAsSoonAsItShows() {
        assertEquals("no handshake", Beginning.WRONG, beginning((byte) 0x15));
        assertEquals("no TLS", Beginning.WRONG, beginning((byte) 0x16, (byte) 2));
        assertEquals(
                "longer than 4,096 bytes",
                Beginning.WRONG,
                beginning((byte) 0x16, (byte) 3, (byte) 1, (byte) 0x0F, (byte) 0xFC));
        assertEquals(
                "4,096 bytes", Beginning.PART, beginning((byte) 0x16, (byte) 3, (byte) 1, (byte) 0x0F, (byte) 0xFB));
        assertEquals(
                "a record without a message",
                Beginning.WRONG,
                beginning((byte) 0x16, (byte) 3, (byte) 1, (byte) 0, (byte) 4));
        assertEquals(
                "a ServerHello", Beginning.WRONG, beginning((byte) 0x16, (byte) 3, (byte) 1, (byte) 0, (byte) 45, (byte)
                        2));
        assertEquals("half a ClientHello in a whole record", Beginning.WRONG, beginning(tls(45, 1, 42)));
        assertEquals("a ClientHello and more", Beginning.WRONG, beginning(tls(45, 1, 40)));
    }
}
