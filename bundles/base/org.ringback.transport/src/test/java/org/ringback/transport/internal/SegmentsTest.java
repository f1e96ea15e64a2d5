package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.netty.channel.Channel;
import java.time.Duration;
import org.junit.Test;

/** The size of TCP segments, read back from sockets that are not connected: the kernel then tells what was set. */
public final class SegmentsTest {
    private static int read(Channel channel) {
        try {
            return channel.config().getOption(Io.MAXSEG);
        } finally {
            channel.unsafe().closeForcibly();
        }
    }

    private static Channel limited(Channel channel, int mss) {
        Io.EPOLL.segments(channel, mss);
        return channel;
    }

    @Test
    public void dialledAndListeningSocketsLimitTheirSegments() {
        assumeTrue("epoll is not available", Io.EPOLL.available());
        for (boolean shared : new boolean[] {false, true}) {
            assertEquals(1_220, read(limited(Io.EPOLL.stream(shared), Settings.DEFAULT_MSS)));
            assertEquals(1_220, read(limited(Io.EPOLL.server(shared), Settings.DEFAULT_MSS)));
        }
    }

    @Test
    public void zeroLeavesTheSizeToTheKernel() {
        assumeTrue("epoll is not available", Io.EPOLL.available());
        assertEquals(read(Io.EPOLL.stream(false)), read(limited(Io.EPOLL.stream(false), 0)));
        assertNotEquals(Settings.DEFAULT_MSS, read(limited(Io.EPOLL.stream(false), 0)));
    }

    @Test
    public void aSizeThatNoPathNeedsIsRefusedInWords() {
        for (int mss : new int[] {-1, 1, 535, 1_461}) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new Settings(1, 1, 1 << 20, mss, Duration.ofSeconds(1)))
                    .getMessage();
            assertTrue(message, message.startsWith("mss: " + mss + " (expected: 0, or 536 to 1460)"));
        }
        assertEquals(0, new Settings(1, 1, 1 << 20, 0, Duration.ofSeconds(1)).mss());
        assertEquals(536, new Settings(1, 1, 1 << 20, 536, Duration.ofSeconds(1)).mss());
    }
}
