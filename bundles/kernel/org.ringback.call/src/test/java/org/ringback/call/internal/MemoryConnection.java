package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.ringback.kernel.Calls;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;

/** One end of a connection in memory, whose handler is called on its loop: what comes before it has one waits for it. */
final class MemoryConnection extends PlayedConnection implements Calls.Passing {
    private MemoryConnection other;
    private final Deque<Consumer<ProtectedHandler>> early = new ArrayDeque<>();
    private ProtectedHandler handler;
    private Loop loop;

    /** Two ends of one connection. */
    static List<MemoryConnection> pair() {
        MemoryConnection one = new MemoryConnection();
        MemoryConnection other = new MemoryConnection();
        one.other = other;
        other.other = one;
        return List.of(one, other);
    }

    @Override
    public synchronized void passTo(ProtectedHandler next, Loop owner) {
        handler = next;
        loop = owner;
        tell(told -> told.established(this));
        early.forEach(this::tell);
    }

    private synchronized void tell(Consumer<ProtectedHandler> event) {
        if (loop == null) {
            early.add(event);
        } else {
            ProtectedHandler told = handler;
            loop.execute(() -> event.accept(told));
        }
    }

    @Override
    public void write(ByteBuffer plaintext) {
        ByteBuffer copy =
                ByteBuffer.allocate(plaintext.remaining()).put(plaintext).flip();
        other.tell(told -> told.received(other, copy));
    }

    @Override
    public boolean writable() {
        return true;
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
        other.tell(told -> told.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, why)));
    }
}
