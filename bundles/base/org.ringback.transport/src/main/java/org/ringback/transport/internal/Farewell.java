package org.ringback.transport.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a TCP connection ends in order: what was written is sent, then FIN; then what still comes is thrown away for a
 * moment, until the peer's FIN. To close at once with something unread would make the kernel send RST, and the peer
 * could lose our last bytes, which often say why (RFC 1122 §4.2.2.13). Both waits are bounded: short, or, for a peer that may
 * take its time, by ten minutes in which it takes nothing. Belongs to the event loop.
 */
final class Farewell {
    private static final long SEND_SECONDS = 10;
    private static final long PATIENT_SECONDS = 600;
    private static final long LINGER_SECONDS = 1;
    /** Who has all of ours and goes on sending so much does not care what we do with it. */
    private static final long MOST_THROWN_AWAY = 4 << 20;

    private static final long BEHIND_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 10;

    private final SocketChannel channel;
    private boolean patient;
    private boolean said;
    private boolean finishing;
    private boolean finished;
    private boolean inputEnded;
    private boolean lingering;
    private long thrownAway;
    private @Nullable Runnable whenFinished;

    Farewell(SocketChannel channel) {
        this.channel = channel;
    }

    /** The peer may take its time, unless too many do already. */
    void patiently() {
        if (!patient && channel.isOpen() && Patience.take()) {
            patient = true;
            channel.closeFuture().addListener(closed -> Patience.giveBack());
        }
    }

    /** Its output broke; its input ends by itself soon, or never. */
    void giveUpBroken() {
        later(() -> reset(channel), TimeUnit.SECONDS.toMillis(PATIENT_SECONDS));
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
                // Who still hears what the peer sent before it broke closes it then.
                if (said) {
                    NettyFutures.heardElsewhere(channel.close());
                }
                return;
            }
            NettyFutures.heardElsewhere(channel.shutdownOutput());
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
        said = true;
        // What comes is thrown away; a peer that cannot send might not read either.
        channel.config().setAutoRead(true);
        giveUpAfter(pending(), stalled);
        finish(() -> {
            over.run();
            if (inputEnded || !channel.isActive()) {
                NettyFutures.heardElsewhere(channel.close());
            } else {
                lingering = true;
                linger(LINGER_SECONDS, PATIENT_SECONDS);
            }
        });
    }

    private void giveUpAfter(long before, Runnable stalled) {
        later(
                () -> {
                    if (finished) {
                        return;
                    }
                    long now = pending();
                    if (patient && now < before) {
                        giveUpAfter(now, stalled);
                    } else {
                        stalled.run();
                        reset(channel);
                    }
                },
                TimeUnit.SECONDS.toMillis(patient ? PATIENT_SECONDS : SEND_SECONDS));
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** The peer's FIN came. */
    void inputEnded() {
        inputEnded = true;
        if (lingering) {
            NettyFutures.heardElsewhere(channel.close());
        }
    }

    /** So many bytes came that nobody hears. */
    void thrownAway(int count) {
        thrownAway += count;
        if (patient && !finished && thrownAway >= MOST_THROWN_AWAY) {
            channel.config().setAutoRead(false);
        }
        if (lingering && thrownAway >= MOST_THROWN_AWAY) {
            if (Io.taken(channel)) {
                NettyFutures.heardElsewhere(channel.close());
            }
            thrownAway = 0;
        }
    }

    /** Then it is closed, unless the peer, which may take its time, has not taken all yet: it is only read no further. */
    private void linger(long seconds, long left) {
        later(
                () -> {
                    if (patient && left > 0 && Io.pending(channel)) {
                        channel.config().setAutoRead(false);
                        linger(1, left - seconds);
                    } else {
                        NettyFutures.heardElsewhere(channel.close());
                    }
                },
                TimeUnit.SECONDS.toMillis(seconds));
    }

    /** Closes with RST once what was written is out and acknowledged, at the latest after a moment. */
    void resetBehind() {
        later(() -> reset(channel), BEHIND_MILLIS);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> resetOnceAcknowledged());
    }

    private void resetOnceAcknowledged() {
        if (Io.acknowledged(channel)) {
            reset(channel);
        } else {
            later(this::resetOnceAcknowledged, LOOK_MILLIS);
        }
    }

    /** Closes with RST. */
    static void reset(SocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            NettyFutures.heardElsewhere(channel.close());
        }
    }

    /** Runs something unless the connection is closed by then. */
    private void later(Runnable task, long millis) {
        if (!channel.isOpen()) {
            return;
        }
        Future<?> timer = channel.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
