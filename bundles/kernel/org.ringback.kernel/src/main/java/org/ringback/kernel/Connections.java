package org.ringback.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.TransactionId;

/**
 * Opens and accepts the protected connections of one role, and turns what happens on them into events for its core. A
 * new connection whose crypto does not run waits for it ({@link NewWork}). Belongs to the loop.
 */
public final class Connections {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final int STEP = 2;

    private final Transport transport;
    private final Loop loop;
    private final Suites suites;
    private final NewWork newWork;
    private final Consumer<Event> events;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Long, Link> links = new HashMap<>();
    /** Accepted connections without a whole first record. */
    private final Map<Long, FirstRecord> silent = new HashMap<>();

    /** Dialled connections that wait to be relayed. */
    private final Map<Long, RelayBinding> binding = new HashMap<>();

    private final Map<Long, Call> calls = new HashMap<>();

    private long lastAccepted;

    Connections(Transport transport, Loop loop, Suites suites, NewWork newWork, Consumer<Event> events) {
        this.transport = transport;
        this.loop = loop;
        this.suites = suites;
        this.newWork = newWork;
        this.events = events;
    }

    void dial(Action.Dial dial) {
        long number = dial.connection();
        SessionPlan plan = dial.session();
        boolean punches = dial.sharedPort() && plan instanceof SessionPlan.ToIssuer;
        DialOptions options =
                new DialOptions(dial.to(), local(dial), dial.sharedPort(), punches ? SynLimit.PENDING : DIAL_LIMIT);
        newWork.begin(
                number,
                plan.needs(),
                () -> dial(
                        number,
                        plan.needs(),
                        plan.door(),
                        options,
                        plan.limit(),
                        suite -> session(number, plan, suite)),
                why -> events.accept(new Event.Closed(number, CloseReason.Kind.NOT_DIALLED, why)));
    }

    void dial(
            long number,
            Optional<ProtectionId> protection,
            Door door,
            DialOptions options,
            Duration limit,
            Function<Suite, ProtectionSession> sessions) {
        protect(number, protection, door, limit, sessions).ifPresent(handler -> transport.dial(options, loop, handler));
    }

    /** Puts the protection on a connection; if no session can be made, reports the connection as closed. */
    private Optional<ConnectionHandler> protect(
            long number,
            Optional<ProtectionId> protection,
            Door door,
            Duration limit,
            Function<Suite, ProtectionSession> sessions) {
        Link link = new Link(number, door, codec, this);
        links.put(number, link);
        try {
            Suite suite = suites.current();
            ProtectionSession session = sessions.apply(suite);
            return Optional.of(transport.protect(session, limit, link.ears(), suites.begun(suite, protection)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            link.failed(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * The local address to dial from. A shared port must be bound before connecting: one that the system picks while
     * connecting may be used by other connections already, and then nobody can listen on it.
     */
    private static Optional<InetSocketAddress> local(Action.Dial dial) {
        Optional<InetSocketAddress> any = dial.sharedPort()
                ? Optional.of(new InetSocketAddress(any(dial.to().getAddress()), 0))
                : Optional.empty();
        return dial.from().or(() -> any);
    }

    static InetAddress any(InetAddress likeThis) {
        try {
            return InetAddress.getByAddress(new byte[likeThis.getAddress().length]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + likeThis.getAddress().length + " bytes", e);
        }
    }

    /**
     * Dials a server and asks to be relayed. If the other end does not come, {@link Event.Closed} follows.
     *
     * @param number the number that the connection gets
     * @param server where to dial
     * @param from the local address; empty leaves it to the system
     * @param bind a Relay Bind, with its MAC
     * @param transaction its transaction ID
     * @param bound gives the handler of the connection once the other end is there, such as {@link #answer} or
     *     {@link #await}
     */
    public void relay(
            long number,
            InetSocketAddress server,
            Optional<InetAddress> from,
            byte[] bind,
            TransactionId transaction,
            Supplier<ConnectionHandler> bound) {
        RelayBinding handler = new RelayBinding(
                bind,
                transaction,
                codec,
                () -> {
                    binding.remove(number);
                    return bound.get();
                },
                reason -> {
                    binding.remove(number);
                    events.accept(new Event.Closed(number, reason));
                });
        binding.put(number, handler);
        Optional<InetSocketAddress> local = from.map(address -> new InetSocketAddress(address, 0));
        transport.dial(new DialOptions(server, local, false, DIAL_LIMIT), loop, handler);
    }

    /** {@return the number of the next accepted connection: even} */
    public long nextAccepted() {
        lastAccepted += STEP;
        return lastAccepted;
    }

    /**
     * Reads an accepted connection until its first record is whole, without any other work for it before.
     *
     * @param number from {@link #nextAccepted()}
     * @param reader examines the bytes received so far
     * @param owner decides who takes the connection, and is told its end
     * @return the handler for the connection
     */
    public ConnectionHandler await(long number, Function<ByteBuffer, FirstBytes> reader, FirstRecord.Owner owner) {
        FirstRecord first = new FirstRecord(reader, new FirstRecord.Owner() {
            @Override
            public Optional<ConnectionHandler> whole(Optional<ProtectionId> protection) {
                Optional<ConnectionHandler> next = owner.whole(protection);
                next.ifPresent(goesOn -> silent.remove(number));
                return next;
            }

            @Override
            public void malformed() {
                owner.malformed();
            }

            @Override
            public void over(CloseReason reason) {
                silent.remove(number);
                owner.over(reason);
            }
        });
        silent.put(number, first);
        return first;
    }

    /**
     * Protects an accepted connection, at once or as soon as its crypto runs again. If the connection ends before,
     * {@link Event.Closed} follows.
     *
     * @param number from {@link #nextAccepted()}
     * @param plan how to protect it
     * @return the handler for the connection
     */
    public ConnectionHandler answer(long number, SessionPlan plan) {
        return answer(number, plan.needs(), plan.door(), plan::limit, suite -> session(number, plan, suite));
    }

    /** Makes a session, and notes how. */
    private ProtectionSession session(long number, SessionPlan plan, Suite suite) {
        find(number).ifPresent(link -> link.planned(plan, suite.by()));
        return plan.session(suite);
    }

    /**
     * Protects an accepted connection, at once or as soon as its crypto runs again. If the connection ends before,
     * {@link Event.Closed} follows.
     *
     * @param number from {@link #nextAccepted()}
     * @param needs the protection that it needs in addition to the provider, if any
     * @param door where its messages arrive
     * @param limit how long the handshake may take, as it begins
     * @param sessions makes this end of the protection; may throw IllegalArgumentException and IllegalStateException
     * @return the handler for the connection
     */
    public ConnectionHandler answer(
            long number,
            Optional<ProtectionId> needs,
            Door door,
            Supplier<Duration> limit,
            Function<Suite, ProtectionSession> sessions) {
        return newWork.answer(
                number,
                needs,
                () -> protect(number, needs, door, limit.get(), sessions).orElse(TurnedAway.AT_ONCE),
                why -> events.accept(new Event.Closed(number, CloseReason.Kind.NOT_DIALLED, why)),
                reason -> events.accept(new Event.Closed(number, reason)));
    }

    void send(long number, Message message) {
        find(number).ifPresent(link -> link.send(codec.encode(message)));
    }

    void close(long number) {
        if (binding.containsKey(number)) {
            abort(number);
        } else if (!newWork.forget(number)) {
            find(number).ifPresent(Link::close);
        }
    }

    /**
     * Closes a connection at once.
     *
     * @param number the connection; if it is over, nothing happens
     */
    public void abort(long number) {
        FirstRecord waiting = silent.get(number);
        RelayBinding relayed = binding.remove(number);
        if (relayed != null) {
            relayed.abort();
        } else if (waiting != null) {
            waiting.abort();
        } else if (!newWork.forget(number)) {
            find(number).ifPresent(Link::abort);
        }
    }

    /**
     * Finds a connection.
     *
     * @param number which
     * @return the connection; empty if it is over
     */
    public Optional<Link> find(long number) {
        return Optional.ofNullable(links.get(number));
    }

    /**
     * Hands a connection over to carry a call; the core is told the call's end as that of the connection.
     *
     * @param number which
     * @param facts what is known of the call
     * @param nonce the ring's try that it answers
     * @param bundle takes it
     * @return the call; empty if the connection is over
     */
    public Optional<Call> handOver(long number, CallFacts facts, RingNonce nonce, Calls bundle) {
        Optional<Call> handed = find(number)
                .filter(Link::stands)
                .map(link -> bundle.hand(facts, link.callSession(nonce), link::passTo));
        handed.ifPresent(call -> {
            links.remove(number);
            calls.put(number, call);
            own(number, call);
        });
        return handed;
    }

    /**
     * Takes an open call from an earlier run of the role: tells the core of it, and of its end.
     *
     * @param call which
     */
    public void adopt(Call call) {
        long number = nextAccepted();
        calls.put(number, call);
        events.accept(new Event.CallStands(number, call.facts()));
        if (calls.containsKey(number)) {
            own(number, call);
        }
    }

    private void own(long number, Call call) {
        call.owner(new Call.Owner() {
            @Override
            public void ended(String why) {
                if (calls.remove(number) != null) {
                    events.accept(new Event.Closed(number, CloseReason.Kind.CLOSED_HERE, why));
                }
            }

            @Override
            public void unserved(RingReason why) {
                events.accept(new Event.CallUnserved(number, why));
            }

            @Override
            public void moves() {
                events.accept(new Event.CallMoves(number));
            }
        });
    }

    void cutCall(long number, String why, Optional<CutReason> told) {
        Call call = calls.remove(number);
        if (call != null) {
            call.disown();
            call.cut(why, told);
        }
    }

    void nameCall(long number, EquipmentId name) {
        Call call = calls.get(number);
        if (call != null) {
            call.named(name);
        }
    }

    /** Closes the role's connections; its calls go on without it. */
    void closeAll() {
        List.copyOf(links.values()).forEach(Link::close);
        binding.values().forEach(RelayBinding::abort);
        binding.clear();
        calls.values().forEach(Call::disown);
        calls.clear();
    }

    /** Only of a connection that was dialled something new is told by it. */
    void opened(Link link) {
        if (link.number() % STEP == 1) {
            events.accept(new Event.Opened(link.number()));
        }
    }

    void established(Link link, ProtectedConnection proved) {
        events.accept(new Event.Established(link.number(), proved.peer()));
    }

    /** Passes a message on as an event; aborts the connection if bytes follow the Communication Request too early. */
    void received(Link link, Message message, boolean more) {
        // [ISS-11] Bytes behind the Communication Request that come before the acceptance end that connection.
        if (more && link.door() == Door.ISSUER_CALL) {
            link.stopReading();
            events.accept(new Event.Malformed(
                    link.number(), Optional.empty(), "bytes behind the communication request, before it was accepted"));
        } else {
            events.accept(new Event.Received(link.number(), message));
        }
    }

    void malformed(Link link, MalformedMessageException fault) {
        events.accept(new Event.Malformed(link.number(), fault.refusal(), String.valueOf(fault.getMessage())));
    }

    void closed(long number, CloseReason reason) {
        links.remove(number);
        events.accept(new Event.Closed(number, reason));
    }
}
