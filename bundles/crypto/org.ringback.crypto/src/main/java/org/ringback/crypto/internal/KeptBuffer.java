package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that each thread keeps for its next use, instead of one for each record. It is wiped in between, so nothing of
 * one connection is ever there for another; a use within a use has one of its own. Thread-safe.
 */
final class KeptBuffer {
    /** One place for each thread. Of a JDK type: a thread that outlives this bundle keeps no class of it. */
    private final ThreadLocal<@Nullable ByteBuffer[]> kept = ThreadLocal.withInitial(() -> new ByteBuffer[1]);

    private final int capacity;
    private final byte[] zeros;

    KeptBuffer(int capacity) {
        this.capacity = capacity;
        this.zeros = new byte[capacity];
    }

    /** {@return an empty one, to be given back} */
    ByteBuffer take() {
        @Nullable ByteBuffer[] place = kept.get();
        ByteBuffer buffer = place[0];
        place[0] = null;
        return buffer == null ? ByteBuffer.allocate(capacity) : buffer;
    }

    /** Takes it back with what stands in it, which lies before its limit. */
    void giveBack(ByteBuffer buffer) {
        buffer.put(0, zeros, 0, buffer.limit());
        kept.get()[0] = buffer.clear();
    }
}
