package org.ringback.call;

import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.ProtectedConnection;

/** A TCP connection in the clear that passes for a protected one. */
final class PlainLink implements ProtectedConnection, ConnectionHandler {
    private final Function<ProtectedConnection, CallBack> maker;
    private volatile Connection connection;
    private CallBack callBack;

    PlainLink(Function<ProtectedConnection, CallBack> maker) {
        this.maker = maker;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        callBack = maker.apply(this);
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) {
        callBack.received(bytes);
    }

    @Override
    public void writable(Connection to) {
        callBack.writable();
    }

    @Override
    public void closed(CloseReason reason) {
        callBack.lost(reason.toString());
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
    public PeerFacts peer() {
        return new PeerFacts(
                Line.INFO.peer(), new byte[0], "none", "none", List.of(), connection.local(), connection.remote());
    }
}
