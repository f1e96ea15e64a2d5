package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** Counts how it is ended; nothing comes but what a test says, and nothing may be said to it. */
final class ScriptedConnection implements Connection {
    int aborts;
    int closed;
    boolean aborted;
    boolean paused;

    @Nullable
    ConnectionHandler passedTo;

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
        throw new AssertionError("nothing is said to a stranger");
    }

    @Override
    public boolean writable() {
        return true;
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
        // nothing was said
    }

    @Override
    public void close() {
        closed++;
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
    public void carryTo(Connection to) {
        throw new UnsupportedOperationException("carryTo");
    }

    @Override
    public void passTo(ConnectionHandler next, ByteBuffer unread) {
        passedTo = next;
        paused = false;
        next.opened(this);
        if (unread.hasRemaining()) {
            next.received(this, unread);
        }
    }

    @Override
    public void abort() {
        aborts++;
        aborted = true;
    }
}
