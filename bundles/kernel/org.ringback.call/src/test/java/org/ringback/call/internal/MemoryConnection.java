package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.kernel.Calls;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;

/** One end of a connection in memory, whose handler is called on its loop. */
final class MemoryConnection extends PlayedConnection implements Calls.Passing {
    private MemoryConnection other;
    private volatile ProtectedHandler handler;
    private volatile Loop loop;

    /** Two ends of one connection. */
    static List<MemoryConnection> pair() {
        MemoryConnection one = new MemoryConnection();
        MemoryConnection other = new MemoryConnection();
        one.other = other;
        other.other = one;
        return List.of(one, other);
    }

    @Override
    public void passTo(ProtectedHandler next, Loop owner) {
        handler = next;
        loop = owner;
        owner.execute(() -> next.established(this));
    }

    @Override
    public void write(ByteBuffer plaintext) {
        ByteBuffer copy =
                ByteBuffer.allocate(plaintext.remaining()).put(plaintext).flip();
        other.loop.execute(() -> other.handler.received(other, copy));
    }

    @Override
    public boolean writable() {
        return other.loop != null;
    }

    @Override
    public void close() {
        gone("closed by the peer");
    }

    @Override
    public void abort() {
        gone("reset by the peer");
    }

    private void gone(String why) {
        other.loop.execute(() -> other.handler.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, why)));
    }
}
