package org.ringback.call.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import org.junit.Test;

public class ByteQueueTest {
    /** What the queue takes when it first holds anything, if its capacity allows. */
    private static final int FIRST_SIZE = 4096;

    private final ByteQueue queue = new ByteQueue(3 * FIRST_SIZE);

    @Test
    public void bytesKeepTheirOrderWhileTheQueueGrowsAndTurnsRound() {
        int written = 0;
        int read = 0;
        while (written < 100_000) {
            written += queue.put(counting(written, 1 + written % 5000));
            int count = queue.size() - queue.size() / 3;
            assertArrayEquals(counting(read, count).array(), first(count));
            queue.drop(count);
            read += count;
        }
        assertArrayEquals(counting(read, queue.size()).array(), first(queue.size()));
    }

    @Test
    public void itGrowsWithBytesInItThatHaveTurnedRound() {
        queue.put(counting(0, FIRST_SIZE));
        queue.drop(1000);
        queue.put(counting(FIRST_SIZE, 1000));
        queue.put(counting(FIRST_SIZE + 1000, 1));
        assertArrayEquals(counting(1000, FIRST_SIZE + 1).array(), first(FIRST_SIZE + 1));
    }

    @Test
    public void itTakesNoMoreThanItsCapacity() {
        assertEquals(3 * FIRST_SIZE, queue.put(counting(0, 4 * FIRST_SIZE)));
        assertEquals(0, queue.room());
        assertEquals(0, queue.put(counting(0, 1)));
        queue.drop(5);
        assertEquals(5, queue.put(counting(0, 100)));
    }

    @Test
    public void whatLeavesIsWiped() {
        queue.put(counting(1, 100));
        queue.drop(100);
        assertArrayEquals(new byte[100], behindTheFirst(FIRST_SIZE - 100, 100));
    }

    @Test
    public void whatLeavesIsWipedOnBothSidesOfTheTurn() {
        queue.put(counting(1, FIRST_SIZE));
        queue.drop(FIRST_SIZE - 10);
        queue.put(counting(1, 20));
        queue.drop(30);
        // The first byte is now at 20: the 20 before it and the 10 before the turn are last.
        assertArrayEquals(new byte[30], behindTheFirst(FIRST_SIZE - 30, 30));
    }

    @Test
    public void aClearedQueueCanBeFilledAgain() {
        queue.put(counting(0, 100));
        queue.drop(10);
        queue.clear();
        assertEquals(0, queue.size());
        queue.put(counting(7, 50));
        assertArrayEquals(counting(7, 50).array(), first(50));
    }

    private byte[] first(int count) {
        return behindTheFirst(0, count);
    }

    /** Looks at the memory itself, also where nothing is queued. */
    private byte[] behindTheFirst(int from, int count) {
        ByteBuffer target = ByteBuffer.allocate(count);
        queue.copy(from, count, target);
        assertEquals(0, target.remaining());
        return target.array();
    }

    /** Bytes that are never 0 and differ from their neighbours over more than the queue's sizes. */
    private static ByteBuffer counting(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (1 + (from + i) % 251);
        }
        return ByteBuffer.wrap(bytes);
    }
}
