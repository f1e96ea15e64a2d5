package org.ringback.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringback.simulator.tcp.Access;
import org.ringback.simulator.tcp.DialFailure;
import org.ringback.simulator.tcp.Internet;
import org.ringback.simulator.tcp.Line;
import org.ringback.simulator.tcp.NetworkKind;
import org.ringback.simulator.tcp.TcpSocket;
import org.ringback.simulator.tcp.TcpStack;
import org.ringback.simulator.tcp.TcpUser;

/**
 * A home and an issuer, each in a network of its own, 20 ms from the core, where a server is: each has a connection with it
 * from the port that it dials the other one from, and the issuer listens on its own.
 */
final class TwoDiallers {
    private static final Duration ONE_WAY = Duration.ofMillis(20);
    private static final Duration JITTER = Duration.ofMillis(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int PORT = 40_000;

    private final Simulation simulation;
    private final Internet internet;
    private final TcpStack server;
    private final InetSocketAddress at;
    private final Access house;
    private final NetworkKind issuerKind;
    private final Dialler home;
    private final Dialler issuer;
    private @Nullable InetSocketAddress seen;
    private @Nullable TcpSocket accepted;
    private double loss;

    /** One of the two. */
    final class Dialler implements TcpUser {
        private final TcpStack stack;
        private final InetSocketAddress local;
        private @Nullable InetSocketAddress observed;
        private @Nullable TcpSocket socket;
        private Optional<DialFailure> failure = Optional.empty();
        private boolean reset;
        private boolean shared = true;

        Dialler(String address) {
            local = new InetSocketAddress(Host.address(address), PORT);
            stack = new TcpStack(internet, Set.of(local.getAddress()));
        }

        private void observe() {
            seen = null;
            stack.connect(local, at, true, LIMIT, this);
            simulation.run(SOON);
            observed = seen;
            failure = Optional.empty();
        }

        Dialler sharing(boolean port) {
            shared = port;
            return this;
        }

        void dial() {
            dial((this == home ? issuer : home).observed);
        }

        void dial(InetSocketAddress to) {
            failure = Optional.empty();
            socket = stack.connect(local, to, shared, LIMIT, this);
        }

        TcpSocket socket() {
            return socket;
        }

        Optional<DialFailure> failure() {
            return failure;
        }

        boolean wasReset() {
            return reset;
        }

        @Override
        public void connected() {}

        @Override
        public void failed(DialFailure why) {
            failure = Optional.of(why);
        }

        @Override
        public void reset() {
            reset = true;
        }
    }

    TwoDiallers(Simulation simulation, NetworkKind home, NetworkKind issuer) {
        this(simulation, home, issuer, false);
    }

    TwoDiallers(Simulation simulation, NetworkKind home, NetworkKind issuer, boolean ipv6) {
        this.simulation = simulation;
        this.issuerKind = issuer;
        internet = new Internet(simulation, segment -> !simulation.chance(loss));
        at = new InetSocketAddress(Host.address(ipv6 ? "2001:db8:1::1" : "192.0.2.1"), ServerParty.PORT);
        server = new TcpStack(internet, Set.of(at.getAddress()));
        server.listen(at, false, socket -> seen = socket.remote());
        internet.attach(server, access(NetworkKind.OPEN, ipv6, "192.0.2.1", Duration.ZERO));
        this.home = new Dialler(ipv6 ? "2001:db8:2::2" : "192.168.1.2");
        house = access(home, ipv6, "203.0.113.5", ONE_WAY);
        internet.attach(this.home.stack, house);
        this.issuer = new Dialler(ipv6 ? "2001:db8:3::1" : "10.0.0.3");
        internet.attach(this.issuer.stack, access(issuer, ipv6, "198.51.100.1", ONE_WAY));
        this.home.observe();
        this.issuer.observe();
        this.issuer.stack.listen(this.issuer.local, true, socket -> accepted = socket);
    }

    private Access access(NetworkKind kind, boolean ipv6, String outside, Duration oneWay) {
        InetAddress address = Host.address(outside);
        NetworkKind other = NetworkKind.NONE;
        return new Access(
                simulation, simulation.fork(), ipv6 ? other : kind, ipv6 ? kind : other, () -> address, new Line() {
                    @Override
                    public Duration delay() {
                        return oneWay.plus(simulation.upTo(JITTER));
                    }

                    @Override
                    public boolean loses() {
                        return false;
                    }
                });
    }

    /** The issuer is in the home's network. */
    void inOneHouse() {
        internet.attach(issuer.stack, house);
        issuer.stack.die(true);
        issuer.observe();
    }

    void issuerDies(boolean power) {
        issuer.stack.die(power);
    }

    void issuerIsBack() {
        issuer.stack.power();
    }

    /** From now on so great a share of segments is lost, of all that leave or arrive at a machine. */
    void lose(double share) {
        loss = share;
    }

    /** {@return whether the server met both, so that they can dial each other} */
    boolean known() {
        return home.observed != null && issuer.observed != null;
    }

    NetworkKind issuerKind() {
        return issuerKind;
    }

    Dialler home() {
        return home;
    }

    Dialler issuer() {
        return issuer;
    }

    void dialBoth() {
        home.dial();
        issuer.dial();
    }

    void pass(Duration howLong) {
        simulation.run(howLong);
    }

    /** {@return what came to the issuer's listener} */
    Optional<TcpSocket> accepted() {
        return Optional.ofNullable(accepted);
    }

    boolean standsAtBothEnds() {
        return home.socket.established()
                && issuer.socket.established()
                && home.socket.peer() == issuer.socket.sequence()
                && issuer.socket.peer() == home.socket.sequence();
    }

    @Override
    public String toString() {
        return "home " + home.socket + " " + home.failure + ", issuer " + issuer.socket + " " + issuer.failure;
    }
}
