package org.ringback.relay.core;

import java.nio.ByteBuffer;

/** One start of a gateway, drawn at random there. Immutable. */
record InstanceId(long high, long low) {
    static final int LENGTH = Long.BYTES + Long.BYTES;

    static InstanceId of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new InstanceId(in.getLong(), in.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }
}
