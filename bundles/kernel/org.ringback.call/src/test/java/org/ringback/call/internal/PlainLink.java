package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.ringback.api.Role;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/** A TCP connection in the clear that passes for a protected one. */
final class PlainLink implements ProtectedConnection, ConnectionHandler {
    private final CallEnd call;
    private volatile Connection connection;

    PlainLink(CallEnd call) {
        this.call = call;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        call.established(this);
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) {
        call.received(this, bytes);
    }

    @Override
    public void writable(Connection to) {
        call.writable(this);
    }

    @Override
    public void closed(CloseReason reason) {
        call.closed(reason);
    }

    @Override
    public void write(ByteBuffer plaintext) {
        connection.write(
                ByteBuffer.allocate(plaintext.remaining()).put(plaintext).flip());
    }

    @Override
    public boolean writable() {
        return connection.writable();
    }

    @Override
    public void pauseReading() {
        connection.pauseReading();
    }

    @Override
    public void resumeReading() {
        connection.resumeReading();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void abort() {
        connection.abort();
    }

    @Override
    public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
        throw new UnsupportedOperationException("a call keeps its connection");
    }

    @Override
    public void renew(ProtectionSession next, Duration limit, Runnable gone) {
        throw new UnsupportedOperationException("nothing protects it");
    }

    @Override
    public PeerFacts peer() {
        return new PeerFacts(
                Line.facts(Role.ISSUER).peer(),
                new byte[0],
                "none",
                "none",
                List.of(),
                connection.local(),
                connection.remote());
    }
}
