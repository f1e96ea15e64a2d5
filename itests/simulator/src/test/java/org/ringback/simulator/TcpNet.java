package org.ringback.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ringback.kernel.SynLimit;
import org.ringback.simulator.tcp.Segment;
import org.ringback.simulator.tcp.TcpSocket;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.wire.Message;

/** Dials, listeners and the connections that come of them, on the TCP of each host's kernel. */
final class TcpNet {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration IN_THE_HANDSHAKE = Duration.ofMillis(600);

    private final Simulation simulation;
    private final Kernels kernels;
    private final Handshakes handshakes;
    private final Set<Link> links = new LinkedHashSet<>();
    /** By the sequence number of the socket that was dialled, until it stands at both ends. */
    private final Map<Long, Link> opening = new HashMap<>();

    private Predicate<InetSocketAddress> firewall = to -> false;
    private final Map<InetAddress, Long> dials = new HashMap<>();
    private Tap tap = (from, to, message) -> {};
    private Function<Message, Optional<Message>> ageing = Optional::of;
    private UnaryOperator<byte[]> spoiler = frames -> frames;
    private long numbers;

    /** Looks at every message as it leaves. */
    interface Tap {
        void passes(Host from, Host to, Message message);
    }

    TcpNet(Simulation simulation) {
        this.simulation = simulation;
        kernels = new Kernels(simulation, this::carries);
        handshakes = new Handshakes(simulation);
    }

    Kernels kernels() {
        return kernels;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    void tap(Tap eavesdropper) {
        tap = eavesdropper;
    }

    /** Has every message be as an older end would write it, or not be sent at all. */
    void age(Function<Message, Optional<Message>> older) {
        ageing = older;
    }

    /** A message leaves an end. {@return it as it travels, if it does} */
    Optional<Message> passes(End from, Message message) {
        Optional<Message> travels = ageing.apply(message);
        travels.ifPresent(one -> tap.passes(from.host(), from.peer().host(), one));
        return travels;
    }

    /** Does to the frames of calls what no TCP does. */
    void spoil(UnaryOperator<byte[]> fault) {
        spoiler = fault;
    }

    byte[] spoiled(byte[] frames) {
        return spoiler.apply(frames);
    }

    /**
     * Listens. The listener hears of connections as they stand; it calls {@link End#use} or {@link End#abort} within the
     * call, or waits for the first record by {@link End#expectHello}.
     *
     * @param shared whether who dials from this port too may have it with the listener
     */
    void listen(Host host, InetSocketAddress local, boolean shared, Consumer<End> listener) {
        kernels.of(host).listen(local, shared, socket -> accepted(host, socket, listener));
    }

    private void accepted(Host host, TcpSocket socket, Consumer<End> listener) {
        Link link = opening.remove(socket.peer());
        if (link == null || link.answerer().over()) {
            socket.close();
            return;
        }
        End answerer = link.answerer();
        answerer.at(host, socket);
        socket.use(new OpeningEnd(answerer, true, () -> {}));
        listener.accept(answerer);
        handshakes.accepted(answerer);
    }

    /** Swallows the dials to some addresses. */
    void firewall(Predicate<InetSocketAddress> swallows) {
        firewall = swallows;
    }

    /** {@return how many SYNs a host sent from one port to one port of another one, at most} */
    int mostSyns(Host host) {
        return kernels.of(host).mostSyns();
    }

    /** {@return how often a host was dialled} */
    long dials(Host host) {
        return dials.entrySet().stream()
                .filter(one -> host.owns(one.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** {@return the connections that are not over at both ends} */
    Set<Link> links() {
        links.removeIf(Link::over);
        opening.values().removeIf(Link::over);
        return links;
    }

    /** Dials a server in clear; the user hears of it later, never at once. */
    End dial(Host from, InetSocketAddress to, ClearUser user) {
        End dialler = dial(from, to, Optional.empty(), false);
        dialler.use(user);
        return dialler;
    }

    /**
     * Makes one connection of two that came to the server in clear.
     *
     * @param issuer the issuer's, at the server
     * @param acceptor the acceptor's, at the server
     * @param over is told how many bytes were carried, once it is over
     * @return the whole, of which nobody is told yet
     */
    RelayedLink join(End issuer, End acceptor, LongConsumer over) {
        RelayedLink whole = new RelayedLink(issuer.link(), acceptor.link(), issuer.host(), bytes -> {
            issuer.release();
            acceptor.release();
            over.accept(bytes);
        });
        for (End end : List.of(issuer, acceptor)) {
            links.remove(end.link());
            // What left the device before is still under way to the server, and ends the other one too.
            end.use(new ClearUser() {
                @Override
                public void received(byte[] message) {
                    throw new AssertionError(whole + ": spoke before it was bound");
                }

                @Override
                public void over(Kind how, String why) {
                    whole.part("the other end left");
                }
            });
        }
        links.add(whole);
        return whole;
    }

    /**
     * Dials to protect the connection as its client; who then {@link End#use}s the end hears of it later, never at once.
     *
     * @param local the local address, and the local port or 0 for any; empty leaves both to the system
     * @param shared whether the local port may be listened on, and dialled from once more
     */
    End dial(Host from, InetSocketAddress to, Optional<InetSocketAddress> local, boolean shared) {
        End dialler = new End(from, bound(from, to, local), to);
        End answerer = new End(null, to, dialler.local());
        Link link = new Link(simulation, ++numbers, dialler, answerer);
        boolean punched = shared && local.filter(one -> one.getPort() != 0).isPresent();
        open(
                link,
                dialler,
                shared,
                local.isPresent(),
                punched ? SynLimit.PENDING : Link.LIMIT,
                () -> handshakes.opened(link));
        return dialler;
    }

    /**
     * Dials somebody who dials here in the same moment, to be the server of the handshake on the connection that comes of
     * both: who dialled there is its dialler, and this end answers, first by {@link End#expectHello}.
     *
     * @param local the local address and port
     * @param user hears when it stands at this end, and why it does not, until {@link End#use}
     */
    End dialToAnswer(Host from, InetSocketAddress to, InetSocketAddress local, ClearUser user) {
        End answerer = new End(from, local, to);
        End dialler = new End(null, to, local);
        Link link = new Link(simulation, ++numbers, dialler, answerer);
        answerer.use(user);
        open(link, answerer, true, true, SynLimit.PENDING, () -> met(link, user));
        return answerer;
    }

    /** Two dials met: there is one connection, that of the end which is the handshake's client. */
    private void met(Link ours, ClearUser user) {
        End answerer = ours.answerer();
        Link theirs = opening.remove(answerer.peerSequence());
        if (theirs != null
                && theirs.dialler().host() != null
                && !theirs.dialler().over()) {
            opening.values().remove(ours);
            links.remove(ours);
            ours.dialler().vanish();
            ours.becomes(theirs);
            theirs.adopt(answerer);
        }
        user.connected();
    }

    private static InetSocketAddress bound(Host host, InetSocketAddress to, Optional<InetSocketAddress> local) {
        InetAddress ours = local.map(InetSocketAddress::getAddress)
                .filter(address -> !address.isAnyLocalAddress())
                .orElse(host.ofFamily(to.getAddress()));
        return local.filter(one -> one.getPort() != 0)
                .map(one -> new InetSocketAddress(ours, one.getPort()))
                .orElseGet(() -> host.ephemeral(ours));
    }

    private void open(Link link, End dialled, boolean shared, boolean localNamed, Duration limit, Runnable stands) {
        InetSocketAddress to = dialled.remote();
        dials.merge(to.getAddress(), 1L, Long::sum);
        links.add(link);
        Weather weather = simulation.weather();
        simulation.in(Link.LIMIT, () -> {
            if (!dialled.proved() && !dialled.connected()) {
                dialled.end(Kind.TIMED_OUT, "no answer in " + Link.LIMIT.toSeconds() + " s");
            }
        });
        if (firewall.test(to)
                || weather.silentFamily() == Host.family(to.getAddress())
                || simulation.chance(weather.blackHole())) {
            link.fallSilent();
        } else if (simulation.chance(weather.refusal())) {
            simulation.fault(Fault.REFUSAL, "tcp", link);
            link.forgetTheUnborn();
            link.carry(dialled, () -> dialled.end(Kind.REFUSED, "connection refused"));
            return;
        } else {
            maltreat(link, weather);
        }
        TcpSocket socket = kernels.of(dialled.host())
                .connect(dialled.local(), to, shared, limit, new OpeningEnd(dialled, localNamed || shared, stands));
        dialled.dialled(socket);
        opening.put(socket.sequence(), link);
    }

    /** What was sent into silence is lost, also while a connection opens. */
    private boolean carries(Segment segment) {
        return carries(segment.sequence()) && carries(segment.acknowledged());
    }

    private boolean carries(long sequence) {
        Link link = opening.get(sequence);
        return link == null || !link.silent();
    }

    private void maltreat(Link link, Weather weather) {
        if (simulation.chance(weather.cut())) {
            simulation.in(someTime(), () -> link.cut("connection reset by a router"));
        } else if (simulation.chance(weather.blackHole())) {
            simulation.in(someTime(), link::fallSilent);
        }
    }

    private Duration someTime() {
        return simulation.upTo(simulation.chance(0.5) ? IN_THE_HANDSHAKE : SOON);
    }

    /** A process dies, and its listeners with it; without power its kernel says nothing any more. */
    void died(Host host, boolean power) {
        kernels.of(host).die(power);
        for (Link link : List.copyOf(links())) {
            if (link.through() == host && link instanceof RelayedLink relayed) {
                relayed.serverDied(power);
            }
            for (End end : List.of(link.dialler(), link.answerer())) {
                if (end.host() == host && !end.over()) {
                    link.died(end, !power);
                }
            }
        }
    }

    /** What one host has dialled to another breaks. */
    void cut(Host from, Host to) {
        for (Link link : List.copyOf(links())) {
            if (link.dialler().host() == from && reaches(link, to)) {
                link.cut("reset by a router");
            }
        }
    }

    private static boolean reaches(Link link, Host to) {
        return link.answerer().host() == to || to.owns(link.answerer().local().getAddress());
    }

    /** A NAT forgot its bindings: what went through it falls silent or breaks. */
    void rebound(Host inside) {
        kernels.rebound(inside);
        List<Link> through = new ArrayList<>(links());
        through.removeIf(link -> link.dialler().host() != inside
                || Host.family(link.dialler().local().getAddress()) != 4
                || link.suffered());
        for (Link link : through) {
            if (simulation.chance(0.5)) {
                link.fallSilent();
            } else {
                link.cut("reset by the NAT");
            }
        }
    }
}
