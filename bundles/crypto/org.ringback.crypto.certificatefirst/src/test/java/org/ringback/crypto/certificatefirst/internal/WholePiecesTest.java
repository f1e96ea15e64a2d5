package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import org.junit.Test;
import org.ringback.wire.Door;

/** How much of what came is worth a step. */
public class WholePiecesTest {
    private static ByteBuffer bytes(int lengthAt, int length, int came) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + came);
        // Not at the beginning of its buffer.
        bytes.position(1);
        if (came >= lengthAt + Short.BYTES) {
            bytes.putShort(1 + lengthAt, (short) length);
        }
        return bytes;
    }

    @Test
    public void aMessageIsWholeWithItsHeaderAndAsMuchAsThatSays() {
        ClearReader reader = new ClearReader(Door.SERVER_AGREEMENT);
        assertEquals(0, reader.whole(bytes(2, 8, 19)));
        assertEquals(0, reader.whole(bytes(2, 8, 27)));
        assertEquals(28, reader.whole(bytes(2, 8, 28)));
        assertEquals("of two the first", 28, reader.whole(bytes(2, 8, 56)));
        assertEquals(0, reader.whole(bytes(2, 492, 20)));
        assertEquals("too long: to be refused", 20, reader.whole(bytes(2, 496, 20)));
    }

    @Test
    public void aRecordIsWholeWithItsLengthAndAsMuchAsThatSays() {
        assertEquals(0, SealedRecordReader.whole(bytes(0, 16, 1), 528));
        assertEquals(0, SealedRecordReader.whole(bytes(0, 16, 17), 528));
        assertEquals(18, SealedRecordReader.whole(bytes(0, 16, 18), 528));
        assertEquals("of two the first", 18, SealedRecordReader.whole(bytes(0, 16, 36), 528));
        assertEquals(0, SealedRecordReader.whole(bytes(0, 528, 2), 528));
        assertEquals("too long: to be refused", 2, SealedRecordReader.whole(bytes(0, 529, 2), 528));
    }
}
