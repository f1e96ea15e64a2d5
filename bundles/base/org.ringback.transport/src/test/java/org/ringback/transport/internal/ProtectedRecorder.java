package org.ringback.transport.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/** Hears of a protected connection and keeps what it heard. */
class ProtectedRecorder implements ProtectedHandler {
    final CompletableFuture<Connection> opened = new CompletableFuture<>();
    final CompletableFuture<ProtectedConnection> established = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final AtomicInteger closes = new AtomicInteger();
    final AtomicInteger callsAfterClose = new AtomicInteger();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private Consumer<ProtectedConnection> whenEstablished = connection -> {};

    ProtectedRecorder whenEstablished(Consumer<ProtectedConnection> action) {
        whenEstablished = action;
        return this;
    }

    ProtectedConnection connection() throws Exception {
        return established.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    CloseReason reason() throws Exception {
        return closed.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    String text() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void opened(Connection connection) {
        check();
        opened.complete(connection);
    }

    @Override
    public void established(ProtectedConnection connection) {
        check();
        whenEstablished.accept(connection);
        established.complete(connection);
    }

    @Override
    public void received(ProtectedConnection connection, ByteBuffer plaintext) {
        check();
        byte[] chunk = new byte[plaintext.remaining()];
        plaintext.get(chunk);
        synchronized (heard) {
            heard.write(chunk, 0, chunk.length);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        check();
        closes.incrementAndGet();
        closed.complete(reason);
    }

    private void check() {
        if (closed.isDone()) {
            callsAfterClose.incrementAndGet();
        }
    }
}
