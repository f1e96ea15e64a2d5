package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.junit.Test;

/** What is read from Linux's struct tcp_info: tcpi_pmtu, the 14th 32 bits behind the first 8 bytes. */
public final class PathMtuTest {
    private static OptionalInt read(int bytes) {
        ByteBuffer info = ByteBuffer.allocate(152).order(ByteOrder.nativeOrder());
        while (info.hasRemaining()) {
            info.put((byte) 0x55);
        }
        return Io.pathMtu(info.putInt(60, bytes).flip());
    }

    @Test
    public void theFieldIsANumberOfBytes() {
        assertEquals(OptionalInt.of(1_492), read(1_492));
    }

    @Test
    public void noPathHasAPacketOfNothing() {
        assertEquals(OptionalInt.empty(), read(0));
        assertEquals(OptionalInt.empty(), read(-1));
    }
}
