package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

/** What is read from Linux's struct tcp_info: tcpi_min_rtt, its 32 bits behind the first 148 bytes. */
public final class RoundTripTest {
    private static Optional<Duration> read(int micros) {
        ByteBuffer info = ByteBuffer.allocate(152).order(ByteOrder.nativeOrder());
        while (info.remaining() > Integer.BYTES) {
            info.put((byte) 0x55);
        }
        return Io.roundTrip(info.putInt(micros).flip());
    }

    @Test
    public void theFieldIsANumberOfMicroseconds() {
        assertEquals(Optional.of(Duration.ofMillis(23)), read(23_000));
    }

    @Test
    public void aNumberAboveTheSignBitIsLargeAndNotNegative() {
        assertEquals(Optional.of(Duration.ofHours(1)), read((int) 3_600_000_000L));
    }

    @Test
    public void nothingWasMeasuredWhereTheKernelSaysSoOrLacksTheField() {
        assertEquals(Optional.empty(), read(-1));
        assertEquals(Optional.empty(), read(0));
    }

    @Test
    public void aSystemThatRefusesToTellIsOneThatDoesNot() {
        DefaultChannelConfig refusing = new DefaultChannelConfig(new EmbeddedChannel()) {
            @Override
            public <T> T getOption(ChannelOption<T> option) {
                throw new ChannelException(new IOException("getsockopt(..) failed"));
            }
        };
        assertEquals(Optional.empty(), Io.roundTrip(refusing));
    }
}
