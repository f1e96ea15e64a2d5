package org.ringback.call.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.Role;
import org.ringback.kernel.Calls;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/** One end of a connection in memory, whose handler is called on its loop. */
final class MemoryConnection implements ProtectedConnection, Calls.Passing {
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
    public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
        throw new UnsupportedOperationException("a call keeps its connection");
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
    public PeerFacts peer() {
        return new PeerFacts(
                Line.facts(Role.ISSUER).peer(),
                new byte[32],
                "none",
                "none",
                List.of(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
    }

    @Override
    public void pauseReading() {
        throw new AssertionError("a call must always read: its windows bound it");
    }

    @Override
    public void resumeReading() {
        throw new AssertionError("never paused");
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
