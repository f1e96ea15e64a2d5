package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one connection passes on to another, and is passed on by another: spliced where the system can, else without a
 * copy. Belongs to the event loop.
 */
final class Carriage {
    /** Nothing more is carried while anything waits to be sent, of which Netty counts 96 bytes more than it is long. */
    private static final WriteBufferWaterMark NOTHING_WAITS = new WriteBufferWaterMark(1, 1);

    private final TcpConnection connection;
    private final SocketChannel channel;
    private final Intake intake;
    private @Nullable Carriage to;
    private boolean splices;
    private boolean sending;

    Carriage(TcpConnection connection, SocketChannel channel, Intake intake) {
        this.connection = connection;
        this.channel = channel;
        this.intake = intake;
    }

    /** What comes goes to another connection of the same thread from now on. */
    void carryTo(Carriage other) {
        if (!other.channel.eventLoop().equals(channel.eventLoop())) {
            throw new IllegalArgumentException("to: of another thread (expected: a connection of the same loop)");
        }
        to = other;
        splices = channel instanceof UnixChannel && other.channel instanceof UnixChannel;
        other.channel.config().setWriteBufferWaterMark(NOTHING_WAITS);
    }

    /** What comes is told to the handler again. */
    void end() {
        to = null;
    }

    /** Passes on what was read, if it is to be; {@return whether it is} */
    boolean carry(ByteBuf bytes) {
        if (to == null) {
            return false;
        }
        int count = bytes.readableBytes();
        to.send(bytes.retain());
        connection.handler().carried(connection, count);
        return true;
    }

    /** Passes on what just came without reading it; {@return whether it did, otherwise it is to be read} */
    boolean splice() {
        Carriage target = to;
        if (target == null || !splices || !intake.idle() || !channel.config().isAutoRead() || !target.takesMore()) {
            return false;
        }
        return Pipe.take().filter(pipe -> moved(pipe, target)).isPresent();
    }

    private boolean moved(Pipe pipe, Carriage target) {
        int count = fill(pipe, target);
        if (count == 0) {
            return false;
        }
        target.send(pipe);
        try {
            connection.handler().carried(connection, count);
        } catch (RuntimeException | Error bug) {
            connection.fault(bug);
        }
        return true;
    }

    private int fill(Pipe pipe, Carriage target) {
        int count = 0;
        try {
            count = pipe.fill((UnixChannel) channel, (UnixChannel) target.channel);
        } catch (IOException failed) {
            splices = false;
            if (!Pipe.unknown(failed)) {
                // The socket tells its error once: whoever reads now finds an end, and would take it for the peer's
                // FIN.
                channel.pipeline().fireExceptionCaught(failed);
            }
        } finally {
            if (count == 0) {
                pipe.release();
            }
        }
        return count;
    }

    private boolean takesMore() {
        return !connection.outputOver() && channel.isWritable();
    }

    /** Sends at once, so that the caller knows what is left to send. */
    private void send(ReferenceCounted bytes) {
        if (connection.outputOver()) {
            bytes.release();
            return;
        }
        sending = true;
        try {
            NettyFutures.heardElsewhere(channel.writeAndFlush(bytes, channel.voidPromise()));
        } finally {
            sending = false;
        }
    }

    /** {@return whether the caller is inside {@link #send}: no handler may be called then} */
    boolean sending() {
        return sending;
    }

    /** Does something that calls a handler: now, or in its turn if the caller is inside {@link #send}. */
    void behindSending(Runnable task) {
        if (sending) {
            LoopThreads.enqueue(channel.eventLoop(), task);
        } else {
            task.run();
        }
    }
}
