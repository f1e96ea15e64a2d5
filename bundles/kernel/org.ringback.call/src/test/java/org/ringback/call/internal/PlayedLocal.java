package org.ringback.call.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** A program's connection at a forwarded port, played: counts what it gets and keeps what it was told. */
class PlayedLocal implements Connection {
    static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);

    int sum;
    int got;
    int fullAfter = Integer.MAX_VALUE;
    boolean full;
    boolean paused;
    boolean finished;
    boolean closed;
    boolean aborted;

    @Override
    public InetSocketAddress local() {
        return ADDRESS;
    }

    @Override
    public InetSocketAddress remote() {
        return ADDRESS;
    }

    @Override
    public void write(ByteBuffer bytes) {
        got += bytes.remaining();
        full |= got >= fullAfter;
        while (bytes.hasRemaining()) {
            sum += bytes.get();
        }
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
        close();
    }

    @Override
    public void abortBehind() {
        abort();
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void carryTo(Connection to) {
        throw new UnsupportedOperationException("carryTo");
    }

    @Override
    public void passTo(ConnectionHandler next, ByteBuffer unread) {
        throw new UnsupportedOperationException("a forwarded connection stays with its forwarder");
    }
}
