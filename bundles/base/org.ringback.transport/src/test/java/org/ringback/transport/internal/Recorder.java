package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** Hears of a connection and keeps what it heard. */
class Recorder implements ConnectionHandler {
    final CompletableFuture<Connection> dialling = new CompletableFuture<>();
    final CompletableFuture<Connection> opened = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final CountDownLatch inputFinished = new CountDownLatch(1);
    final AtomicInteger writables = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    final AtomicInteger callsAfterClose = new AtomicInteger();
    volatile String thread = "";
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private Consumer<Connection> whenOpened = connection -> {};
    private Consumer<Connection> whenInputFinished = Connection::close;

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    Recorder whenOpened(Consumer<Connection> action) {
        whenOpened = action;
        return this;
    }

    Recorder whenInputFinished(Consumer<Connection> action) {
        whenInputFinished = action;
        return this;
    }

    Connection connection() throws Exception {
        return opened.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    CloseReason reason() throws Exception {
        return closed.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean heardFin() throws InterruptedException {
        return inputFinished.await(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    String text() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.UTF_8);
        }
    }

    int size() {
        synchronized (heard) {
            return heard.size();
        }
    }

    void awaitText(String expected) {
        await().atMost(TransportRule.PATIENCE).until(() -> text().equals(expected));
    }

    @Override
    public void dialling(Connection connection) {
        check();
        dialling.complete(connection);
    }

    @Override
    public void opened(Connection connection) {
        check();
        thread = Thread.currentThread().getName();
        whenOpened.accept(connection);
        opened.complete(connection);
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
        check();
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        synchronized (heard) {
            heard.write(chunk, 0, chunk.length);
        }
    }

    @Override
    public void inputFinished(Connection connection) {
        check();
        inputFinished.countDown();
        whenInputFinished.accept(connection);
    }

    @Override
    public void writable(Connection connection) {
        check();
        writables.incrementAndGet();
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
