package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.Role;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.ConnectionOwner;
import org.ringback.kernel.SessionPlan;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/**
 * One call-back: dials the issuer once, proves the equipment, sends the Communication Request, and hands the connection
 * over once it is accepted (requirement 8).
 */
final class RingCall implements ConnectionOwner {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    /**
     * Longest time until the last report: the server waits 10 s from its second request on, including the time on the
     * network.
     */
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(9);

    private static final Optional<ToldReason> ENDED = Optional.of(new ToldReason(RingReason.CALL_BACK_ENDED));

    private final Context context;
    private final RingPolicy policy;
    private final PermittedRing ring;
    private final RingReporter reporter;
    private final HeldReports held;
    private final Story story;
    private final TransactionId transaction;
    private long connection;
    private long deadline = Long.MAX_VALUE;
    private long dialOver;
    private long reportBy = Long.MAX_VALUE;
    private boolean asked;
    private boolean over;

    RingCall(
            Context context,
            RingPolicy policy,
            PermittedRing ring,
            RingReporter reporter,
            HeldReports held,
            Story story) {
        this.context = context;
        this.policy = policy;
        this.ring = ring;
        this.reporter = reporter;
        this.held = held;
        this.story = story;
        this.transaction = context.transaction();
    }

    /** {@return the local name of what was rung} */
    EquipmentId equipment() {
        return ring.equipment().name();
    }

    GrantId grant() {
        return ring.box().grant();
    }

    KeyFingerprint issuer() {
        return ring.box().issuer();
    }

    /** {@return whether it is still dialling: nobody is proved at the other end yet} */
    boolean dialling() {
        return !asked;
    }

    /** {@return whether it ended} */
    boolean over() {
        return over;
    }

    /** Starts the time until the last report, as the request is judged; waiting and dialling count. */
    void enter(Turn turn) {
        // [ACC-28] but the last report leaves no later than 9 s after the second request: the server waits 10 s.
        reportBy = turn.in(REPORT_LIMIT);
    }

    void dial(Turn turn) {
        connection = context.owners().open(this);
        // [ACC-27] Then Report calling, one dial (5 s, TLS included), TLS 1.3 with the issuer's key from the grant …
        dialOver = turn.in(DIAL_LIMIT);
        deadline = dialOver;
        turn.act(new Action.Dial(
                connection,
                ring.issuer(),
                Optional.empty(),
                false,
                new SessionPlan.ToIssuer(ring.equipment().self().identity(), issuer())));
    }

    @Override
    public void established(PeerFacts peer, Turn turn) {
        story.keyAgreement(peer.keyAgreement());
        story.step(turn, "issuer's key proved", peer.protection() + ", " + peer.keyAgreement());
        Optional<StoredGrant> grant = ring.equipment().grant(grant());
        if (!peer.key().equals(issuer()) || grant.isEmpty()) {
            give(CloseReason.Kind.WRONG_KEY, "at the issuer's address another key answered", turn);
            return;
        }
        try {
            policy.standing(ring.equipment(), grant.get(), issuer(), ring.box().service(), turn);
        } catch (RefusedRing refused) {
            cut(refused.why(), turn);
            return;
        }
        asked = true;
        deadline = Math.min(turn.in(ANSWER_LIMIT), reportBy);
        Message request = Message.of(MessageKind.COMMUNICATION_REQUEST, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, ring.equipment().id())
                .with(Attributes.RING_NONCE, ring.nonce())
                .build();
        if (ring.equipment().boundOnDisk(grant())) {
            turn.act(new Action.Send(connection, request));
        } else {
            // Another call of this grant may have bound it, but that write may still be under way, or fail.
            // [ACC-30] The grant is bound to the key, on disk, when this TLS stood for the first time.
            StoredGrant bound = grant.get().boundTo(issuer());
            ring.equipment().put(bound);
            turn.persist(List.of(Records.grant(ring.equipment().place(), bound)), new Action.Send(connection, request));
        }
        story.step(turn, "communication request", "");
    }

    @Override
    public void received(Message message, Turn turn) {
        if (!asked || !message.transaction().equals(transaction)) {
            give(CloseReason.Kind.PROTECTION, "the issuer sent what was not asked for", turn);
            return;
        }
        // The request was sent only after the binding was on disk, and this message answers it.
        ring.equipment().foundOnDisk(grant());
        if (message.kind() == MessageKind.REFUSED) {
            context.owners().close(connection, turn);
            over(Outcome.REFUSED, "the issuer refused: " + message.get(Attributes.ERROR_CODE), ENDED, turn);
        } else if (message.kind() == MessageKind.ACCEPTED
                && message.get(Attributes.RING_NONCE).equals(ring.nonce())) {
            CallFacts facts = new CallFacts(
                    Role.ACCEPTOR,
                    ring.equipment().name(),
                    ring.box().service(),
                    issuer(),
                    grant(),
                    ring.nonce(),
                    turn.now().wall(),
                    ring.equipment()
                            .grant(grant())
                            .filter(grant -> grant.terms().onlyThese())
                            .isPresent());
            context.owners().pass(connection, new StandingCall(facts, Optional.of(story)));
            turn.act(new AcceptorAction.HandOver(connection, facts));
            story.step(turn, "accepted", "conversations may begin");
            story.end(new RingStory.End(true, ""));
            context.metrics().count(AcceptorMetric.RING_ANSWERED);
            reporter.over(Outcome.REACHED, Optional.empty(), turn);
        } else {
            give(CloseReason.Kind.PROTECTION, "the issuer accepted another ring", turn);
        }
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        if (reason.kind() == CloseReason.Kind.NOT_DIALLED) {
            inTrouble(reason.detail(), turn);
            return;
        }
        boolean otherKey = reason.kind() == CloseReason.Kind.WRONG_KEY;
        noAnswer(otherKey ? Outcome.WRONG_KEY : Outcome.UNREACHABLE, reason.detail(), turn);
    }

    /** Reports a dial that no proved issuer answered; held, so that nobody learns from its time what answered. */
    private void noAnswer(Outcome outcome, String why, Turn turn) {
        if (asked) {
            over(outcome, why, ENDED, turn);
        } else {
            told(outcome, why, turn);
            // [ACC-31] A dial that no proved issuer answered is reported when its 5 s are over, not before
            held.hold(grant(), reporter, outcome, dialOver);
        }
    }

    @Override
    public void notWritten(String why, Turn turn) {
        inTrouble(why, turn);
    }

    /** Reports at once: nothing left for the issuer's address, so nothing can be learnt of it. */
    private void inTrouble(String why, Turn turn) {
        over(Outcome.UNREACHABLE, why, Optional.of(new ToldReason(RingReason.GATEWAY_TROUBLE)), turn);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    /** Ends the call-back at once, because it may not go on. */
    void cut(String why, Turn turn) {
        context.owners().abort(connection, turn);
        over(Outcome.REFUSED, why, Optional.of(new ToldReason(RingReason.NOT_ALLOWED)), turn);
    }

    private void give(CloseReason.Kind kind, String why, Turn turn) {
        context.owners().fail(connection, CloseReason.of(kind, why), turn);
    }

    private void over(Outcome outcome, String why, Optional<ToldReason> reason, Turn turn) {
        told(outcome, why, turn);
        reporter.over(outcome, reason, turn);
    }

    private void told(Outcome outcome, String why, Turn turn) {
        over = true;
        context.metrics().count(AcceptorMetric.RING, outcome.label().replace(' ', '-'));
        story.step(turn, "not reached", why);
        story.end(new RingStory.End(false, why));
    }
}
