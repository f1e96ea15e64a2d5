package org.ringback.call.internal;

import java.net.InetSocketAddress;
import org.ringback.transport.TcpListener;

/** A port that is open until it is closed. */
final class PlayedListener implements TcpListener {
    boolean closed;

    @Override
    public InetSocketAddress local() {
        return PlayedLocal.ADDRESS;
    }

    @Override
    public void pauseAccepting() {}

    @Override
    public void resumeAccepting() {}

    @Override
    public void detach() {
        throw new AssertionError("a forwarded port is never kept for somebody else");
    }

    @Override
    public void close() {
        closed = true;
    }
}
