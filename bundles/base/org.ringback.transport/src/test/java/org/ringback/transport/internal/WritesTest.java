package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.transport.Connection;

/** How often a connection bothers the system for what is written. */
@RunWith(Parameterized.class)
public class WritesTest {
    private static final int PIECES = 20;
    private static final int PIECE = 1000;

    @Rule
    public final TransportRule rule;

    private final Io io;
    private final Recorder recorder = new Recorder();
    private final Counter counter = new Counter();

    public WritesTest(Io io) {
        this.io = io;
        rule = new TransportRule(io);
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    @Test
    public void whatIsWrittenInOneTurnOfTheLoopIsFlushedOnceFromDirectBuffers() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket peer = dialled(server)) {
            byte[] piece = new byte[PIECE];
            Connection connection = recorder.connection();
            CompletableFuture.runAsync(
                            () -> {
                                for (int number = 0; number < PIECES; number++) {
                                    Arrays.fill(piece, (byte) number);
                                    connection.write(ByteBuffer.wrap(piece));
                                }
                                Arrays.fill(piece, (byte) -1);
                            },
                            rule.loop())
                    .get(10, TimeUnit.SECONDS);
            for (int number = 0; number < PIECES; number++) {
                byte[] expected = new byte[PIECE];
                Arrays.fill(expected, (byte) number);
                assertTrue(
                        "piece " + number,
                        Arrays.equals(expected, peer.getInputStream().readNBytes(PIECE)));
            }
            assertEquals(PIECES, counter.writes.get());
            assertEquals(PIECES, counter.direct.get());
            assertEquals(1, counter.flushes.get());
        }
    }

    @Test
    public void whatAnotherThreadWritesGoesOutToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket peer = dialled(server)) {
            recorder.connection().write(Recorder.bytes("one"));
            recorder.connection().write(Recorder.bytes("two"));
            assertEquals("onetwo", new String(peer.getInputStream().readNBytes(6), StandardCharsets.UTF_8));
        }
    }

    private Socket dialled(ServerSocket server) throws Exception {
        SocketChannel channel = io.stream(false);
        channel.pipeline().addLast(counter);
        TcpConnection connection = new TcpConnection(channel, (RoleLoop) rule.loop(), recorder, new BugLog(rule.log));
        rule.loop().execute(() -> {
            connection.begin();
            NettyFutures.heardElsewhere(channel.connect(server.getLocalSocketAddress()));
        });
        Socket peer = server.accept();
        recorder.connection();
        return peer;
    }

    private static final class Counter extends ChannelOutboundHandlerAdapter {
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger direct = new AtomicInteger();
        private final AtomicInteger flushes = new AtomicInteger();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes.incrementAndGet();
            if (((ByteBuf) message).isDirect()) {
                direct.incrementAndGet();
            }
            NettyFutures.heardElsewhere(context.write(message, promise));
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes.incrementAndGet();
            context.flush();
        }
    }
}
