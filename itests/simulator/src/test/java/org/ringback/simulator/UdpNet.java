package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.wire.Door;
import org.ringback.wire.MessageKind;

/** Datagrams: lost, doubled, late, in another order, and re-addressed by a NAT. */
final class UdpNet {
    private static final Duration LEAST = Duration.ofMillis(4);
    private static final int HEARD = 200;

    private final Simulation simulation;
    private final Map<InetSocketAddress, Socket> sockets = new HashMap<>();
    private final Nat nat;
    private final List<Sent> heard = new ArrayList<>();
    private int oldest;
    private Tap tap = (source, to, bytes) -> true;

    /** Takes the datagrams of one socket. */
    interface Receiver {
        void received(byte[] bytes, InetSocketAddress source, InetSocketAddress socket);
    }

    /** Looks at every datagram as it leaves, NAT passed. */
    interface Tap {
        /** {@return whether it may go on} */
        boolean passes(InetSocketAddress source, InetSocketAddress to, byte[] bytes);
    }

    /** A datagram as somebody on the way saw it. */
    private record Sent(InetSocketAddress source, InetSocketAddress to, byte[] bytes) {}

    private record Socket(Host host, Receiver receiver) {}

    UdpNet(Simulation simulation, Nat nat) {
        this.simulation = simulation;
        this.nat = nat;
    }

    void tap(Tap eavesdropper) {
        tap = eavesdropper;
    }

    void open(Host host, InetSocketAddress local, Receiver receiver) {
        if (sockets.putIfAbsent(local, new Socket(host, receiver)) != null) {
            throw new IllegalStateException(local + ": in use");
        }
    }

    void closeAll(Host host) {
        sockets.values().removeIf(socket -> socket.host() == host);
    }

    void send(Host host, InetSocketAddress local, InetSocketAddress to, byte[] bytes) {
        if (bytes.length > Door.SERVER_UDP.maxLength()) {
            throw new AssertionError("datagram of " + bytes.length + " bytes (expected: no fragments)");
        }
        InetSocketAddress source = host.outside(local, to);
        if (tap.passes(source, to, bytes)) {
            overLine(host, source, to, bytes, () -> transmit(source, to, bytes));
        }
    }

    /** Sends as it stands, from anywhere, as somebody on the way could. */
    void transmit(InetSocketAddress source, InetSocketAddress to, byte[] bytes) {
        Weather weather = simulation.weather();
        replay(new Sent(source, to, bytes), weather.replays());
        if (weather.silentFamily() == Host.family(to.getAddress()) || simulation.chance(weather.loss())) {
            simulation.fault(Fault.LOSS, "udp", new Described(bytes, source, to));
            return;
        }
        int copies = simulation.chance(weather.duplication()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            Duration delay = LEAST.plus(weather.distance()).plus(simulation.upTo(weather.jitter()));
            simulation.in(delay, () -> arrive(source, to, bytes));
        }
    }

    /** Somebody on the way keeps what passes, and sends some of it again much later. */
    private void replay(Sent sent, double share) {
        if (heard.size() < HEARD) {
            heard.add(sent);
        } else {
            heard.set(oldest, sent);
            oldest = (oldest + 1) % HEARD;
        }
        if (simulation.chance(share)) {
            Sent old = heard.get(simulation.below(heard.size()));
            simulation.in(LEAST, () -> arrive(old.source(), old.to(), old.bytes()));
        }
    }

    private void arrive(InetSocketAddress source, InetSocketAddress to, byte[] bytes) {
        Optional<InetSocketAddress> inside = nat.has(to.getAddress()) ? nat.inbound(to, source) : Optional.of(to);
        Socket socket = inside.map(sockets::get).orElse(null);
        if (socket == null) {
            simulation.note("udp", "nobody there", new Described(bytes, source, to));
            return;
        }
        overLine(socket.host(), source, to, bytes, () -> {
            if (!routine(bytes)) {
                simulation.note(socket.host().name(), "<- datagram", new Described(bytes, source, to));
            }
            if (socket.equals(sockets.get(inside.get()))) {
                socket.receiver().received(bytes.clone(), source, inside.get());
            }
        });
    }

    /** Lets a datagram take as long as a host is far away, or be lost there. */
    private void overLine(Host host, InetSocketAddress source, InetSocketAddress to, byte[] bytes, Runnable then) {
        if (simulation.chance(host.loss())) {
            simulation.fault(Fault.LOSS, "udp", new Described(bytes, source, to));
        } else if (host.distance().isZero()) {
            then.run();
        } else {
            simulation.in(host.distance(), then);
        }
    }

    /** Registrations in calm weather would fill every trace. */
    private boolean routine(byte[] bytes) {
        int type = bytes[0] << Byte.SIZE | bytes[1];
        return simulation.weather().equals(Weather.CALM)
                && (type == MessageKind.REGISTER.type() || type == MessageKind.REGISTERED.type());
    }
}
