package org.ringback.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.net.AddressText;
import org.ringback.wire.MessageKind;

/**
 * A full-cone NAT between real parties and the server that notes everything in a capture: UDP and TCP of one port in
 * front, from which it dials on to wherever the server is now. Each TCP connection leaves from a port of its own at which
 * the NAT also listens: what is dialled there is passed to the party's own port, as a call-back is; the door stands as
 * long as the NAT, so that a late call is seen too. It ends with its loop. Thread-safe.
 */
public final class RecordingNat {
    private static final int MAX_DATAGRAM = 65_536;
    private static final String SERVER = "server";

    private final RelayLoop loop;
    private final Capture capture;
    private final String party;
    private final String caller;
    private final Family family;
    private final String address;
    private final DatagramChannel udp;
    private final Map<InetSocketAddress, DatagramChannel> bindings = new HashMap<>();
    private volatile @Nullable InetSocketAddress server;
    private volatile @Nullable InetSocketAddress latest;

    /**
     * Opens it.
     *
     * @param loop its thread
     * @param capture what is seen
     * @param party who is behind it, {@code issuer} or {@code acceptor}; the other one calls, or is called
     * @param family of its addresses
     * @param server where the server is
     */
    public RecordingNat(RelayLoop loop, Capture capture, String party, Family family, InetSocketAddress server) {
        this.loop = loop;
        this.capture = capture;
        this.party = party;
        this.caller = party.equals("issuer") ? "acceptor" : "issuer";
        this.family = family;
        this.server = server;
        ServerSocketChannel front = Sockets.listenWhereUdpIsFree(family.loopback());
        InetSocketAddress local = (InetSocketAddress) front.socket().getLocalSocketAddress();
        address = AddressText.print(local);
        udp = open(local);
        loop.watch(front, SelectionKey.OP_ACCEPT, key -> goesOut(front));
        loop.watch(udp, SelectionKey.OP_READ, key -> datagramGoesOut());
    }

    private static DatagramChannel open(InetSocketAddress local) {
        return Checked.get(() -> DatagramChannel.open().bind(local));
    }

    /** {@return what the party takes for the server, {@code host:port}} */
    public String address() {
        return address;
    }

    /** From now on the server is there. */
    public void leadsTo(InetSocketAddress place) {
        server = place;
    }

    /** From now on nothing passes, and nobody is told: what is sent is lost, who connects hears nothing. */
    public void leadsNowhere() {
        server = null;
    }

    /** {@return how many datagrams of this kind were sent, also those that were lost} */
    public long seen(MessageKind kind) {
        return capture.packets().stream()
                .filter(packet -> packet.what() == Packet.What.DATAGRAM && packet.stunType() == kind.type())
                .count();
    }

    /** {@return how many TCP connections came from the party} */
    public int connections() {
        return capture.connections(party, SERVER).size();
    }

    /** {@return how many TCP connections were tried to the addresses under which the server saw the party} */
    public int callBacks() {
        return capture.connections(caller, party).size();
    }

    /** Sends to the UDP socket that was heard last, as if the server did. */
    public void inject(byte[] datagram) {
        InetSocketAddress to = Optional.ofNullable(latest).orElseThrow();
        loop.execute(() -> send(udp, datagram, to));
    }

    private void goesOut(ServerSocketChannel front) throws IOException {
        SocketChannel inside = front.accept();
        if (inside != null) {
            InetSocketAddress own = (InetSocketAddress) inside.getRemoteAddress();
            passOn(party, inside, SERVER, () -> {
                InetSocketAddress to = server;
                if (to == null) {
                    return Optional.empty();
                }
                Sockets.DialledAndListening both = Sockets.dialAndListen(family, to);
                ServerSocketChannel door = both.listening();
                loop.register(door, SelectionKey.OP_ACCEPT, key -> comesIn(door, own));
                return Optional.of(both.dialled());
            });
        }
    }

    private void comesIn(ServerSocketChannel door, InetSocketAddress own) throws IOException {
        SocketChannel outside = door.accept();
        if (outside != null) {
            passOn(caller, outside, party, () -> Optional.of(Sockets.dial(own)));
        }
    }

    private void passOn(String from, SocketChannel came, String to, Supplier<Optional<SocketChannel>> dialled) {
        int number = capture.newConnection();
        capture.add(from, to, number, Packet.What.CONNECT);
        loop.later(() -> {
            try {
                Optional<SocketChannel> on = dialled.get();
                if (on.isEmpty()) {
                    loop.register(came, 0, key -> {});
                } else {
                    RecordedStream.join(loop, capture, number, from, came, to, on.get());
                }
            } catch (IOException | UncheckedIOException nobodyThere) {
                capture.add(to, from, number, Packet.What.RST);
                Sockets.reset(came);
            }
        });
    }

    private void datagramGoesOut() throws IOException {
        Map.@Nullable Entry<InetSocketAddress, byte[]> came = receive(udp);
        if (came == null) {
            return;
        }
        latest = came.getKey();
        capture.add(party, SERVER, 0, Packet.What.DATAGRAM, came.getValue());
        loop.later(() -> {
            InetSocketAddress to = server;
            if (to != null) {
                send(bindings.computeIfAbsent(came.getKey(), this::bind), came.getValue(), to);
            }
        });
    }

    private DatagramChannel bind(InetSocketAddress own) {
        DatagramChannel outside = open(family.anyPort());
        loop.register(outside, SelectionKey.OP_READ, key -> datagramComesIn(outside, own));
        return outside;
    }

    private void datagramComesIn(DatagramChannel outside, InetSocketAddress own) throws IOException {
        Map.@Nullable Entry<InetSocketAddress, byte[]> came = receive(outside);
        if (came != null && server != null) {
            capture.add(SERVER, party, 0, Packet.What.DATAGRAM, came.getValue());
            loop.later(() -> send(udp, came.getValue(), own));
        }
    }

    /** {@return source and bytes of a datagram, or null if none waits} */
    private static Map.@Nullable Entry<InetSocketAddress, byte[]> receive(DatagramChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
        InetSocketAddress source = (InetSocketAddress) from.receive(buffer);
        return source == null ? null : Map.entry(source, Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private static void send(DatagramChannel channel, byte[] bytes, InetSocketAddress to) {
        Checked.run(() -> channel.send(ByteBuffer.wrap(bytes), to));
    }
}
