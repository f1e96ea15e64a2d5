package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;
import org.ringback.spi.ProtectionException;

/** How much of what came is worth a step of the handshake. */
public class WholeRecordsTest {
    private static ByteBuffer records(int came, int... fragments) {
        ByteBuffer all = ByteBuffer.allocate(100_000);
        // Not at the beginning of its buffer.
        all.position(3);
        for (int fragment : fragments) {
            all.put((byte) 0x16).putShort((short) 0x0303).putShort((short) fragment);
            all.position(all.position() + Math.min(fragment, all.remaining()));
        }
        return all.position(3).limit(3 + came);
    }

    @Test
    public void wholeRecordsAreTakenTogetherAndAHalfOneWaits() {
        assertEquals(0, RecordReader.whole(records(0, 10)));
        assertEquals(0, RecordReader.whole(records(4, 10)));
        assertEquals(0, RecordReader.whole(records(14, 10)));
        assertEquals(15, RecordReader.whole(records(15, 10)));
        assertEquals(15, RecordReader.whole(records(15 + 4, 10, 20)));
        assertEquals(15, RecordReader.whole(records(15 + 24, 10, 20)));
        assertEquals(40, RecordReader.whole(records(15 + 25, 10, 20)));
        assertEquals("an empty one too", 5, RecordReader.whole(records(5, 0)));
    }

    @Test
    public void whatIsTooLongIsToBeRefusedAtOnce() {
        assertEquals(0, RecordReader.whole(records(1_000, 16_640)));
        assertEquals(1_000, RecordReader.whole(records(1_000, 16_641)));
        assertEquals(20, RecordReader.whole(records(20, 10, 65_535)));
    }

    /** As an SSH server says at once, or an HTTP server to what it does not understand. */
    @Test
    public void whatIsNoTlsIsToBeRefusedAtOnceAndNotAwaited() {
        for (String first : List.of("SSH-2.0-other\r\n", "HTTP/1.1 400 Bad Request\r\n")) {
            ByteBuffer came = ByteBuffer.wrap(first.getBytes(StandardCharsets.US_ASCII));
            assertEquals(first.length(), RecordReader.whole(came));
            ProtectionException refused = assertThrows(ProtectionException.class, () -> new RecordReader().next(came));
            assertEquals(ProtectionException.Reason.BROKEN, refused.reason());
            assertTrue(refused.getMessage(), refused.getMessage().contains("expected: TLS; something else answers"));
        }
        assertEquals(
                "another major version", 9, RecordReader.whole(ByteBuffer.wrap(new byte[] {22, 2, 0, 0, 9, 1, 2, 3, 4
                })));
    }
}
