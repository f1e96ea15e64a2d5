package org.ringback.call.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;

/** Keeps what is dialled, and listens nowhere. */
final class Dialler implements Transport {
    DialOptions options;
    ConnectionHandler handler;

    @Override
    public void dial(DialOptions how, Loop loop, ConnectionHandler connectionHandler) {
        options = how;
        handler = connectionHandler;
    }

    @Override
    public Loop newLoop(String owner) {
        throw new AssertionError();
    }

    @Override
    public UdpPort openUdp(InetSocketAddress address, Loop loop, DatagramHandler datagrams) {
        throw new AssertionError();
    }

    @Override
    public TcpListener listen(InetSocketAddress address, ListenOptions how, Loop loop, ConnectionAcceptor acceptor) {
        throw new AssertionError();
    }

    @Override
    public boolean hasRoute(InetAddress address) {
        throw new AssertionError();
    }

    @Override
    public ConnectionHandler protect(
            ProtectionSession session, Duration limit, ProtectedHandler protectedHandler, Runnable gone) {
        throw new AssertionError();
    }
}
