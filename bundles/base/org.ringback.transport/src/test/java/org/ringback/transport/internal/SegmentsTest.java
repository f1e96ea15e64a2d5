package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assume.assumeTrue;

import io.netty.channel.Channel;
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
}
