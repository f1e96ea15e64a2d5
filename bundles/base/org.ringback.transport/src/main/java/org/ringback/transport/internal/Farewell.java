package org.ringback.transport.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a TCP connection ends in order: what was written is sent, then FIN; then what still comes is thrown away for a
 * moment, until the peer's FIN. To close at once with something unread would make the kernel send RST, and the peer
 * could lose our last bytes, which often say why (RFC 1122 §4.2.2.13). Both waits are short and bounded. Belongs to
 * the event loop.
 */
final class Farewell {
    private static final long SEND_SECONDS = 10;
    private static final long LINGER_SECONDS = 1;

    private final SocketChannel channel;
    private boolean finishing;
    private boolean finished;
    private boolean inputEnded;
    private boolean lingering;
    private @Nullable Runnable whenFinished;

    Farewell(SocketChannel channel) {
        this.channel = channel;
    }

    /** {@return whether our FIN is out} */
    boolean finished() {
        return finished;
    }

    /** Sends FIN after what was written. */
    void finish(Runnable then) {
        whenFinished = then;
        if (finishing) {
            if (finished) {
                then.run();
            }
            return;
        }
        finishing = true;
        // Netty's shutdownOutput fails what waits to be sent, so it must not come before that is gone.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (!sent.isSuccess()) {
                Outcome.heardElsewhere(channel.close());
                return;
            }
            Outcome.heardElsewhere(channel.shutdownOutput());
            finished = true;
            if (whenFinished != null) {
                whenFinished.run();
            }
        });
    }

    /**
     * Ends the connection in order.
     *
     * @param peerFinished whether the peer's FIN came
     * @param over called when our FIN is out
     * @param stalled called when the peer takes nothing for too long; the connection is reset then
     */
    void say(boolean peerFinished, Runnable over, Runnable stalled) {
        inputEnded |= peerFinished;
        // What comes is thrown away; a peer that cannot send might not read either.
        channel.config().setAutoRead(true);
        Future<?> limit = channel.eventLoop()
                .schedule(
                        () -> {
                            stalled.run();
                            reset(channel);
                        },
                        SEND_SECONDS,
                        TimeUnit.SECONDS);
        finish(() -> {
            limit.cancel(false);
            over.run();
            if (inputEnded || !channel.isActive()) {
                Outcome.heardElsewhere(channel.close());
            } else {
                linger();
            }
        });
    }

    /** The peer's FIN came. */
    void inputEnded() {
        inputEnded = true;
        if (lingering) {
            Outcome.heardElsewhere(channel.close());
        }
    }

    /** Closes with RST. */
    static void reset(SocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            Outcome.heardElsewhere(channel.close());
        }
    }

    private void linger() {
        lingering = true;
        Future<?> limit = channel.eventLoop()
                .schedule(() -> Outcome.heardElsewhere(channel.close()), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
    }
}
