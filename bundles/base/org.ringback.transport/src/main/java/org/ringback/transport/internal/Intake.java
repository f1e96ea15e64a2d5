package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ringback.transport.ConnectionHandler;

/**
 * What came on one connection and was not heard yet: Netty may still hand over a chunk after reading was paused, and a
 * FIN behind it. A handler hears nothing while it paused, and nothing out of order. Belongs to the event loop.
 */
final class Intake {
    private final TcpConnection connection;
    private ConnectionHandler handler;
    private final Deque<ByteBuf> unheard = new ArrayDeque<>();
    private boolean paused;
    private boolean delivering;
    private boolean closed;
    private boolean ended;
    private boolean endTold;
    private boolean broken;
    private boolean over;

    Intake(TcpConnection connection, ConnectionHandler handler) {
        this.connection = connection;
        this.handler = handler;
    }

    /** Somebody else hears from now on, and first of all what was left over; he reads, whatever was paused before. */
    void passTo(ConnectionHandler next, ByteBuffer unread) {
        handler = next;
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

    /** {@return whether the handler heard of the peer's FIN} */
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

    /** Nothing more comes; whether that is an end in order depends on {@link #breaks}. */
    void end() {
        over = true;
        ended |= !broken;
    }

    /** The connection broke: what came before is still heard, and then no end in order. */
    void breaks() {
        broken = true;
    }

    /** {@return whether it broke, and all that came before is heard} */
    boolean brokenAndHeard() {
        return broken && over && unheard.isEmpty();
    }

    /** Nothing more is to be heard. */
    void close() {
        closed = true;
        while (!unheard.isEmpty()) {
            unheard.remove().release();
        }
    }

    /** Lets the handler hear what it may; what it throws goes through. */
    void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (open() && !unheard.isEmpty()) {
                ByteBuf bytes = unheard.remove();
                try {
                    handler.received(connection, bytes.nioBuffer());
                } finally {
                    bytes.release();
                }
            }
            if (open() && ended && !endTold) {
                endTold = true;
                handler.inputFinished(connection);
            }
        } finally {
            delivering = false;
        }
    }
}
