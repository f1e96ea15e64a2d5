package org.ringback.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Names a {@link RelayTicket} in clear: 128 random bits, the value of TICKET-ID. Whoever reads one on its way can do nothing
 * with it. Immutable.
 *
 * @param high the first 8 bytes
 * @param low the last 8 bytes
 */
public record TicketId(long high, long low) {
    static final int LENGTH = 2 * Long.BYTES;

    static TicketId of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new TicketId(in.getLong(), in.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
