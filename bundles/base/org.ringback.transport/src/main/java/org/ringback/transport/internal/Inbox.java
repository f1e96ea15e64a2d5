package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes from the peer that the session has not read yet; takes at most about twice their memory. Belongs to the loop.
 */
final class Inbox {
    private static final int FIRST_CAPACITY = 512;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds a copy, as the caller's bytes are valid only during the call. */
    void add(ByteBuffer more) {
        int together = count + more.remaining();
        if (together > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(together, Math.max(FIRST_CAPACITY, bytes.length * 2)));
        }
        more.get(bytes, count, more.remaining());
        count = together;
    }

    /** {@return a view of all bytes} */
    ByteBuffer look() {
        return ByteBuffer.wrap(bytes, 0, count).slice();
    }

    /** {@return the first {@code first} bytes, which are removed} */
    ByteBuffer take(int first) {
        ByteBuffer taken = ByteBuffer.wrap(Arrays.copyOf(bytes, first));
        bytes = first == count ? NOTHING : Arrays.copyOfRange(bytes, first, count);
        count -= first;
        return taken;
    }

    ByteBuffer takeAll() {
        return take(count);
    }

    void clear() {
        bytes = NOTHING;
        count = 0;
    }
}
