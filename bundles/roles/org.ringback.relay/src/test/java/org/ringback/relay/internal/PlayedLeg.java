package org.ringback.relay.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** A connection of one end of a relayed call, played: keeps what it gets and what it was told. */
final class PlayedLeg implements Connection {
    boolean full;
    boolean paused;
    boolean finished;
    boolean aborted;
    boolean abortedBehind;
    boolean left;
    boolean closed;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private ConnectionHandler handler;
    private Connection to;

    void opens(ConnectionHandler hears) {
        handler = hears;
        hears.opened(this);
    }

    void says(String words) {
        says(words.getBytes(US_ASCII));
    }

    /** Something comes; it must not while reading is paused. */
    void says(byte[] bytes) {
        if (paused) {
            throw new AssertionError("it is not read");
        }
        if (to == null) {
            handler.received(this, ByteBuffer.wrap(bytes));
        } else {
            to.write(ByteBuffer.wrap(bytes));
            handler.carried(this, bytes.length);
        }
    }

    /** How many bytes it got. */
    int got() {
        return got.size();
    }

    String heard() {
        return got.toString(US_ASCII);
    }

    @Override
    public InetSocketAddress local() {
        return InetSocketAddress.createUnresolved("local", 1);
    }

    @Override
    public InetSocketAddress remote() {
        return InetSocketAddress.createUnresolved("remote", 1);
    }

    @Override
    public void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            got.write(bytes.get());
        }
    }

    @Override
    public void carryTo(Connection other) {
        to = other;
    }

    @Override
    public boolean writable() {
        return !full;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    @Override
    public void finishWriting() {
        finished = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void leave() {
        left = true;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void abortBehind() {
        abortedBehind = true;
    }

    @Override
    public void passTo(ConnectionHandler next, ByteBuffer unread) {
        opens(next);
    }
}
