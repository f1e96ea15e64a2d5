package org.ringback.relay.core;

import java.nio.ByteBuffer;

/** Names one start of a gateway, which draws it at random. Immutable. */
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
