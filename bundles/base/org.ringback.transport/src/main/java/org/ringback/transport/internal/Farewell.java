package org.ringback.transport.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a TCP connection in order: sends what was written, then FIN, then reads and discards for a moment until the
 * peer's FIN. If it closed at once with bytes unread, the kernel would send RST, and the peer could lose our last
 * bytes, which often say why (RFC 1122 §4.2.2.13). Both waits are bounded: short, or, for a peer that may be slow, by
 * ten minutes in which it takes nothing. Belongs to the event loop.
 */
final class Farewell {
    private static final long SEND_SECONDS = 10;
    private static final long PATIENT_SECONDS = 600;
    private static final long LINGER_SECONDS = 1;
    /** Most bytes to discard: a peer that has all our bytes and goes on sending more than this gets an RST. */
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

    /** Allows the peer to be slow, unless {@link Patience} is used up. */
    void patiently() {
        if (!patient && channel.isOpen() && Patience.take()) {
            patient = true;
            channel.closeFuture().addListener(closed -> Patience.giveBack());
        }
    }

    /** Our output broke: resets the connection later, if it does not end by itself until then. */
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
        // Netty's shutdownOutput fails writes that still wait, so wait until they are sent.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (!sent.isSuccess()) {
                // If the handler still reads what the peer sent before the break, it closes the connection then.
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
     * @param over called when our FIN is sent
     * @param stalled called when the peer takes nothing for too long; the connection is reset then
     */
    void say(boolean peerFinished, Runnable over, Runnable stalled) {
        inputEnded |= peerFinished;
        said = true;
        // Read in order to discard: a peer that cannot send might not read either.
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

    /** Notes that the peer's FIN came. */
    void inputEnded() {
        inputEnded = true;
        if (lingering) {
            NettyFutures.heardElsewhere(channel.close());
        }
    }

    /** Notes that bytes were discarded. */
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

    /**
     * Closes after a while; a slow peer that has not taken all our bytes yet is no longer read, but not closed either.
     */
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

    /** Closes with RST once the peer acknowledged all that was written, at the latest after a second. */
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
