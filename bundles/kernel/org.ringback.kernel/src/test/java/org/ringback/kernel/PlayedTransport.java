package org.ringback.kernel;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;

/** Knows one protected connection, with which it does what the test says. */
final class PlayedTransport implements Transport {
    private @Nullable ProtectedHandler handler;
    private @Nullable PlayedConnection connection;
    private @Nullable ConnectionHandler dialled;

    /** Passes for a session: nothing is called on it. */
    static ProtectionSession session() {
        return (ProtectionSession) Proxy.newProxyInstance(
                ProtectionSession.class.getClassLoader(),
                new Class<?>[] {ProtectionSession.class},
                (self, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    PlayedConnection establish() {
        PlayedConnection made = new PlayedConnection();
        connection = made;
        handler().established(made);
        return made;
    }

    void receive(byte[] bytes) {
        handler().received(Objects.requireNonNull(connection), ByteBuffer.wrap(bytes));
    }

    void writable() {
        handler().writable(Objects.requireNonNull(connection));
    }

    void close(String detail) {
        Objects.requireNonNull(dialled).closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, detail));
    }

    boolean dialled() {
        return dialled != null;
    }

    /** {@return the handler of what was dialled} */
    ConnectionHandler plain() {
        return Objects.requireNonNull(dialled);
    }

    private ProtectedHandler handler() {
        return Objects.requireNonNull(handler);
    }

    @Override
    public void dial(DialOptions options, Loop loop, ConnectionHandler plain) {
        dialled = plain;
    }

    @Override
    public boolean hasRoute(InetAddress address) {
        return true;
    }

    @Override
    public ConnectionHandler protect(ProtectionSession session, Duration limit, ProtectedHandler to, Runnable gone) {
        handler = to;
        return new ConnectionHandler() {
            @Override
            public void dialling(Connection dialled) {
                to.dialling(dialled);
            }

            @Override
            public void opened(Connection opened) {
                to.opened(opened);
            }

            @Override
            public void received(Connection from, ByteBuffer bytes) {
                throw new UnsupportedOperationException("only plaintext is played");
            }

            @Override
            public void closed(CloseReason reason) {
                gone.run();
                to.closed(reason);
            }
        };
    }

    @Override
    public Loop newLoop(String owner) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, DatagramHandler datagrams) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TcpListener listen(InetSocketAddress local, ListenOptions options, Loop loop, ConnectionAcceptor acceptor) {
        throw new UnsupportedOperationException();
    }

    /** Counts what is written. */
    final class PlayedConnection implements ProtectedConnection {
        private int written;
        private boolean aborted;

        int written() {
            return written;
        }

        boolean aborted() {
            return aborted;
        }

        @Override
        public PeerFacts peer() {
            return new PeerFacts(
                    new KeyFingerprint("0".repeat(64)),
                    new byte[0],
                    "tls13",
                    "x25519",
                    List.of(),
                    InetSocketAddress.createUnresolved("local", 1),
                    InetSocketAddress.createUnresolved("remote", 1));
        }

        @Override
        public void write(ByteBuffer plaintext) {
            written += plaintext.remaining();
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void renew(ProtectionSession next, Duration limit, Runnable gone) {
            throw new UnsupportedOperationException("a role keeps its session");
        }

        @Override
        public void pauseReading() {
            // nothing comes but what the test plays
        }

        @Override
        public void resumeReading() {
            // nothing comes but what the test plays
        }

        @Override
        public void close() {
            // the test plays the end
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
            handler = next;
            next.established(this);
            if (unread.hasRemaining()) {
                next.received(this, unread);
            }
        }
    }
}
