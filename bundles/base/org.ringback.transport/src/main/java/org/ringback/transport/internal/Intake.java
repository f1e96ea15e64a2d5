package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Queues what came on one connection until the handler is told: even after reading was paused, Netty may hand over one
 * more chunk and a FIN. So a handler that paused reading is told nothing meanwhile, and everything in order later.
 * Belongs to the event loop.
 */
final class Intake {
    private final TcpConnection connection;
    private final Deque<ByteBuf> unheard = new ArrayDeque<>();
    private @Nullable ByteBuf handed;
    private @Nullable ByteBuffer view;
    private boolean paused;
    private boolean delivering;
    private boolean closed;
    private boolean ended;
    private boolean endTold;
    private boolean broken;
    private boolean over;

    Intake(TcpConnection connection) {
        this.connection = connection;
    }

    /** Somebody else hears from now on, and first of all what was left over; he reads, whatever was paused before. */
    void passed(ByteBuffer unread) {
        paused = false;
        endTold = false;
        if (!closed && unread.hasRemaining()) {
            unheard.addFirst(Unpooled.copiedBuffer(unread));
        }
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /** {@return whether more should be read} */
    boolean open() {
        return !paused && !closed;
    }

    /** {@return whether the peer's FIN came} */
    boolean ended() {
        return ended;
    }

    /** {@return whether the handler was told of the peer's FIN} */
    boolean endTold() {
        return endTold;
    }

    void add(ByteBuf bytes) {
        if (closed) {
            bytes.release();
        } else {
            unheard.add(bytes);
        }
    }

    /** Notes that nothing more comes: by FIN, unless {@link #breaks} was called. */
    void end() {
        over = true;
        ended |= !broken;
    }

    /** Notes that the connection broke: the handler is told what came before, but no FIN. */
    void breaks() {
        broken = true;
    }

    /** {@return whether the connection broke, and the handler was told all that came before} */
    boolean brokenAndHeard() {
        return broken && over && unheard.isEmpty();
    }

    /**
     * {@return the buffer behind what the handler is just told, for one more holder; null if these bytes are not that, or
     * not all of it}
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // Equal bytes elsewhere are not what was handed over.
    ByteBuf whole(ByteBuffer bytes) {
        ByteBuf buffer = handed;
        return buffer != null && bytes == view && bytes.remaining() == buffer.readableBytes() ? buffer.retain() : null;
    }

    /** Discards the rest: the handler is told nothing more. */
    void close() {
        closed = true;
        while (!unheard.isEmpty()) {
            unheard.remove().release();
        }
    }

    /** Tells the handler what it may hear now; rethrows what it throws. */
    void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (open() && !unheard.isEmpty()) {
                ByteBuf bytes = unheard.remove();
                ByteBuffer shown = bytes.nioBuffer();
                handed = bytes;
                view = shown;
                try {
                    connection.handler().received(connection, shown);
                } finally {
                    handed = null;
                    view = null;
                    bytes.release();
                }
            }
            if (open() && ended && !endTold) {
                endTold = true;
                connection.handler().inputFinished(connection);
            }
        } finally {
            delivering = false;
        }
    }
}
