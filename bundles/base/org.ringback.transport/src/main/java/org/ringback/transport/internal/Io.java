package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** The two kinds of sockets: Linux's own, and what every JDK has. Makes them unbound and with their options set. */
enum Io {
    /** Native epoll: many datagrams a system call. */
    EPOLL {
        @Override
        boolean available() {
            return Epoll.isAvailable();
        }

        @Override
        IoHandlerFactory handlers() {
            return SteadyEpollIoHandler.newFactory();
        }

        @Override
        Channel datagram(InetSocketAddress local) {
            Channel channel = new EpollDatagramChannel(family(local));
            channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_SLOT);
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAM_SLOT * DATAGRAMS_A_CALL));
            return channel;
        }

        @Override
        Channel server(boolean shared) {
            Channel channel = new EpollServerSocketChannel();
            return shared ? shared(channel, EpollChannelOption.SO_REUSEPORT, true) : channel;
        }

        @Override
        SocketChannel stream(boolean shared) {
            SocketChannel channel = new EpollSocketChannel();
            // It does not know EpollChannelOption.SO_REUSEPORT, so the number is said as Linux knows it.
            return shared
                    ? shared(channel, new IntegerUnixChannelOption("SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT), 1)
                    : channel;
        }

        @Override
        void segments(Channel channel, int mss) {
            if (mss > 0) {
                channel.config().setOption(MAXSEG, mss);
            }
        }
    },

    /** The JDK's sockets. */
    NIO {
        @Override
        boolean available() {
            return true;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Channel datagram(InetSocketAddress local) {
            Channel channel = new NioDatagramChannel(family(local));
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAM_SLOT));
            return channel;
        }

        @Override
        Channel server(boolean shared) {
            Channel channel = new NioServerSocketChannel();
            return shared ? shared(channel, NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true) : channel;
        }

        @Override
        SocketChannel stream(boolean shared) {
            SocketChannel channel = new NioSocketChannel();
            return shared ? shared(channel, NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true) : channel;
        }

        /** The JDK has no such option. */
        @Override
        void segments(Channel channel, int mss) {
            // The kernel's own size stays.
        }
    };

    /** TCP_MAXSEG, which Netty does not name, as Linux knows it. */
    static final ChannelOption<Integer> MAXSEG = new IntegerUnixChannelOption("TCP_MAXSEG", 6, 2);

    /** Longest datagram that a handler hears, in bytes; longer ones are no message of ours and are dropped. */
    static final int MAX_DATAGRAM = 2048;

    /** What is received of one datagram: a little more, so that a longer one shows. */
    private static final int DATAGRAM_SLOT = MAX_DATAGRAM + 16;

    private static final int DATAGRAMS_A_CALL = 32;
    /** States of a connection, as Linux numbers them (tcp_states.h). */
    private static final int FIN_WAIT_2 = 5;

    private static final int TIME_WAIT = 6;
    private static final int CLOSED = 7;

    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEPORT = 15;

    abstract boolean available();

    abstract IoHandlerFactory handlers();

    abstract Channel datagram(InetSocketAddress local);

    abstract Channel server(boolean shared);

    abstract SocketChannel stream(boolean shared);

    /**
     * Limits what each TCP segment carries, both ways: said before connecting, or before listening for all accepted ones.
     *
     * @param mss in bytes; 0 leaves it to the kernel
     */
    abstract void segments(Channel channel, int mss);

    /** {@return whether the peer's kernel surely has all that was sent, and our FIN; only Linux tells} */
    static boolean taken(SocketChannel channel) {
        return channel instanceof EpollSocketChannel epoll && channel.isOpen() && tookFin(epoll);
    }

    /** {@return whether it surely has not; only Linux tells} */
    static boolean pending(SocketChannel channel) {
        return channel instanceof EpollSocketChannel epoll && channel.isOpen() && !tookFin(epoll);
    }

    private static boolean tookFin(EpollSocketChannel channel) {
        int state = channel.tcpInfo().state();
        return state == FIN_WAIT_2 || state == TIME_WAIT || state == CLOSED;
    }

    /** {@return whether nothing that was sent is on its way; only Linux tells} */
    static boolean acknowledged(SocketChannel channel) {
        return channel instanceof EpollSocketChannel epoll
                && channel.isOpen()
                && epoll.tcpInfo().unacked() == 0;
    }

    /** {@return epoll where there is one} */
    static Io best() {
        return EPOLL.available() ? EPOLL : NIO;
    }

    private static SocketProtocolFamily family(InetSocketAddress local) {
        return local.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    private static <C extends Channel, T> C shared(C channel, ChannelOption<T> option, T on) {
        if (!channel.config().setOption(option, on)) {
            channel.unsafe().closeForcibly();
            throw new UnsupportedOperationException("SO_REUSEPORT: not known to this system (expected: Linux)");
        }
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        return channel;
    }
}
