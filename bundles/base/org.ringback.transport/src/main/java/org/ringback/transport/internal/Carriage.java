package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection passes on to another, and is passed on by another: without a copy, by large reads, and in full
 * segments while more comes. Belongs to the event loop.
 */
final class Carriage {
    /** Nothing more is carried while anything waits to be sent. */
    private static final WriteBufferWaterMark NOTHING_WAITS = new WriteBufferWaterMark(1, 1);

    private final SocketChannel channel;
    private final Intake intake;
    private final CarriedReads reads = new CarriedReads();
    private @Nullable Carriage to;
    private boolean carries;
    private boolean sending;
    private boolean noDelay = true;

    Carriage(SocketChannel channel, Intake intake) {
        this.channel = channel;
        this.intake = intake;
        channel.config().setRecvByteBufAllocator(reads);
    }

    /**
     * Sends what the handler of another connection of the same loop is just told, at once: so the caller knows what is
     * left to send, and the buffer is free for the next read. From now on the other one reads more at a time.
     *
     * @return whether it was sent; not if these bytes are something else than that, or not all of it
     */
    boolean send(Carriage from, ByteBuffer bytes) {
        ByteBuf whole = from.channel.eventLoop().equals(channel.eventLoop()) ? from.intake.whole(bytes) : null;
        if (whole == null) {
            return false;
        }
        from.reads.carry();
        from.to = this;
        if (!carries) {
            carries = true;
            channel.config().setWriteBufferWaterMark(NOTHING_WAITS);
        }
        bytes.position(bytes.limit());
        // Behind a full buffer more comes, which the rest of this one's last segment waits for.
        noDelay(whole.readableBytes() < CarriedReads.SIZE);
        sending = true;
        NettyFutures.heardElsewhere(channel.writeAndFlush(whole, channel.voidPromise()));
        sending = false;
        return true;
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

    /** For now nothing more comes, so the other connection sends the rest of its last segment too. */
    void readComplete() {
        if (to != null) {
            to.noDelay(true);
        }
    }

    private void noDelay(boolean wanted) {
        if (noDelay != wanted && channel.isOpen()) {
            noDelay = wanted;
            channel.config().setTcpNoDelay(wanted);
        }
    }
}
