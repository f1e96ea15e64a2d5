package org.ringback.store.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * A checksum over all records of a store: the sum of a MAC over each, so that it follows every change at little cost.
 * MVStore does not check the content of its pages, so a changed block could change, add or lose records; the sum, which
 * each commit stores, reveals it. Not thread-safe.
 */
final class ContentSum {
    static final int LENGTH = 32;
    private static final int LANES = LENGTH / Long.BYTES;

    private final Mac mac;
    private final long[] sum = new long[LANES];

    ContentSum(Keys keys) {
        this.mac = keys.content();
    }

    /** Adds a record to the sum. */
    void add(String table, String key, byte @Nullable [] value) {
        count(table, key, value, 1);
    }

    /** Takes a record out of the sum. */
    void remove(String table, String key, byte @Nullable [] value) {
        count(table, key, value, -1);
    }

    private void count(String table, String key, byte @Nullable [] value, int sign) {
        if (value == null) {
            return;
        }
        byte[] name = table.getBytes(StandardCharsets.UTF_8);
        byte[] record = key.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(name.length)
                .putInt(record.length)
                .array());
        mac.update(name);
        mac.update(record);
        ByteBuffer one = ByteBuffer.wrap(mac.doFinal(value));
        for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += sign * one.getLong();
        }
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        for (long lane : sum) {
            bytes.putLong(lane);
        }
        return bytes.array();
    }

    void set(byte[] bytes) {
        ByteBuffer.wrap(bytes).asLongBuffer().get(sum);
    }
}
