package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.TcpListener;

/**
 * A listening socket. Each connection that it accepts is put on the owner's event loop. If accepting fails, as when the
 * process has no file descriptor left, it accepts again after a second; connections wait in the backlog.
 */
final class ListeningSocket extends OwnedSocket<SocketChannel> {
    private static final long REST_SECONDS = 1;

    private final Parking<ListeningSocket> parking;
    private final BugLog bugs;
    /** Belongs to the channel's event loop. */
    private boolean paused;

    ListeningSocket(Channel channel, InetSocketAddress local, Parking<ListeningSocket> parking, BugLog bugs) {
        super(channel, local, SocketChannel.class, parking);
        this.parking = parking;
        this.bugs = bugs;
    }

    TcpListener attach(RoleLoop loop, ConnectionAcceptor acceptor) {
        Listener listener = new Listener(loop, acceptor);
        LoopThreads.run(channel().eventLoop(), () -> paused = false);
        attach(listener);
        return listener;
    }

    @Override
    SocketChannel keepable(SocketChannel accepted) {
        return accepted;
    }

    @Override
    void discard(SocketChannel accepted) {
        accepted.unsafe().closeForcibly();
    }

    @Override
    void park() {
        parking.park(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable acceptFailed) {
        channel().config().setAutoRead(false);
        NettyFutures.heardElsewhere(channel().eventLoop().schedule(this::acceptAgain, REST_SECONDS, TimeUnit.SECONDS));
    }

    private void acceptAgain() {
        if (owned() && !paused) {
            channel().config().setAutoRead(true);
        }
    }

    private void pause(boolean pausing) {
        LoopThreads.run(channel().eventLoop(), () -> {
            paused = pausing;
            channel().config().setAutoRead(!pausing && owned());
        });
    }

    /** One owner's use of the socket; does nothing once the owner gave it up. */
    final class Listener implements TcpListener, Owner<SocketChannel> {
        private final RoleLoop loop;
        private final ConnectionAcceptor acceptor;

        Listener(RoleLoop loop, ConnectionAcceptor acceptor) {
            this.loop = loop;
            this.acceptor = acceptor;
        }

        Channel channel() {
            return ListeningSocket.this.channel();
        }

        @Override
        public RoleLoop loop() {
            return loop;
        }

        @Override
        public void take(SocketChannel accepted) {
            InetSocketAddress remote = Addresses.plain(accepted.remoteAddress());
            InetSocketAddress local = Addresses.plain(accepted.localAddress());
            if (remote == null || local == null) {
                discard(accepted);
                return;
            }
            try {
                TcpConnection connection = new TcpConnection(accepted, loop, acceptor.accept(remote, local), bugs);
                connection.begin();
            } catch (RuntimeException | Error bug) {
                bugs.report("An acceptor of connections", bug);
                discard(accepted);
            }
        }

        @Override
        public void loopClosed() {
            close();
        }

        @Override
        public InetSocketAddress local() {
            return ListeningSocket.this.local();
        }

        @Override
        public void pauseAccepting() {
            if (owns(this)) {
                pause(true);
            }
        }

        @Override
        public void resumeAccepting() {
            if (owns(this)) {
                pause(false);
            }
        }

        @Override
        public void detach() {
            ListeningSocket.this.detach(this);
        }

        @Override
        public void close() {
            ListeningSocket.this.close(this);
        }
    }
}
