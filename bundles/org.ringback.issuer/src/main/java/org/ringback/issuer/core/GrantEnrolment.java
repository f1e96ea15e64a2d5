package org.ringback.issuer.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.crypto.DeviceIdentity;
import org.ringback.api.crypto.Grant;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Ticket;
import org.ringback.issuer.core.IssuerAction.Completed;
import org.ringback.issuer.core.IssuerAction.Failed;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.issuer.core.IssuerAction.Resolve;
import org.ringback.issuer.core.IssuerAction.Send;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * The taking of one grant: this issuer's key on disk, Enrol at the server, the grant on disk ("Enrolment" in
 * docs/protocol.md). The same string may be taken again: the same key gets the same answer. Belongs to the core's
 * thread.
 */
final class GrantEnrolment implements Task {
    /** How many grants may be taken at once. */
    static final int MAX_AT_ONCE = 4;

    static final Duration LIMIT = Duration.ofSeconds(30);

    private final long request;
    private final Grant grant;
    private final IssuerKey self;
    private final ServerDial dial;
    private final Bench bench;
    private final TransactionId transaction;
    private long deadline = Long.MAX_VALUE;
    private boolean over;

    GrantEnrolment(long request, Grant grant, IssuerKey self, ServerDial dial, Bench bench) {
        this.request = request;
        this.grant = grant;
        this.self = self;
        this.dial = dial;
        this.bench = bench;
        this.transaction = TransactionId.random(bench.random());
    }

    /** Reads the string; what is wrong with it comes as IllegalArgumentException in words. */
    static Grant read(String text, Moment now, Bench bench) {
        Grant grant = bench.crypto().strings().grant(text);
        Ticket invitation = grant.invitation();
        if (invitation.role() != Role.ISSUER) {
            throw new IllegalArgumentException("grant string: role " + invitation.role() + " (expected: ISSUER)");
        }
        if (time(grant, now).isAfter(grant.useBy())) {
            throw new IllegalArgumentException("grant string: was to be used by " + grant.useBy()
                    + " (expected: a fresh one, which its owner prints with grant)");
        }
        if (bench.records().full() && bench.records().grant(grant.equipment()).isEmpty()) {
            throw new IllegalArgumentException(
                    "grants: " + IssuerRecords.MAX_GRANTS + " are kept already (expected: at" + " most that many)");
        }
        return grant;
    }

    /** A device that starts in 1970 still knows that the string was made before now. */
    static Instant time(Grant grant, Moment now) {
        Instant made = grant.invitation().made();
        return now.wall().isAfter(made) ? now.wall() : made;
    }

    static Route route(Grant grant, Moment now) {
        Ticket invitation = grant.invitation();
        Protection protection =
                invitation.protections().stream().sorted().findFirst().orElseThrow();
        return new Route(invitation.servers(), invitation.pins(), protection, time(grant, now));
    }

    /** The code is tied to the key that proves it, so the key is on disk before anybody sees it. */
    void start(Moment now, List<IssuerAction> out) {
        deadline = now.plus(LIMIT);
        Resolve resolve = dial.resolve(this);
        Optional<IssuerKey> kept = bench.records().key();
        if (kept.isPresent()) {
            out.add(resolve);
        } else {
            out.add(new Persist(List.of(bench.records().keep(self)), List.of(resolve)));
        }
    }

    static IssuerKey key(Bench bench) {
        return bench.records().key().orElseGet(() -> {
            DeviceIdentity identity = bench.crypto().identities().create();
            return new IssuerKey(identity.fingerprint(), identity.encoded());
        });
    }

    @Override
    public void handle(IssuerEvent event, Moment now, List<IssuerAction> out) {
        if (event instanceof IssuerEvent.Resolved resolved) {
            dial.resolved(resolved.addresses(), resolved.failures());
            dialNext(out);
        } else if (event instanceof IssuerEvent.Established established) {
            out.add(new Send(established.connection(), enrol(established.binding())));
        } else if (event instanceof IssuerEvent.Received received) {
            received(received.message(), now, out);
        } else if (event instanceof IssuerEvent.Malformed malformed) {
            bench.tally().add(Tally.SERVER_MALFORMED);
            fail("the server sent something malformed: " + malformed.why(), out);
        } else if (event instanceof IssuerEvent.Closed closed) {
            dial.gone();
            dial.failed(closed.kind(), closed.why());
            dialNext(out);
        }
    }

    private void dialNext(List<IssuerAction> out) {
        if (dial.exhausted()) {
            fail("the server could not be reached: " + dial.failure(), out);
            return;
        }
        out.add(dial.next(this));
    }

    private Message enrol(byte[] binding) {
        var rings = bench.crypto().rings();
        Ticket invitation = grant.invitation();
        return Message.of(MessageKind.ENROL, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CODE_ID, invitation.codeId())
                .with(Attributes.ROLE, Role.ISSUER)
                .with(Attributes.PROOF, rings.enrolmentProof(rings.codeKey(invitation.code()), binding))
                .build();
    }

    private void received(Message message, Moment now, List<IssuerAction> out) {
        boolean mine = message.transaction().equals(transaction);
        if (mine && message.kind() == MessageKind.ENROLLED) {
            enrolled(message, now, out);
        } else if (mine && message.kind() == MessageKind.ENROL_REFUSED) {
            fail(Words.enrolRefused(message.get(Attributes.ERROR_CODE)), out);
        } else {
            bench.tally().add(Tally.SERVER_UNEXPECTED);
            fail("the server sent what has no place here: " + message.kind().title(), out);
        }
    }

    private void enrolled(Message message, Moment now, List<IssuerAction> out) {
        EquipmentId id = message.get(Attributes.USERNAME);
        Protection used = route(grant, now).protection();
        if (!message.get(Attributes.PROTECTIONS).contains(used)) {
            fail("the server enrolled this issuer for other protections than " + used.label(), out);
            return;
        }
        GrantRecord record = GrantRecord.of(grant, id, used, time(grant, now));
        List<Change> changes = bench.records().keep(record);
        leave(out);
        out.add(new Persist(
                changes, List.of(new Completed(request, bench.records().shown(record)))));
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void tick(Moment now, List<IssuerAction> out) {
        if (deadline <= now.nanos()) {
            fail("the server did not answer within " + LIMIT.toSeconds() + " s", out);
        }
    }

    @Override
    public void stop(String why, Moment now, List<IssuerAction> out) {
        fail(why, out);
    }

    @Override
    public boolean over() {
        return over;
    }

    private void fail(String why, List<IssuerAction> out) {
        leave(out);
        out.add(new Failed(request, "grant for " + grant.equipment() + " not taken: " + why));
    }

    private void leave(List<IssuerAction> out) {
        dial.close(out);
        over = true;
        deadline = Long.MAX_VALUE;
    }
}
