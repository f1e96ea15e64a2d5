package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each thread a buffer that it reuses, rather than allocating one for each record. The buffer is wiped between
 * two uses, so that no bytes of one connection are left for another; a nested use gets a buffer of its own.
 * Thread-safe.
 */
final class KeptBuffer {
    /**
     * The buffer of each thread, in an array: as that is a JDK type, a thread that outlives this bundle keeps none of
     * its classes alive.
     */
    private final ThreadLocal<@Nullable ByteBuffer[]> kept = ThreadLocal.withInitial(() -> new ByteBuffer[1]);

    private final int capacity;
    private final byte[] zeros;

    KeptBuffer(int capacity) {
        this.capacity = capacity;
        this.zeros = new byte[capacity];
    }

    /** {@return an empty buffer, which the caller must give back} */
    ByteBuffer take() {
        @Nullable ByteBuffer[] place = kept.get();
        ByteBuffer buffer = place[0];
        place[0] = null;
        return buffer == null ? ByteBuffer.allocate(capacity) : buffer;
    }

    /** Takes a buffer back and wipes it up to its limit. */
    void giveBack(ByteBuffer buffer) {
        buffer.put(0, zeros, 0, buffer.limit());
        kept.get()[0] = buffer.clear();
    }
}
