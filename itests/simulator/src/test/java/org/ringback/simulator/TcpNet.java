package org.ringback.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ringback.api.KeyFingerprint;
import org.ringback.kit.Checked;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.wire.Message;

/** Dials, listeners and the connections that come of them. */
final class TcpNet {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration IN_THE_HANDSHAKE = Duration.ofMillis(600);

    private final Simulation simulation;
    private final Map<InetSocketAddress, Listening> listeners = new HashMap<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private final Set<Host> guarded = new LinkedHashSet<>();
    private final Set<Host> unpowered = new LinkedHashSet<>();
    private Predicate<InetSocketAddress> firewall = to -> false;
    private final Map<InetAddress, Long> dials = new HashMap<>();
    private Tap tap = (from, to, message) -> {};
    private Function<Message, Optional<Message>> ageing = Optional::of;
    private UnaryOperator<byte[]> spoiler = frames -> frames;
    private BiConsumer<Link, Runnable> meeting = (link, goOn) -> goOn.run();
    private long numbers;

    /** Looks at every message as it leaves. */
    interface Tap {
        void passes(Host from, Host to, Message message);
    }

    private record Listening(Host host, Consumer<End> listener) {}

    TcpNet(Simulation simulation) {
        this.simulation = simulation;
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

    /** Decides when a dialler that has the answerer's whole flight goes on. */
    void meeting(BiConsumer<Link, Runnable> decides) {
        meeting = decides;
    }

    /** Does to the frames of calls what no TCP does. */
    void spoil(UnaryOperator<byte[]> fault) {
        spoiler = fault;
    }

    byte[] spoiled(byte[] frames) {
        return spoiler.apply(frames);
    }

    /** The listener hears of connections; it calls {@link End#use} or {@link End#abort} within the call. */
    void listen(Host host, InetSocketAddress local, Consumer<End> listener) {
        if (listeners.putIfAbsent(local, new Listening(host, listener)) != null) {
            throw new IllegalStateException(local + ": in use");
        }
    }

    void stopListening(InetSocketAddress local) {
        listeners.remove(local);
    }

    boolean listens(InetSocketAddress local) {
        return listeners.containsKey(local);
    }

    /** {@return how many listeners a host has} */
    long listeners(Host host) {
        return listeners.values().stream().filter(one -> one.host() == host).count();
    }

    /** Swallows the dials to some addresses. */
    void firewall(Predicate<InetSocketAddress> swallows) {
        firewall = swallows;
    }

    /** {@return how often a host was dialled} */
    long dials(Host host) {
        return dials.getOrDefault(host.ipv4(), 0L) + dials.getOrDefault(host.ipv6(), 0L);
    }

    /** {@return the connections that are not over at both ends} */
    Set<Link> links() {
        links.removeIf(Link::over);
        return links;
    }

    /** Has a host stand behind an entrance. */
    void guard(Host host, Entrance entrance) {
        host.behind(entrance);
        guarded.add(host);
    }

    private Entrance entrance(InetSocketAddress to) {
        return guarded.stream()
                .filter(host -> host.owns(to.getAddress()))
                .map(Host::entrance)
                .findFirst()
                .orElse(Entrance.OPEN);
    }

    /** Dials a server in clear; the user hears of it later, never at once. */
    End dial(Host from, InetSocketAddress to, ClearUser user) {
        End dialler = dial(from, to);
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
        RelayedLink whole = new RelayedLink(issuer.link(), acceptor.link(), issuer.host(), over);
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

    /** The dialler of a relayed connection protects it, as both ends are there: ClientHello, and the whole flight back. */
    void greet(End dialler) {
        Link link = dialler.link();
        End answerer = link.answerer();
        limit(dialler);
        link.carry(answerer, () -> {
            answerer.hello();
            if (!answerer.over() && answerer.answered()) {
                limit(answerer);
                link.carry(dialler, () -> meet(link));
            }
        });
    }

    private void limit(End end) {
        simulation.in(Link.LIMIT, () -> {
            if (!end.proved()) {
                end.end(Kind.TIMED_OUT, "no handshake in time");
            }
        });
    }

    /** Dials; who then {@link End#use}s the end hears of it later, never at once. */
    End dial(Host from, InetSocketAddress to) {
        dials.merge(to.getAddress(), 1L, Long::sum);
        InetSocketAddress local = from.ephemeral(from.ofFamily(to.getAddress()));
        End dialler = new End(from, local, to);
        End answerer = new End(null, to, from.outside(local, to));
        Link link = new Link(simulation, ++numbers, dialler, answerer);
        links.add(link);
        Weather weather = simulation.weather();
        simulation.in(Link.LIMIT, () -> {
            if (!dialler.proved() && !dialler.connected()) {
                dialler.end(Kind.TIMED_OUT, "no answer in " + Link.LIMIT.toSeconds() + " s");
            }
        });
        Entrance entrance = entrance(to);
        if (entrance == Entrance.RESETTING) {
            refuse(link);
        } else if (!entrance.lets()) {
            answerer.vanish();
            link.fallSilentUnsaid();
        } else if (firewall.test(to)
                || weather.silentFamily() == Host.family(to.getAddress())
                || simulation.chance(weather.blackHole())) {
            answerer.vanish();
            link.fallSilent();
        } else if (simulation.chance(weather.refusal())) {
            simulation.fault(Fault.REFUSAL, "tcp", link);
            refuse(link);
        } else {
            maltreat(link, weather);
            link.carry(answerer, () -> synArrived(link));
        }
        return dialler;
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

    private void refuse(Link link) {
        link.answerer().vanish();
        link.carry(link.dialler(), () -> link.dialler().end(Kind.REFUSED, "connection refused"));
    }

    private void synArrived(Link link) {
        End answerer = link.answerer();
        Listening listening = listeners.get(answerer.local());
        if (unpowered.stream().anyMatch(host -> host.owns(answerer.local().getAddress()))) {
            answerer.vanish();
            link.fallSilent();
            return;
        }
        if (listening == null) {
            refuse(link);
            return;
        }
        answerer.at(listening.host());
        listening.listener().accept(answerer);
        if (answerer.inClear()) {
            link.carry(link.dialler(), link.dialler()::connect);
            return;
        }
        if (!answerer.over() && answerer.answered()) {
            limit(answerer);
            // SYN-ACK, ClientHello, and then the answerer's whole flight.
            link.carry(link.dialler(), () -> link.carry(answerer, () -> link.carry(link.dialler(), () -> meet(link))));
        }
    }

    private void meet(Link link) {
        meeting.accept(link, () -> {
            if (!link.dialler().over()) {
                met(link);
            }
        });
    }

    /** The dialler judges the answerer, and says who it is itself. */
    private void met(Link link) {
        End dialler = link.dialler();
        End answerer = link.answerer();
        if (!dialler.accepts(answerer.credentials())) {
            link.carry(answerer, () -> answerer.end(Kind.PROTECTION, "the peer refused the key"));
            dialler.end(Kind.WRONG_KEY, "another key than expected");
            return;
        }
        byte[] binding =
                binding(answerer.credentials().key(), dialler.credentials().key());
        link.carry(answerer, () -> {
            if (answerer.accepts(dialler.credentials())) {
                answerer.prove(binding);
            } else {
                link.carry(dialler, () -> dialler.end(Kind.PROTECTION, "the peer refused the key"));
                answerer.end(Kind.WRONG_KEY, "another key than expected");
            }
        });
        dialler.prove(binding);
    }

    /** {@return the same at both ends, and for these two keys only} */
    private static byte[] binding(KeyFingerprint answerer, KeyFingerprint dialler) {
        return Checked.get(() -> {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(answerer.bytes());
            return hash.digest(dialler.bytes());
        });
    }

    /** A process dies, and its listeners with it; without power its kernel says nothing any more. */
    void died(Host host, boolean power) {
        listeners.values().removeIf(one -> one.host() == host);
        if (!power) {
            unpowered.add(host);
        }
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

    void powered(Host host) {
        unpowered.remove(host);
    }

    /** What one host has dialled to another breaks. */
    void cut(Host from, Host to) {
        for (Link link : List.copyOf(links())) {
            if (link.dialler().host() == from && to.owns(link.answerer().local().getAddress())) {
                link.cut("reset by a router");
            }
        }
    }

    /** A NAT forgot its bindings: what went through it falls silent or breaks. */
    void rebound(Host inside) {
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
