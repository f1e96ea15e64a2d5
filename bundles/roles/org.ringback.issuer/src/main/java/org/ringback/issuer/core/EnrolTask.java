package org.ringback.issuer.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.issuer.core.IssuerAction.Failed;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.issuer.core.IssuerAction.Send;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerMisses;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * One enrolment, with a grant string or an enrolment string: this issuer's key on disk, Enrol at the server, then what
 * the {@link EnrolPurpose} keeps ("Enrolment" in docs/protocol.md). The same string may be taken again: the same key
 * gets the same answer. Belongs to the core's thread.
 */
final class EnrolTask implements ServerConnection.Owner {
    /** How many may be under way at once. */
    static final int MAX_AT_ONCE = 4;

    static final Duration LIMIT = Duration.ofSeconds(30);

    private final long request;
    private final EnrolPurpose purpose;
    private final Bench bench;
    private IssuerKey self;
    private ServerPlan way;
    /** With which protections to ask after the one of {@link #way}. */
    private final Deque<Protection> others;

    private ServerConnection server;
    private TransactionId transaction;
    private boolean anew;
    private long deadline = Long.MAX_VALUE;
    private boolean over;

    EnrolTask(
            long request,
            EnrolPurpose purpose,
            IssuerKey self,
            ServerPlan way,
            List<Protection> protections,
            Bench bench) {
        this.request = request;
        this.purpose = purpose;
        this.self = self;
        this.way = way;
        this.others = new ArrayDeque<>(protections.subList(1, protections.size()));
        this.bench = bench;
        this.transaction = TransactionId.random(bench.random());
        this.server = new ServerConnection(bench.switchboard(), way, this);
    }

    /**
     * The code is tied to the key that proves it, so the key is on disk before anybody sees it. Written again if there
     * was one, as the first write may have failed.
     */
    void start(Moment now, List<IssuerAction> out) {
        dial(List.of(bench.records().keep(way.route().pins(), self)), now, out);
    }

    private void dial(List<Change> first, Moment now, List<IssuerAction> out) {
        deadline = now.plus(LIMIT);
        List<IssuerAction> asking = new ArrayList<>();
        server.dial(new Turn(now, asking));
        out.add(new Persist(first, asking));
    }

    /** The key for a server: the one that there is, or a new one. */
    static IssuerKey key(ServerPins server, Bench bench) {
        return bench.records().key(server).orElseGet(() -> newKey(bench));
    }

    private static IssuerKey newKey(Bench bench) {
        DeviceIdentity identity = bench.crypto().identities().create();
        return new IssuerKey(identity.fingerprint(), identity.encoded());
    }

    /** The server revoked the key, and it will never count again there: a new one takes the string. */
    private void again(Moment now, List<IssuerAction> out) {
        anew = true;
        server.close(new Turn(now, out));
        self = newKey(bench);
        way = way.with(self);
        transaction = TransactionId.random(bench.random());
        server = new ServerConnection(bench.switchboard(), way, this);
        dial(bench.records().renew(way.route().pins(), self), now, out);
    }

    /** The server knows this key, but perhaps for another protection: the proved server said so, nobody on the path. */
    private void ask(Protection other, Moment now, List<IssuerAction> out) {
        server.close(new Turn(now, out));
        way = way.with(other);
        transaction = TransactionId.random(bench.random());
        server = new ServerConnection(bench.switchboard(), way, this);
        server.dial(new Turn(now, out));
    }

    @Override
    public void handle(IssuerEvent event, Moment now, List<IssuerAction> out) {
        if (event instanceof IssuerEvent.Resolved resolved) {
            server.resolved(resolved, new Turn(now, out));
        } else if (event instanceof IssuerEvent.Established established) {
            if (server.proved(established.connection(), new Turn(now, out))) {
                out.add(new Send(established.connection(), enrol(established.binding())));
            }
        } else if (event instanceof IssuerEvent.Received received) {
            received(received.message(), now, out);
        } else if (event instanceof IssuerEvent.Malformed malformed) {
            bench.tally().add(Tally.SERVER_MALFORMED);
            fail("the server sent something malformed: " + malformed.why(), now, out);
        } else if (event instanceof IssuerEvent.Closed closed) {
            closed(closed, new Turn(now, out));
        }
    }

    private void closed(IssuerEvent.Closed event, Turn turn) {
        if (server.is(event.connection())) {
            server.gone();
            fail("the connection to the server was lost: " + event.why(), turn.now(), turn.out());
        } else {
            server.failed(event, turn);
        }
    }

    @Override
    public void dialling(ServerAddress to, Turn turn) {
        // Nobody follows an enrolment step by step.
    }

    @Override
    public void missed(String why, Turn turn) {
        // Told with the others if no address does.
    }

    @Override
    public void unreachable(ServerMisses misses, Turn turn) {
        fail(misses.clause() + "; next: " + misses.next(purpose.ofOtherServer()), turn.now(), turn.out());
    }

    private Message enrol(byte[] binding) {
        var rings = bench.crypto().rings();
        Ticket ticket = purpose.ticket();
        return Message.of(MessageKind.ENROL, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CODE_ID, ticket.codeId())
                .with(Attributes.ROLE, Role.ISSUER)
                .with(Attributes.PROOF, rings.enrolmentProof(rings.codeKey(ticket.code()), binding))
                .build();
    }

    private void received(Message message, Moment now, List<IssuerAction> out) {
        boolean mine = message.transaction().equals(transaction);
        if (mine && message.kind() == MessageKind.ENROLLED) {
            enrolled(message, now, out);
        } else if (mine && message.kind() == MessageKind.ENROL_REFUSED) {
            refused(message, now, out);
        } else {
            bench.tally().add(Tally.SERVER_UNEXPECTED);
            fail("the server sent what has no place here: " + message.kind().title(), now, out);
        }
    }

    private void refused(Message message, Moment now, List<IssuerAction> out) {
        Optional<EndedEnrolment> ended = message.find(Attributes.ENDED_ENROLMENT);
        if (ended.filter(EndedEnrolment.REVOKED::equals).isPresent() && purpose.takesNewKey() && !anew) {
            again(now, out);
        } else if (ended.isEmpty() && message.get(Attributes.ERROR_CODE) == ErrorCodes.FORBIDDEN && !others.isEmpty()) {
            ask(others.remove(), now, out);
        } else {
            fail(purpose.refused(message.get(Attributes.ERROR_CODE), ended), now, out);
        }
    }

    private void enrolled(Message message, Moment now, List<IssuerAction> out) {
        EquipmentId id = message.get(Attributes.USERNAME);
        Set<Protection> protections = Set.copyOf(message.get(Attributes.PROTECTIONS));
        if (!protections.contains(way.protection())) {
            fail(
                    "the server enrolled this issuer for other protections than "
                            + way.protection().label(),
                    now,
                    out);
            return;
        }
        leave(now, out);
        out.add(purpose.enrolled(request, id, protections, EnrolPurpose.time(purpose.ticket(), now)));
    }

    @Override
    public long deadline() {
        return Math.min(deadline, server.deadline());
    }

    @Override
    public void tick(Moment now, List<IssuerAction> out) {
        server.tick(new Turn(now, out));
        if (deadline <= now.nanos()) {
            fail("the server did not answer within " + LIMIT.toSeconds() + " s", now, out);
        }
    }

    @Override
    public void stop(String why, Moment now, List<IssuerAction> out) {
        fail(why, now, out);
    }

    @Override
    public boolean over() {
        return over;
    }

    private void fail(String why, Moment now, List<IssuerAction> out) {
        leave(now, out);
        out.add(new Failed(request, purpose.notDone() + ": " + why));
    }

    private void leave(Moment now, List<IssuerAction> out) {
        server.close(new Turn(now, out));
        over = true;
        deadline = Long.MAX_VALUE;
    }
}
