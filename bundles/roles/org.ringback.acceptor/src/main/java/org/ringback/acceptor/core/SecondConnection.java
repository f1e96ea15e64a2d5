package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringback.api.ProtectionId;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.Core;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.TransactionId;

/**
 * A second TCP connection (requirement 9): takes the second connection request, or a policy in its place, and carries
 * the reports. If the server takes further binds, it carries every ring of its equipment while one of them runs, and a
 * little longer.
 */
final class SecondConnection extends EquipmentRequest {
    /** Longest life of the connection; longer than any ring, for a server that does not close. */
    private static final Duration RING_LIMIT = Duration.ofSeconds(30);
    /** How long other wake-ups wait for the first answer, which tells whether they may be bound on this connection. */
    private static final Duration DECIDES = Duration.ofSeconds(2);
    /** How long to wait for the answer to a further bind before it is sent on a connection of its own. */
    private static final Duration BIND = Duration.ofSeconds(3);
    /** How much earlier than the server this side closes, so that no bind crosses the close. */
    private static final Duration EARLIER = Duration.ofSeconds(1);

    private final Equipment equipment;
    private final WakeUp first;
    private final SecondConnections all;
    private final Map<TransactionId, Bind> binds = new HashMap<>();
    private final Set<Integer> running = new HashSet<>();
    private @Nullable PeerFacts peer;
    private @Nullable ServerAddress server;
    private Optional<Duration> further = Optional.empty();
    private long decidesBy;
    private long restsUntil = Long.MAX_VALUE;
    private boolean answered;
    private boolean abandoned;

    /** A bind that was sent and not answered. */
    private record Bind(WakeUp wakeUp, long until) {}

    /**
     * Makes the connection that will answer a wake-up; dials nothing yet.
     *
     * @param equipment the equipment
     * @param protection of the connection
     * @param first the wake-up
     * @param all takes requests and policies, and is told of binds that failed here
     */
    SecondConnection(Equipment equipment, ProtectionId protection, WakeUp first, SecondConnections all) {
        super(
                all.context(),
                equipment.self(),
                protection,
                ServerRoute.only(first.places().servers()),
                true);
        this.equipment = equipment;
        this.first = first;
        this.all = all;
    }

    /** {@return whether a ring runs on it, or may soon} */
    boolean busy() {
        return !answered || !running.isEmpty() || !binds.isEmpty();
    }

    void open(Turn turn) {
        decidesBy = turn.in(DECIDES);
        first.goesOn(turn.nanos());
        dial(turn);
    }

    /** {@return which wake-ups it carries} */
    BindPlaces.Family family() {
        return first.places().family();
    }

    @Override
    public Duration nextAfter(ServerAddress next) {
        return first.places().nextAfter(next);
    }

    /** {@return by when it is known whether it takes further binds, in monotonic nanoseconds} */
    long decidesBy() {
        return decidesBy;
    }

    boolean takesFurtherBinds() {
        return further.isPresent();
    }

    @Override
    public void established(PeerFacts proved, Turn turn) {
        peer = proved;
        server = used().orElseThrow();
        equipment.wakeUps().carries(family(), server);
        // If the protection tells its steps, the certificate is one of them.
        String name = proved.agreement().isEmpty()
                ? "second TCP connection, server's certificate valid"
                : "second TCP connection protected";
        first.story().agreed(proved);
        boolean elsewhere = !server.equals(first.places().from());
        first.story()
                .step(turn, name, words(proved) + (elsewhere ? ", at " + AddressText.print(server.address()) : ""));
        super.established(proved, turn);
    }

    private static String words(PeerFacts peer) {
        return peer.protection() + ", " + peer.keyAgreement();
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        return bind(first, Long.MAX_VALUE, id);
    }

    /** Sends a further bind on the open connection. */
    void bind(WakeUp wakeUp, Turn turn) {
        wakeUp.goesOn(turn.nanos());
        wakeUp.story()
                .step(turn, "bound on the second TCP connection that stands", words(Objects.requireNonNull(peer)));
        context().metrics().count(AcceptorMetric.RING_BOUND_FURTHER);
        restsUntil = Long.MAX_VALUE;
        extend(turn.in(RING_LIMIT));
        turn.act(sending(bind(wakeUp, turn.in(BIND), context().transaction())));
    }

    private Message bind(WakeUp wakeUp, long until, TransactionId id) {
        binds.put(id, new Bind(wakeUp, until));
        // [ACC-37] Each Connection Bind carries PATHS, with the ways that this acceptor has beside its direct dial: …
        return message(MessageKind.CONNECTION_BIND, id)
                .with(Attributes.CONNECTION_ID, wakeUp.connectionId())
                .with(Attributes.FURTHER_BINDS, Math.toIntExact(RING_LIMIT.toSeconds()))
                .with(Attributes.PATHS, Paths.PUNCH | Paths.RELAY)
                .build();
    }

    @Override
    protected boolean awaits(TransactionId id) {
        return binds.containsKey(id);
    }

    @Override
    protected void answered(Message answer, Turn turn) {
        WakeUp wakeUp = binds.remove(answer.transaction()).wakeUp();
        further = answer.find(Attributes.FURTHER_BINDS).map(Duration::ofSeconds);
        answered = true;
        decidesBy = Long.MIN_VALUE;
        equipment.wakeUps().oneBindEach(further.isEmpty());
        extend(turn.in(RING_LIMIT));
        int id = wakeUp.connectionId();
        if (answer.kind() == MessageKind.SECOND_REQUEST) {
            running.add(id);
            wakeUp.story().heardOver(Objects.requireNonNull(peer));
            all.rings()
                    .second(
                            equipment,
                            answer,
                            way(Objects.requireNonNull(peer)),
                            wakeUp.story(),
                            (report, when) -> report(id, report, when),
                            turn);
        } else if (answer.kind() == MessageKind.POLICY) {
            policy(answer, id, turn);
        } else {
            context().metrics().count(AcceptorMetric.RING_BIND_REFUSED);
        }
        rest(turn);
        all.serve(equipment, turn);
    }

    private RequestWay way(PeerFacts proved) {
        return RequestWay.connection(Objects.requireNonNull(server), proved.local());
    }

    private void policy(Message answer, int id, Turn turn) {
        List<Action> then = new ArrayList<>(List.of(sending(id, Report.CALLING)));
        if (further.isEmpty()) {
            running.add(id);
            then.add(closing());
        }
        all.permissions().policy(equipment, answer.get(Attributes.REVOKED_KEYS), turn, then.toArray(Action[]::new));
    }

    private void report(int id, Report report, Turn turn) {
        turn.act(sending(id, report));
        if (report.last()) {
            running.remove(id);
            rest(turn);
        }
    }

    private Action sending(int id, Report report) {
        return sending(report.in(
                Message.of(MessageKind.REPORT, context().transaction()).with(Attributes.CONNECTION_ID, id)));
    }

    /** No ring runs any more: closes, or stays open for the next ring for as long as the server allows. */
    private void rest(Turn turn) {
        if (!running.isEmpty() || !binds.isEmpty()) {
            return;
        }
        // [ACC-5] A connection on which nothing runs any more is closed at once, with FURTHER-BINDS a second before …
        if (further.isPresent() && equipment.wakeUps().isCurrent(this)) {
            restsUntil = turn.nanos() + further.get().minus(EARLIER).toNanos();
        } else {
            leave(turn);
        }
    }

    private void leave(Turn turn) {
        equipment.wakeUps().over(this);
        close(turn);
    }

    /** {@return when to {@link #look}, in monotonic nanoseconds} */
    long lookAt() {
        return Math.min(restsUntil, Core.earliest(binds.values(), Bind::until));
    }

    /** Closes the connection if it was idle long enough; takes back binds that were not answered. */
    void look(Turn turn) {
        if (restsUntil <= turn.nanos()) {
            leave(turn);
        } else if (lookAt() <= turn.nanos()) {
            // An answer may still come, but nothing more is asked on this connection.
            abandoned = true;
            equipment.wakeUps().over(this);
            List.copyOf(binds.values()).forEach(bind -> all.anew(equipment, bind.wakeUp()));
        }
    }

    @Override
    protected void failed(String why, Turn turn) {
        equipment.wakeUps().over(this);
        if (!answered) {
            all.lost(equipment, first);
        } else if (!abandoned) {
            binds.values().forEach(bind -> all.anew(equipment, bind.wakeUp()));
        }
        binds.clear();
        all.serve(equipment, turn);
    }
}
