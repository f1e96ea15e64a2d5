package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import org.junit.Test;

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
}
