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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.ringback.api.Moment;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport on Netty: epoll where there is one, NIO elsewhere. Thread-safe. */
@Component(immediate = true, configurationPid = NettyTransport.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class NettyTransport implements Transport, Limits {
    private static final WriteBufferWaterMark DATAGRAMS_WAITING = new WriteBufferWaterMark(1 << 20, 2 << 20);

    /** PID of the configuration. */
    static final String PID = "org.ringback.transport";

    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);
    private static final TransportSchema SCHEMA = new TransportSchema();

    private final Io io;
    private volatile Settings settings;
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
     * @param properties the configuration
     */
    @Activate
    public NettyTransport(Map<String, Object> properties) {
        this(Io.best(), SCHEMA.read(properties), () -> new Moment(System.nanoTime(), Instant.now()), new BugLog());
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

    /**
     * Applies the settings to what is opened from now on. What is open stays as it is, as the whole process depends on
     * it.
     */
    @Modified
    void modified(Map<String, Object> properties) {
        SCHEMA.change(properties, LOG::error).ifPresent(changed -> {
            settings = changed;
            threads.limit(changed.threads());
            handshakes.limit(changed.handshakeQueue());
            LOG.info("{}: configuration taken", PID);
        });
    }

    /** Closes every loop, socket and thread. */
    @Deactivate
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
        RoleLoop owner = RoleLoop.of(loop);
        LoopThreads.enqueue(owner.eventLoop(), () -> dial(options, owner, handler));
    }

    @Override
    public boolean hasRoute(InetAddress address) {
        return Route.to(address);
    }

    @Override
    public ConnectionHandler protect(
            ProtectionSession session, Duration limit, ProtectedHandler handler, Runnable gone) {
        return new ProtectedLink(session, limit, handler, gone, handshakes);
    }

    @Override
    public List<LimitUse> limits() {
        return handshakes.limits();
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
        handler.dialling(connection);
        channel.connect(options.remote(), options.local().orElse(null)).addListener(dialled -> {
            Throwable cause = dialled.cause();
            if (cause != null) {
                NettyFutures.heardElsewhere(channel.close());
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
        RoleLoop owner = RoleLoop.of(loop);
        if (owner.closed()) {
            throw new IOException("loop: closed");
        }
        return owner;
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
