package org.ringback.issuer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.Admission;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.ConnectionOwner;
import org.ringback.kernel.Event;
import org.ringback.kernel.Owners;
import org.ringback.kernel.SessionPlan;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Story;
import org.ringback.kernel.SynLimit;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.TransactionId;

/**
 * Accepts the call-back of one pending ring: has the listener and the connections that are not accepted yet, limited by
 * an {@link Admission} of its own, so that strangers who send nothing cannot keep the call-back out. Belongs to the
 * core's thread.
 */
final class CallAcceptance {
    /** Places for connections whose handshake began; addresses that called back lately have one more. */
    static final int SHAKING = 4;
    /** Longest time until the first record is whole, once half of the places are taken. */
    static final Duration FIRST_RECORD = Duration.ofSeconds(2);
    /** Longest time from connecting to being accepted. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final long NONE = -1;

    private final long ring;
    private final RingNonce name;
    private RingPlan plan;
    private final Context context;
    private final Story story;
    private final Consumer<Turn> accepted;
    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private @Nullable RingNonce nonce;
    private Admission admission;
    private long listener = NONE;
    private InetSocketAddress local = new InetSocketAddress(0);
    private Optional<String> deaf = Optional.empty();
    private OwnNetworks networks = OwnNetworks.UNKNOWN;
    private final RelayTries relay = new RelayTries();
    private final SynLimit syns = new SynLimit();
    private Punch punch;
    /** Why the gateway is not dialled; told once the ring needs another path. */
    private Optional<String> notDialled = Optional.empty();

    private StrangersHere strangers = new StrangersHere();

    CallAcceptance(long ring, RingNonce name, RingPlan plan, Story story, Context context, Consumer<Turn> accepted) {
        this.ring = ring;
        this.name = name;
        this.plan = plan;
        this.story = story;
        this.context = context;
        this.accepted = accepted;
        this.admission = fresh();
        this.punch = new Punch(context.punches(), syns, context.random());
    }

    /** What is accepted from now on is listed under another local name of the equipment. */
    void named(EquipmentId equipment) {
        plan = plan.named(equipment);
    }

    private Admission fresh() {
        return new Admission(
                new Admission.Limits(context.silentCalls(), SHAKING, FIRST_RECORD, LIMIT), context.callers());
    }

    /**
     * Begins to listen for one attempt, on the port of its connection to the server and under the same number.
     * Strangers who came during an earlier attempt are forgotten.
     */
    void open(RingNonce attempt, long connection, InetSocketAddress own, Turn turn) {
        context.ports().keep(admission);
        admission = fresh();
        syns.again(turn.nanos());
        // [ISS-30] An issuer whose last three rings of the equipment from its present address were all relayed …
        relay.atOnce(context.relayedLately().always(plan.grant().id(), own.getAddress()));
        punch = new Punch(context.punches(), syns, context.random());
        strangers = new StrangersHere();
        notDialled = Optional.empty();
        nonce = attempt;
        listener = connection;
        local = own;
        deaf = Optional.empty();
        turn.act(new IssuerAction.Listen(listener, own));
    }

    /** {@return what Connect says of the ways beside punch and relay: a bit of PATHS, or 0} */
    int relayAtOnce() {
        return relay.isAtOnce() ? Paths.RELAY_AT_ONCE : 0;
    }

    /** {@return where it listens} */
    InetSocketAddress local() {
        return local;
    }

    /** The port cannot be listened on; returns where it would have been. */
    InetSocketAddress deaf(String why) {
        deaf = Optional.of(why);
        return local;
    }

    /** The port is open; tells where this machine is. */
    void listening(OwnNetworks own) {
        networks = own;
    }

    /** The gateway is about to dial, or does so again: it is dialled too, if both ends punch. */
    void called(PathSeen path, Collection<InetAddress> servers, Turn turn) {
        if (deaf.isEmpty()) {
            punch.called(path, networks, servers, turn).ifPresent(why -> notDialled = Optional.of(why));
            punch(turn);
        }
    }

    private void punch(Turn turn) {
        punch.due(turn).ifPresent(gateway -> {
            Call call = opened(new Call(gateway, turn.nanos(), CallPath.DIALLED));
            story.step(turn, "gateway dialled", AddressText.print(gateway) + ", at the moment at which it dials here");
            // [PUNCH-3] The issuer dials from those of its first, where it listens too.
            turn.act(new IssuerAction.Punch(call.connection, gateway, local));
        });
    }

    /** Goes to the server's relay as Calling allows, unless the ring is answered before. */
    void relay(Message calling, InetSocketAddress server, Turn turn) {
        relay.begin(calling, server, story, turn);
    }

    private void relay(Turn turn) {
        relay.due(turn).ifPresent(by -> {
            Call call = opened(new Call(relay.server(), turn.nanos(), CallPath.RELAYED));
            TransactionId id = TransactionId.random(context.random());
            notDialled.ifPresent(why -> story.step(turn, "gateway not dialled", why));
            notDialled = Optional.empty();
            story.step(turn, "relay asked", "at " + AddressText.print(relay.server()));
            turn.act(new IssuerAction.Relay(
                    call.connection, relay.server(), Optional.of(local.getAddress()), by.bind(id), id));
        });
    }

    private Call opened(Call call) {
        call.connection = context.owners().open(call);
        calls.put(call.connection, call);
        return call;
    }

    boolean listensAs(long number) {
        return listener == number;
    }

    /** Who is let in at its port. */
    Admission admission() {
        return admission;
    }

    /** Stops listening and drops what was not accepted. */
    void close(Turn turn) {
        context.ports().keep(admission);
        if (listener != NONE) {
            turn.act(new IssuerAction.StopListening(listener));
            listener = NONE;
        }
        List.copyOf(calls.keySet()).forEach(call -> drop(call, turn));
        relay.stop();
        punch.stop();
    }

    void incoming(IssuerEvent.Incoming event, Turn turn) {
        long connection = event.connection();
        context.metrics().count(IssuerMetric.CALLS);
        strangers.came();
        if (admitted(admission.came(connection, event.remote().getAddress(), turn.now()), turn)) {
            Call call = new Call(event.remote(), turn.nanos(), CallPath.ACCEPTED);
            call.connection = connection;
            calls.put(connection, call);
            context.owners().pass(connection, call);
            turn.act(new IssuerAction.AwaitHello(connection));
        } else {
            turn.act(new Action.Abort(connection));
        }
    }

    private boolean admitted(Admission.Decision decision, Turn turn) {
        strangers.crowded(decision.pushesOut() || !decision.admitted());
        if (decision.pushesOut()) {
            context.metrics().count(IssuerMetric.CALLS_PUSHED_OUT);
            drop(decision.mustGo(), turn);
        }
        if (!decision.admitted()) {
            context.metrics().count(IssuerMetric.CALLS_TOO_MANY);
        }
        return decision.admitted();
    }

    private void drop(long connection, Turn turn) {
        forget(connection);
        context.owners().abort(connection, turn);
    }

    private void forget(long connection) {
        calls.remove(connection);
        admission.left(connection);
    }

    void tick(Turn turn) {
        punch(turn);
        relay(turn);
        for (long connection : admission.expire(turn.now())) {
            context.metrics().count(IssuerMetric.CALLS_LATE);
            drop(connection, turn);
        }
    }

    long deadline() {
        return Math.min(admission.nextDeadline(), Math.min(punch.deadline(), relay.deadline()));
    }

    /** The ending of an attempt, with what is known of the direct way and of the relay. */
    Ending seen(Ending ending, Attempt attempt) {
        boolean nobodyAnswered = ending.reason() == RingReason.NO_ANSWER_FROM_NETWORK;
        return relay.beside(nobodyAnswered ? inTheWay(ending, attempt) : attempt.explained(ending));
    }

    private Ending inTheWay(Ending ending, Attempt attempt) {
        return deaf.map(why -> "the port of the first connection could not be listened on: " + why)
                .map(why -> Ending.of(RingReason.OWN_TROUBLE, why))
                .orElseGet(() -> strangers.inTheWay(ending, plan.name(), attempt.path()));
    }

    /** What the story says about strangers at the end of an attempt; empty if none came. */
    String strangers() {
        return strangers.words(plan.name());
    }

    /** One connection that is not accepted yet. */
    final class Call implements ConnectionOwner {
        private final InetSocketAddress remote;
        private final long at;
        private final CallPath path;
        private long connection = NONE;
        private boolean greeted;

        Call(InetSocketAddress remote, long at, CallPath path) {
            this.remote = remote;
            this.at = at;
            this.path = path;
        }

        /** A whole ClientHello came: only now begins the handshake. */
        void hello(Turn turn) {
            if (path != CallPath.ACCEPTED) {
                // [PUNCH-12] The issuer writes no byte on a connection that it dialled before a whole …
                answer(turn);
            } else if (!admission.silent(connection)) {
                return;
            } else if (admitted(admission.spoke(connection, turn.now()), turn)) {
                answer(turn);
            } else {
                drop(connection, turn);
            }
        }

        private void answer(Turn turn) {
            greeted = true;
            turn.act(new IssuerAction.AnswerCall(
                    connection,
                    new SessionPlan.FromAcceptor(
                            plan.self().encoded(), plan.grant().identity())));
        }

        // [PUNCH-15] A connection that the issuer dialled and on which nothing whole came for 5 s is closed.
        @Override
        public long deadline() {
            return path == CallPath.DIALLED && !greeted ? at + LIMIT.toNanos() : Long.MAX_VALUE;
        }

        /** Another connection was accepted. */
        private void left(Turn turn) {
            if (path == CallPath.DIALLED && !greeted) {
                story.step(turn, "gateway not reached", "nothing came of the dial until then");
            }
        }

        /** Only a proved peer gets into the story, so that strangers cannot fill it. */
        @Override
        public void established(PeerFacts peer, Turn turn) {
            // [ISS-12] A call-back may come before the Connect Answer: the grant's key is what counts.
            if (!peer.key().equals(plan.grant().identity())) {
                // The protection should have refused any other key than the grant's; this checks it once more
                // (requirement 5).
                context.metrics().count(IssuerMetric.CALLS_UNPROVED);
                drop(connection, turn);
                return;
            }
            if (path == CallPath.ACCEPTED) {
                strangers.proved();
                context.callers().add(peer.key(), remote.getAddress(), turn.now());
                story.step(at, "call-back came", "from " + AddressText.print(remote));
            } else {
                story.step(turn, "call-back came", path.words(AddressText.print(remote)));
            }
            story.step(turn, "call-back proved", peer.protection() + ", " + peer.keyAgreement());
        }

        /** TLS has checked that the peer's key is the grant's; now the message must name this ring (requirement 5). */
        @Override
        public void received(Message message, Turn turn) {
            forget(connection);
            // [ISS-4] asked, expected | a connection to the listener (see "Limits": whoever says nothing makes room …
            boolean wanted = message.kind() == MessageKind.COMMUNICATION_REQUEST
                    && message.get(Attributes.RING_NONCE).equals(nonce)
                    && message.get(Attributes.TARGET_ID).equals(plan.target());
            if (wanted) {
                accept(message, turn);
                return;
            }
            context.metrics().count(IssuerMetric.CALLS_OTHER_RING);
            story.step(turn, "call-back refused", "it named another ring or other equipment");
            turn.act(new Action.Send(
                    connection,
                    Message.of(MessageKind.REFUSED, message.transaction())
                            .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                            .build()));
            context.owners().close(connection, turn);
        }

        private void accept(Message request, Turn turn) {
            RingNonce attempt = request.get(Attributes.RING_NONCE);
            path.accepted(story, turn);
            turn.act(new Action.Send(
                    connection,
                    Message.of(MessageKind.ACCEPTED, request.transaction())
                            .with(Attributes.RING_NONCE, attempt)
                            .build()));
            CallFacts facts = plan.facts(name, turn.now().wall(), path == CallPath.RELAYED);
            path.count(context.metrics(), story.age(turn));
            context.relayedLately().answered(plan.grant().id(), local.getAddress(), path == CallPath.RELAYED);
            calls.values().forEach(other -> other.left(turn));
            context.owners().pass(connection, new StandingCall(facts, Optional.empty()));
            turn.act(new IssuerAction.HandOver(connection, ring, facts, attempt));
            close(turn);
            accepted.accept(turn);
        }

        @Override
        public void malformed(Event.Malformed event, Owners owners, Turn turn) {
            context.metrics().count(IssuerMetric.CALLS_MALFORMED);
            forget(connection);
            story.step(turn, "call-back refused", event.why());
            event.refusal().ifPresent(answer -> turn.act(new Action.Send(connection, answer)));
            owners.close(connection, turn);
        }

        @Override
        public void ended(CloseReason reason, Turn turn) {
            forget(connection);
            // [PUNCH-14] Nothing that it sends to the server, and not the time for which it stays …
            if (path == CallPath.DIALLED) {
                story.step(turn, "gateway not reached", reason.detail());
                punch.ended(reason, turn);
            } else if (path == CallPath.RELAYED) {
                story.step(turn, "relay failed", reason.detail());
                if (!greeted) {
                    relay.failed(reason, turn);
                }
            } else {
                context.metrics().count(IssuerMetric.CALLS_UNPROVED);
            }
        }
    }
}
