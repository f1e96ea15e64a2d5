package org.ringback.issuer.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerRequest;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * One enrolment, with a grant string or an enrolment string: writes this issuer's key to disk, sends Enrol to the
 * server, then writes what the {@link EnrolPurpose} keeps ("Enrolment" in docs/protocol.md). A string may be used
 * again: the same key gets the same answer. Belongs to the core's thread.
 */
final class EnrolTask implements Task {
    /** Most enrolments under way at once. */
    static final int MAX_AT_ONCE = 4;

    static final Duration LIMIT = Duration.ofSeconds(30);

    private final EnrolPurpose purpose;
    private final IssuerSettings settings;
    private final ServerEntry route;
    private final Context context;
    /** The protections with which to ask, one after the other. */
    private final Deque<ProtectionId> protections;

    /** A route of its own, as nobody else should rely on this string's addresses of the server. */
    private final ServerRoute addresses;

    private IssuerKey self;
    private List<Change> first;
    private Asking asking;
    private boolean anew;
    private long deadline = Long.MAX_VALUE;
    private boolean over;

    EnrolTask(
            EnrolPurpose purpose,
            ServerEntry route,
            List<ProtectionId> protections,
            IssuerSettings settings,
            Context context) {
        this.purpose = purpose;
        this.settings = settings;
        this.route = route;
        this.context = context;
        this.protections = new ArrayDeque<>(protections);
        this.addresses = new ServerRoute(route.servers());
        this.self = context.records().key(route.pins()).orElseGet(this::newKey);
        // Written again if there was a key already, as the first write may have failed.
        this.first = List.of(context.records().keep(route.pins(), self));
        this.asking = new Asking();
    }

    private IssuerKey newKey() {
        DeviceIdentity identity = context.crypto().identities().create();
        return new IssuerKey(identity.fingerprint(), identity.encoded());
    }

    void start(Turn turn) {
        // [ISS-13] Accepting a grant takes 30 s at most.
        deadline = turn.in(LIMIT);
        asking.dial(turn);
    }

    /** Tries again with a new key, as the server revoked the old one for good. */
    private void again(Turn turn) {
        anew = true;
        self = newKey();
        first = context.records().renew(route.pins(), self);
        asking = new Asking();
        start(turn);
    }

    /**
     * Tries the next protection, as the server may know this key with another one; the proved server said so, not
     * somebody on the path.
     */
    private void askNext(Turn turn) {
        protections.remove();
        first = List.of();
        asking = new Asking();
        asking.dial(turn);
    }

    private void enrolled(Message message, Turn turn) {
        EquipmentId id = message.get(Attributes.USERNAME);
        Set<ProtectionId> enrolledFor = Set.copyOf(message.get(Attributes.PROTECTIONS));
        if (enrolledFor.contains(protections.element())) {
            leave(turn);
            purpose.enrolled(id, enrolledFor, EnrolPurpose.time(purpose.ticket(), turn.now()), turn);
        } else {
            fail(
                    "the server enrolled this issuer for other protections than "
                            + context.crypto().protections().name(protections.element()),
                    turn);
        }
    }

    private void refused(Message message, Turn turn) {
        int code = message.get(Attributes.ERROR_CODE);
        Optional<EndedEnrolment> ended = message.find(Attributes.ENDED_ENROLMENT);
        if (ended.filter(EndedEnrolment.REVOKED::equals).isPresent() && purpose.fromOperator() && !anew) {
            again(turn);
        } else if (ended.isEmpty() && code == ErrorCodes.FORBIDDEN && protections.size() > 1) {
            // [ENROL-8] An issuer that is enrolled with this server already takes an invitation on a protection of …
            askNext(turn);
        } else {
            fail(purpose.refused(code, ended), turn);
        }
    }

    @Override
    public long wakeAt() {
        return deadline;
    }

    @Override
    public void tick(Turn turn) {
        if (deadline <= turn.nanos()) {
            fail("the server did not answer within " + LIMIT.toSeconds() + " s", turn);
        }
    }

    @Override
    public void stop(String why, Turn turn) {
        fail(why, turn);
    }

    @Override
    public boolean over() {
        return over;
    }

    private void fail(String why, Turn turn) {
        leave(turn);
        turn.act(new Action.Refused(purpose.request(), purpose.notDone() + ": " + why));
    }

    private void leave(Turn turn) {
        asking.leave(turn);
        over = true;
        deadline = Long.MAX_VALUE;
    }

    /** The request with one key and one protection. */
    private final class Asking extends ServerRequest {
        Asking() {
            super(
                    context.owners(),
                    new ServerWay(
                            addresses,
                            Role.ISSUER,
                            self.encoded(),
                            route.pins(),
                            protections.element(),
                            settings.local(),
                            false),
                    context.random());
        }

        @Override
        public List<Instant> dates(Turn turn) {
            return List.of(route.time(turn.now().wall()));
        }

        /** The server ties the one-time code to the key, so the key is written to disk before it is used. */
        @Override
        public void dial(Action.Dial dial, ServerAddress to, Turn turn) {
            if (first.isEmpty()) {
                turn.act(dial);
            } else {
                turn.persist(first, dial);
            }
        }

        @Override
        public void established(PeerFacts server, Turn turn) {
            super.established(server, turn);
            extend(Long.MAX_VALUE); // the task as a whole has a limit
        }

        @Override
        protected Message request(PeerFacts server, TransactionId id) {
            var rings = context.crypto().rings();
            Ticket ticket = purpose.ticket();
            return Message.of(MessageKind.ENROL, id)
                    .with(Attributes.PROTOCOL, MessageKind.VERSION)
                    .with(Attributes.CODE_ID, ticket.codeId())
                    .with(Attributes.ROLE, Role.ISSUER)
                    .with(Attributes.PROOF, rings.enrolmentProof(rings.codeKey(ticket.code()), server.binding()))
                    .build();
        }

        @Override
        protected void answered(Message message, Turn turn) {
            close(turn);
            if (message.kind() == MessageKind.ENROLLED) {
                enrolled(message, turn);
            } else if (message.kind() == MessageKind.ENROL_REFUSED) {
                refused(message, turn);
            } else {
                unexpected(message, turn);
            }
        }

        @Override
        protected void unexpected(Message message, Turn turn) {
            context.metrics().count(IssuerMetric.SERVER_UNEXPECTED);
            fail("the server sent what has no place here: " + message.kind().title(), turn);
        }

        @Override
        public void malformed(Event.Malformed event, Owners owners, Turn turn) {
            context.metrics().count(IssuerMetric.SERVER_MALFORMED);
            fail("the server sent something malformed: " + event.why(), turn);
        }

        @Override
        public void ended(CloseReason reason, Turn turn) {
            failed("the connection to the server was lost: " + reason, turn);
        }

        @Override
        public void unreachable(ServerMisses misses, Turn turn) {
            failed(misses.clause() + "; next: " + misses.next(purpose.ofOtherServer()), turn);
        }

        @Override
        public void notWritten(String why, Turn turn) {
            failed(Words.notWritten(why), turn);
        }

        @Override
        protected void failed(String why, Turn turn) {
            fail(why, turn);
        }

        void leave(Turn turn) {
            close(turn);
        }
    }
}
