package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.Protection;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerRoute;
import org.ringback.spi.AgreementStep;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * A second TCP connection (requirement 9): takes the second connection request, or a policy instead, and carries the
 * reports. From a server that takes further binds it carries every ring of its equipment while one of them runs, and a
 * little longer.
 */
final class SecondConnection extends ServerErrand {
    /** Longer than any ring: a server that does not close is not waited for. */
    private static final Duration RING_LIMIT = Duration.ofSeconds(30);
    /** So long other wake-ups wait for the first answer, which tells whether they may be bound here. */
    private static final Duration DECIDES = Duration.ofSeconds(2);
    /** A further bind that is not answered within this goes out on a connection of its own. */
    private static final Duration BIND = Duration.ofSeconds(3);
    /** So much earlier than the server this side closes, lest a bind crosses the close. */
    private static final Duration EARLIER = Duration.ofSeconds(1);

    private final Equipment equipment;
    private final ServerAddress server;
    private final WakeUp first;
    private final Rings rings;
    private final Permissions permissions;
    private final SecondConnections all;
    private final Map<TransactionId, Bind> binds = new HashMap<>();
    private final Set<Integer> running = new HashSet<>();
    private String protectedBy = "";
    private String keyAgreement = "";
    private Optional<Duration> further = Optional.empty();
    private long decidesBy;
    private long restsUntil = Long.MAX_VALUE;
    private boolean answered;
    private boolean abandoned;

    /** A bind that was sent and not answered. */
    private record Bind(WakeUp wakeUp, long until) {}

    /**
     * Plans to answer a wake-up.
     *
     * @param kit what every part needs
     * @param errands the connections
     * @param equipment which was woken
     * @param protection of the connection
     * @param first the wake-up
     * @param rings take the second connection request
     * @param permissions take the policy
     * @param all hears of binds that failed here
     */
    SecondConnection(
            Kit kit,
            Errands errands,
            Equipment equipment,
            Protection protection,
            WakeUp first,
            Rings rings,
            Permissions permissions,
            SecondConnections all) {
        super(kit, errands, equipment.self(), protection, ServerRoute.only(first.server()));
        this.equipment = equipment;
        this.server = first.server();
        this.first = first;
        this.rings = rings;
        this.permissions = permissions;
        this.all = all;
    }

    void open(Turn turn) {
        decidesBy = turn.in(DECIDES);
        first.goesOn(turn.nanos());
        begin(turn);
    }

    ServerAddress server() {
        return server;
    }

    /** {@return until when it is not known whether it takes further binds, in monotonic nanoseconds} */
    long decidesBy() {
        return decidesBy;
    }

    boolean takesFurtherBinds() {
        return further.isPresent();
    }

    @Override
    public void established(AcceptorEvent.Established event, Turn turn) {
        protectedBy = event.protection();
        keyAgreement = event.keyAgreement();
        List<AgreementStep> agreement = event.agreement();
        // Where the protection tells its steps, the certificate is one of them.
        String name = agreement.isEmpty()
                ? "second TCP connection, server's certificate valid"
                : "second TCP connection protected";
        agreement.forEach(exchanged -> first.step(exchanged.nanos(), exchanged.name(), ""));
        first.step(turn.nanos(), name, protectedBy + ", " + keyAgreement);
        super.established(event, turn);
    }

    @Override
    Message request(AcceptorEvent.Established event, TransactionId id) {
        return bind(first, Long.MAX_VALUE, id);
    }

    /** Asks for one more ring on the connection that stands. */
    void bind(WakeUp wakeUp, Turn turn) {
        wakeUp.goesOn(turn.nanos());
        wakeUp.step(turn.nanos(), "bound on the second TCP connection that stands", protectedBy + ", " + keyAgreement);
        kit().tally().count("ring.bound-further");
        restsUntil = Long.MAX_VALUE;
        extend(turn.in(RING_LIMIT));
        send(bind(wakeUp, turn.in(BIND), kit().transaction()), turn);
    }

    private Message bind(WakeUp wakeUp, long until, TransactionId id) {
        binds.put(id, new Bind(wakeUp, until));
        return Message.of(MessageKind.CONNECTION_BIND, id)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, equipment.id())
                .with(Attributes.CONNECTION_ID, wakeUp.connectionId())
                .with(Attributes.FURTHER_BINDS, Math.toIntExact(RING_LIMIT.toSeconds()))
                .build();
    }

    @Override
    boolean awaits(TransactionId id) {
        return binds.containsKey(id);
    }

    @Override
    void answered(Message answer, Turn turn) {
        WakeUp wakeUp = binds.remove(answer.transaction()).wakeUp();
        further = answer.find(Attributes.FURTHER_BINDS).map(Duration::ofSeconds);
        answered = true;
        decidesBy = Long.MIN_VALUE;
        equipment.wakeUps().oneBindEach(further.isEmpty());
        extend(turn.in(RING_LIMIT));
        int id = wakeUp.connectionId();
        if (answer.kind() == MessageKind.SECOND_REQUEST) {
            running.add(id);
            Story.Way way = new Story.Way(wakeUp.came(), protectedBy, keyAgreement, wakeUp.steps());
            rings.second(equipment, answer, false, way, (report, when) -> report(id, report, when), turn);
        } else if (answer.kind() == MessageKind.POLICY) {
            policy(answer, id, turn);
        } else {
            kit().tally().count("ring.bind-refused");
        }
        rest(turn);
        all.serve(equipment, turn);
    }

    private void policy(Message answer, int id, Turn turn) {
        List<AcceptorAction> then = new ArrayList<>(List.of(sending(id, Report.CALLING)));
        if (further.isEmpty()) {
            running.add(id);
            then.add(closing());
        }
        permissions.policy(equipment, answer.get(Attributes.REVOKED_KEYS), turn, then.toArray(AcceptorAction[]::new));
    }

    private void report(int id, Report report, Turn turn) {
        turn.act(sending(id, report));
        if (report.last()) {
            running.remove(id);
            rest(turn);
        }
    }

    private AcceptorAction sending(int id, Report report) {
        return sending(
                report.in(Message.of(MessageKind.REPORT, kit().transaction()).with(Attributes.CONNECTION_ID, id)));
    }

    /** Nothing runs any more: it closes, or stands for the next ring while the server lets it. */
    private void rest(Turn turn) {
        if (!running.isEmpty() || !binds.isEmpty()) {
            return;
        }
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
        return Math.min(
                restsUntil, binds.values().stream().mapToLong(Bind::until).min().orElse(Long.MAX_VALUE));
    }

    /** Closes what rested long enough; takes away what is not answered here. */
    void look(Turn turn) {
        if (restsUntil <= turn.nanos()) {
            leave(turn);
        } else if (lookAt() <= turn.nanos()) {
            // An answer may still come; but nothing more is asked here.
            abandoned = true;
            equipment.wakeUps().over(this);
            List.copyOf(binds.values()).forEach(bind -> all.anew(equipment, bind.wakeUp()));
        }
    }

    @Override
    void failed(String why, Turn turn) {
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
