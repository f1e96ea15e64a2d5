package org.ringback.call.core;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A queue of bytes of bounded capacity. Takes memory only as it fills, and wipes bytes that leave it. Not thread-safe.
 */
final class ByteQueue {
    private static final int FIRST_SIZE = 4096;

    private int capacity;
    private byte[] bytes = new byte[0];
    private int head;
    private int size;

    ByteQueue(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    /** Raises the capacity. */
    void enlarge(int newCapacity) {
        capacity = newCapacity;
    }

    int room() {
        return capacity - size;
    }

    /** Takes as many bytes as there is room for; returns how many. */
    int put(ByteBuffer source) {
        int count = Math.min(source.remaining(), room());
        grow(size + count);
        int tail = wrapped(head + size);
        int first = Math.min(count, bytes.length - tail);
        source.get(bytes, tail, first);
        source.get(bytes, 0, count - first);
        size += count;
        return count;
    }

    /** Copies bytes without removing them; the caller has made sure that they exist and fit. */
    void copy(int from, int count, ByteBuffer target) {
        if (count == 0) {
            return;
        }
        int start = wrapped(head + from);
        int first = Math.min(count, bytes.length - start);
        target.put(bytes, start, first);
        target.put(bytes, 0, count - first);
    }

    /** Removes and wipes the oldest bytes. */
    void drop(int count) {
        if (count == 0) {
            return;
        }
        int first = Math.min(count, bytes.length - head);
        Arrays.fill(bytes, head, head + first, (byte) 0);
        Arrays.fill(bytes, 0, count - first, (byte) 0);
        head = wrapped(head + count);
        size -= count;
    }

    /** Wipes all bytes and releases the memory. */
    void clear() {
        Arrays.fill(bytes, (byte) 0);
        bytes = new byte[0];
        head = 0;
        size = 0;
    }

    private int wrapped(int index) {
        return index >= bytes.length ? index - bytes.length : index;
    }

    private void grow(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        int length = Math.max(FIRST_SIZE, bytes.length);
        while (length < needed) {
            length *= 2;
        }
        ByteBuffer larger = ByteBuffer.allocate(Math.min(length, capacity));
        copy(0, size, larger);
        Arrays.fill(bytes, (byte) 0);
        bytes = larger.array();
        head = 0;
    }
}
