package org.ringback.simulator.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ringback.simulator.tcp.Segment.Flag;

/**
 * TCP in one machine's kernel, as Linux has it, up to where connections stand. A SYN for a connecting socket of exactly
 * these two addresses opens that one from both ends; else it is a listener's; else a RST answers. For one thread.
 */
public final class TcpStack {
    private final Internet internet;
    private final Set<InetAddress> addresses;
    private final Map<Pair, TcpSocket> sockets = new HashMap<>();
    private final Map<InetSocketAddress, Listener> listeners = new HashMap<>();
    /** How many SYNs left from one port to another one. */
    private final Map<Pair, Integer> syns = new HashMap<>();

    private boolean powered = true;

    private record Pair(InetSocketAddress local, InetSocketAddress remote) {}

    private record Listener(boolean shared, Consumer<TcpSocket> accepts) {}

    /**
     * Makes one that is in no network yet: see {@link Internet#attach}.
     *
     * @param internet what carries its segments
     * @param addresses its addresses
     */
    public TcpStack(Internet internet, Set<InetAddress> addresses) {
        this.internet = internet;
        this.addresses = Set.copyOf(addresses);
    }

    boolean has(InetAddress address) {
        return addresses.contains(address);
    }

    Timeline timeline() {
        return internet.timeline();
    }

    long nextSequence() {
        return internet.nextSequence();
    }

    /**
     * Dials from a local port.
     *
     * @param local the local address and port
     * @param remote the destination
     * @param shared whether listeners and other sockets that share it too may stand on the local port
     * @param limit how long it may take until it stands
     * @param user is told what becomes of it, also of failures, later
     * @return the connecting socket
     */
    public TcpSocket connect(
            InetSocketAddress local, InetSocketAddress remote, boolean shared, Duration limit, TcpUser user) {
        TcpSocket socket = TcpSocket.dialled(this, local, remote, shared, user);
        Optional<DialFailure> hindrance = hindrance(socket);
        if (hindrance.isPresent()) {
            timeline().in(Duration.ZERO, () -> {
                if (!socket.closed()) {
                    socket.vanish();
                    user.failed(hindrance.get());
                }
            });
        } else {
            sockets.put(pair(socket), socket);
            socket.open();
            socket.limit(limit);
        }
        return socket;
    }

    private Optional<DialFailure> hindrance(TcpSocket socket) {
        if (!routes(socket.remote().getAddress())) {
            return Optional.of(DialFailure.NO_ROUTE);
        }
        if (inUse(socket.local(), socket.shared())) {
            return Optional.of(DialFailure.IN_USE);
        }
        return !has(socket.local().getAddress()) || sockets.containsKey(pair(socket))
                ? Optional.of(DialFailure.NOT_AVAILABLE)
                : Optional.empty();
    }

    private boolean inUse(InetSocketAddress local, boolean shared) {
        return Stream.concat(
                        Stream.ofNullable(listeners.get(local)).map(Listener::shared),
                        sockets.values().stream()
                                .filter(one -> one.dialled() && one.local().equals(local))
                                .map(TcpSocket::shared))
                .anyMatch(one -> !(one && shared));
    }

    /**
     * Listens.
     *
     * @param local where
     * @param shared whether sockets that share it too may stand on the local port
     * @param accepts is told of connections as they stand at this end, and {@link TcpSocket#use uses} or closes them
     * @throws IllegalStateException if something has that port, and does not share it or listens
     */
    public void listen(InetSocketAddress local, boolean shared, Consumer<TcpSocket> accepts) {
        if (listeners.containsKey(local) || inUse(local, shared)) {
            throw new IllegalStateException(local + ": in use");
        }
        listeners.put(local, new Listener(shared, accepts));
    }

    /**
     * Stops listening; what was asked for and does not stand yet is reset.
     *
     * @param local where; nothing happens if nothing listens there
     */
    public void stopListening(InetSocketAddress local) {
        listeners.remove(local);
    }

    /**
     * Tells whether something listens.
     *
     * @param local where
     * @return whether
     */
    public boolean listens(InetSocketAddress local) {
        return listeners.containsKey(local);
    }

    /**
     * Tells whether this machine can send to an address at all.
     *
     * @param to the address
     * @return whether it has one of that family itself
     */
    public boolean routes(InetAddress to) {
        return internet.routes(this, to);
    }

    void asks(TcpSocket socket) {
        syns.merge(pair(socket), 1, Integer::sum);
    }

    /** {@return how many SYNs left from one port to one port of another machine, at most} */
    public int mostSyns() {
        return syns.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** {@return how many listeners there are} */
    public int listeners() {
        return listeners.size();
    }

    /** {@return how many sockets there are, without listeners} */
    public int sockets() {
        return sockets.size();
    }

    /**
     * The process that has all sockets dies, or the power fails.
     *
     * @param power whether the kernel is still there, to reset connections and to answer
     */
    public void die(boolean power) {
        listeners.clear();
        powered = power;
        for (TcpSocket socket : List.copyOf(sockets.values())) {
            if (power) {
                socket.close();
            } else {
                socket.vanish();
            }
        }
    }

    /** The power is back. */
    public void power() {
        powered = true;
    }

    void receive(Segment segment) {
        if (!powered) {
            return;
        }
        TcpSocket socket = sockets.get(new Pair(segment.to(), segment.from()));
        Listener listener = listeners.get(segment.to());
        if (socket != null) {
            socket.receive(segment);
        } else if (segment.flag() == Flag.SYN && listener != null) {
            TcpSocket asked = TcpSocket.asked(this, segment);
            sockets.put(pair(asked), asked);
            asked.open();
        } else if (segment.flag() != Flag.RST) {
            send(segment.reset());
        }
    }

    void accepted(TcpSocket socket) {
        Listener listener = listeners.get(socket.local());
        if (listener == null) {
            socket.close();
        } else {
            listener.accepts().accept(socket);
        }
    }

    void send(Segment segment) {
        if (powered) {
            internet.send(this, segment);
        }
    }

    void deliver(Segment segment) {
        internet.deliver(this, segment);
    }

    void forget(TcpSocket socket) {
        sockets.remove(pair(socket), socket);
    }

    private static Pair pair(TcpSocket socket) {
        return new Pair(socket.local(), socket.remote());
    }
}
