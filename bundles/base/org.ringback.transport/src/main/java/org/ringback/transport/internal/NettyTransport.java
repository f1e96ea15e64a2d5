package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.ringback.api.Moment;
import org.ringback.api.net.AddressText;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
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

/** The transport on Netty: epoll where there is one, NIO elsewhere. Thread-safe. */
public final class NettyTransport implements Transport {
    private static final WriteBufferWaterMark DATAGRAMS_WAITING = new WriteBufferWaterMark(1 << 20, 2 << 20);

    /** The configuration. A change closes every socket. */
    @ObjectClassDefinition(
            name = "Ringback transport",
            description = "The sockets. A change closes all of them: connections end and come again.")
    public @interface Config {
        /** {@return most event loop threads; each role has its own while there are enough} */
        @AttributeDefinition(
                description = "Most event loop threads; each role has its own while there are enough."
                        + " Default 4, 1 to 64.",
                min = "1",
                max = "64")
        int threads() default Settings.DEFAULT_THREADS;

        /** {@return handshake steps that may wait for a thread} */
        @AttributeDefinition(
                description = "Handshake steps that may wait for a thread; what comes above is closed."
                        + " Default 512, 1 to 4096.",
                min = "1",
                max = "4096")
        int handshake$_$queue() default Settings.DEFAULT_HANDSHAKE_QUEUE;

        /** {@return receive buffer of a UDP socket in bytes} */
        @AttributeDefinition(
                description = "Receive buffer asked for each UDP socket, in bytes; the system may give less"
                        + " (net.core.rmem_max). Default 4194304, 65536 to 67108864.",
                min = "65536",
                max = "67108864")
        int receive$_$buffer() default Settings.DEFAULT_RECEIVE_BUFFER;

        /** {@return largest TCP segment in bytes; 0 leaves it to the kernel} */
        @AttributeDefinition(
                description = "Largest TCP segment in bytes, so that a path which drops larger packets without a word"
                        + " still carries; 0 leaves it to the kernel. Linux with epoll only. Default 1220, 0 or 536 to"
                        + " 1460.",
                min = "0",
                max = "1460")
        int mss() default Settings.DEFAULT_MSS;
    }

    private final Io io;
    private final Settings settings;
    private final Supplier<Moment> clock;
    private final BugLog bugs;
    private final LoopThreads threads;
    private final HandshakePool handshakes;
    private final Set<RoleLoop> loops = ConcurrentHashMap.newKeySet();
    private final Parking<UdpSocket> udp;
    private final Parking<ListeningSocket> tcp;

    /**
     * Starts the transport; threads start when they are needed.
     *
     * @param config the configuration
     */
    public NettyTransport(Config config) {
        this(new Settings(
                config.threads(),
                config.handshake$_$queue(),
                config.receive$_$buffer(),
                config.mss(),
                Settings.DETACHED_LIMIT));
    }

    /** On this machine's sockets and clock. */
    NettyTransport(Settings settings) {
        this(Io.best(), settings, () -> new Moment(System.nanoTime(), Instant.now()), new BugLog());
    }

    NettyTransport(Io io, Settings settings, Supplier<Moment> clock, BugLog bugs) {
        this.io = io;
        this.settings = settings;
        this.clock = clock;
        this.bugs = bugs;
        threads = new LoopThreads(settings.threads(), io.handlers());
        handshakes = new HandshakePool(settings.handshakeQueue());
        udp = new Parking<>(settings.detachedLimit());
        tcp = new Parking<>(settings.detachedLimit());
    }

    /** Closes every loop, socket and thread. */
    public void close() {
        loops.forEach(RoleLoop::close);
        udp.close();
        tcp.close();
        handshakes.close();
        threads.close();
    }

    @Override
    public Loop newLoop(String owner) {
        RoleLoop loop = new RoleLoop(threads.of(owner), clock, bugs, loops::remove);
        loops.add(loop);
        return loop;
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, DatagramHandler handler) throws IOException {
        RoleLoop owner = toBindOn(loop);
        UdpSocket parked = udp.claim(local);
        if (parked != null) {
            return parked.attach(owner, handler);
        }
        Channel channel = Binding.bind(owner.eventLoop(), () -> datagram(local), local);
        UdpSocket socket = new UdpSocket(channel, bound(channel, local), udp, bugs);
        socket.join();
        return socket.attach(owner, handler);
    }

    @Override
    public TcpListener listen(InetSocketAddress local, ListenOptions options, Loop loop, ConnectionAcceptor acceptor)
            throws IOException {
        RoleLoop owner = toBindOn(loop);
        ListeningSocket parked = tcp.claim(local);
        if (parked != null) {
            return parked.attach(owner, acceptor);
        }
        Channel channel = Binding.bind(owner.eventLoop(), () -> server(options), local);
        ListeningSocket socket = new ListeningSocket(channel, bound(channel, local), tcp, bugs);
        socket.join();
        return socket.attach(owner, acceptor);
    }

    @Override
    public void dial(DialOptions options, Loop loop, ConnectionHandler handler) {
        RoleLoop owner = ours(loop);
        LoopThreads.enqueue(owner.eventLoop(), () -> dial(options, owner, handler));
    }

    @Override
    public boolean hasRoute(InetAddress address) {
        return Route.to(address);
    }

    @Override
    public ConnectionHandler protect(ProtectionSession session, Duration limit, ProtectedHandler handler) {
        return new ProtectedLink(session, limit, handler, handshakes);
    }

    private void dial(DialOptions options, RoleLoop owner, ConnectionHandler handler) {
        SocketChannel channel;
        try {
            channel = io.stream(options.sharedPort());
        } catch (RuntimeException refused) {
            owner.execute(() -> handler.closed(CloseReason.of(Kind.NOT_DIALLED, "no socket: " + refused.getMessage())));
            return;
        }
        io.segments(channel, settings.mss());
        channel.config().setConnectTimeoutMillis(millis(options.limit()));
        TcpConnection connection = new TcpConnection(channel, owner, handler, bugs);
        connection.begin();
        channel.connect(options.remote(), options.local().orElse(null)).addListener(dialled -> {
            Throwable cause = dialled.cause();
            if (cause != null) {
                Outcome.heardElsewhere(channel.close());
                connection.failed(CloseReasons.ofDial(cause, options.limit(), localNamed(options)));
            }
        });
    }

    private Channel datagram(InetSocketAddress local) {
        Channel channel = io.datagram(local);
        channel.config().setOption(ChannelOption.SO_RCVBUF, settings.receiveBuffer());
        channel.config().setWriteBufferWaterMark(DATAGRAMS_WAITING);
        return channel;
    }

    private Channel server(ListenOptions options) {
        Channel channel = io.server(options.sharedPort());
        io.segments(channel, settings.mss());
        channel.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        return channel;
    }

    private static InetSocketAddress bound(Channel channel, InetSocketAddress asked) throws IOException {
        InetSocketAddress local = Addresses.plain(channel.localAddress());
        if (local == null) {
            throw new IOException(AddressText.print(asked) + ": closed at once");
        }
        return local;
    }

    private static RoleLoop toBindOn(Loop loop) throws IOException {
        if (LoopThread.isCurrent()) {
            throw new IllegalStateException("binding blocks (expected: to be called off the loops)");
        }
        RoleLoop owner = ours(loop);
        if (owner.closed()) {
            throw new IOException("loop: closed");
        }
        return owner;
    }

    private static RoleLoop ours(Loop loop) {
        if (loop instanceof RoleLoop ours) {
            return ours;
        }
        throw new IllegalArgumentException("loop: another's (expected: one of this transport's)");
    }

    private static boolean localNamed(DialOptions options) {
        return options.local()
                .filter(local -> !local.getAddress().isAnyLocalAddress())
                .isPresent();
    }

    private static int millis(Duration limit) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
    }
}
