package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Queues what came on one connection until the handler is told: even after reading was paused, Netty may hand over one
 * more chunk and a FIN. So a handler that paused reading is told nothing meanwhile, and everything in order later.
 * Belongs to the event loop.
 */
final class Intake {
    private final TcpConnection connection;
    private final Deque<ByteBuf> unheard = new ArrayDeque<>();
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

    /** {@return whether the handler may hear what comes, and waits for nothing that came before} */
    boolean idle() {
        return open() && unheard.isEmpty() && !delivering;
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
                try {
                    if (!connection.carriage().carry(bytes)) {
                        connection.handler().received(connection, bytes.nioBuffer());
                    }
                } finally {
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
