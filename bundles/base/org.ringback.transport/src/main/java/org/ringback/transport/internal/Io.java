package org.ringback.transport.internal;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/** The two implementations of sockets: Linux's epoll, and the JDK's. Makes sockets unbound, with their options set. */
enum Io {
    /** Native epoll, which reads and sends many datagrams in one system call. */
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
            return shared ? sharing(channel, EpollChannelOption.SO_REUSEPORT, true) : channel;
        }

        @Override
        SocketChannel stream(boolean shared) {
            SocketChannel channel = new EpollSocketChannel();
            // The channel does not know EpollChannelOption.SO_REUSEPORT, so set it by Linux's number.
            return shared
                    ? sharing(channel, new IntegerUnixChannelOption("SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT), 1)
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
            return shared ? sharing(channel, NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true) : channel;
        }

        @Override
        SocketChannel stream(boolean shared) {
            SocketChannel channel = new NioSocketChannel();
            if (shared) {
                // Where the system does not know it, the dial goes on, and nobody else has its port.
                share(channel, NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
            }
            return channel;
        }

        /** The JDK has no such option. */
        @Override
        void segments(Channel channel, int mss) {
            // Nothing: the kernel's own size stays.
        }
    };

    /** TCP_MAXSEG, which Netty does not name, as Linux knows it. */
    static final ChannelOption<Integer> MAXSEG = new IntegerUnixChannelOption("TCP_MAXSEG", 6, 2);

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    /** Where tcpi_pmtu stands in Linux's struct tcp_info, in bytes: a number of bytes. */
    private static final int PATH_MTU = 60;

    /** Where tcpi_min_rtt stands there: a number of microseconds. */
    private static final int MIN_RTT = 148;

    /** TCP_INFO up to and with that field, which Netty's own reading of it leaves out. */
    private static final ChannelOption<ByteBuffer> TCP_INFO =
            new RawUnixChannelOption("TCP_INFO", 6, 11, MIN_RTT + Integer.BYTES);

    /** What the field has before anything was acknowledged; 0 is what is left where a kernel does not have it. */
    private static final int NOT_MEASURED = -1;

    /** Longest datagram that reaches a handler, in bytes; longer ones are no message of ours and are dropped. */
    static final int MAX_DATAGRAM = 2048;

    /** Bytes received of one datagram: a few more than the longest, so that a longer one is noticed. */
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
     * Limits the size of TCP segments in both directions. Set before connecting; or before listening, for all accepted
     * connections.
     *
     * @param mss in bytes; 0 leaves it to the kernel
     */
    abstract void segments(Channel channel, int mss);

    /** Sets what every connection has. */
    static void prepare(SocketChannel channel) {
        channel.config()
                .setAutoRead(false)
                // One read an event: whoever sends much keeps nobody else waiting.
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator())
                // A failed write must not discard what the peer sent before it reset the connection.
                .setAutoClose(false)
                .setAllowHalfClosure(true)
                .setTcpNoDelay(true)
                .setWriteBufferWaterMark(WATER_MARK);
    }

    /**
     * {@return whether the peer's kernel has certainly received all that was sent, and our FIN; always false but on
     * Linux}
     */
    static boolean taken(SocketChannel channel) {
        return told(channel).filter(Io::tookFin).isPresent();
    }

    /** {@return whether it has certainly not; always false but on Linux} */
    static boolean pending(SocketChannel channel) {
        return told(channel).filter(info -> !tookFin(info)).isPresent();
    }

    private static boolean tookFin(EpollTcpInfo info) {
        int state = info.state();
        return state == FIN_WAIT_2 || state == TIME_WAIT || state == CLOSED;
    }

    /** {@return whether all that was sent is certainly acknowledged; only Linux tells} */
    static boolean acknowledged(SocketChannel channel) {
        return told(channel).filter(info -> info.unacked() == 0).isPresent();
    }

    /** What the kernel tells of a connection; nothing where it does not, so that no certainty comes of it. */
    private static Optional<EpollTcpInfo> told(SocketChannel channel) {
        try {
            return channel instanceof EpollSocketChannel epoll && channel.isOpen()
                    ? Optional.of(epoll.tcpInfo())
                    : Optional.empty();
        } catch (ChannelException untold) {
            return Optional.empty();
        }
    }

    /** {@return the smallest round trip that the kernel measured on a connection; only Linux tells} */
    static Optional<Duration> roundTrip(SocketChannel channel) {
        return channel instanceof EpollSocketChannel && channel.isOpen()
                ? roundTrip(channel.config())
                : Optional.empty();
    }

    /** What the kernel does not tell is not known: whoever asks for a number loses nothing else by it. */
    static Optional<Duration> roundTrip(ChannelConfig socket) {
        try {
            return roundTrip(socket.getOption(TCP_INFO));
        } catch (ChannelException untold) {
            return Optional.empty();
        }
    }

    /** The smallest round trip in the bytes of a struct tcp_info. */
    static Optional<Duration> roundTrip(ByteBuffer info) {
        int micros = info.order(ByteOrder.nativeOrder()).getInt(MIN_RTT);
        return micros == 0 || micros == NOT_MEASURED
                ? Optional.empty()
                : Optional.of(Duration.of(Integer.toUnsignedLong(micros), ChronoUnit.MICROS));
    }

    /** {@return the longest packet that the kernel sends whole on a connection's path; only Linux tells} */
    static OptionalInt pathMtu(SocketChannel channel) {
        if (!(channel instanceof EpollSocketChannel) || !channel.isOpen()) {
            return OptionalInt.empty();
        }
        try {
            return pathMtu(channel.config().getOption(TCP_INFO));
        } catch (ChannelException untold) {
            return OptionalInt.empty();
        }
    }

    /** The path MTU in the bytes of a struct tcp_info. */
    static OptionalInt pathMtu(ByteBuffer info) {
        int bytes = info.order(ByteOrder.nativeOrder()).getInt(PATH_MTU);
        return bytes > 0 ? OptionalInt.of(bytes) : OptionalInt.empty();
    }

    /** {@return epoll if this machine has it, else NIO} */
    static Io best() {
        return EPOLL.available() ? EPOLL : NIO;
    }

    private static SocketProtocolFamily family(InetSocketAddress local) {
        return local.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    private static <C extends Channel, T> C sharing(C channel, ChannelOption<T> option, T on) {
        if (!share(channel, option, on)) {
            channel.unsafe().closeForcibly();
            throw new UnsupportedOperationException("SO_REUSEPORT: not known to this system (expected: Linux)");
        }
        return channel;
    }

    private static <T> boolean share(Channel channel, ChannelOption<T> option, T on) {
        return channel.config().setOption(option, on) && channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
    }
}
