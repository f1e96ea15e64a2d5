package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.Role;
import org.ringback.api.ToldReason;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.SessionPlan;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/**
 * One call-back: dials the issuer and, where that does not lead to it, goes through the server's relay; proves the
 * equipment, sends the Communication Request on one {@link CallWay} at a time, and hands that over once it is accepted
 * (requirement 8). Sends one last report, whatever became of the ways.
 */
final class RingCall {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    /**
     * Longest time until the last report: the server waits 10 s from its second request on, including the time on the
     * network.
     */
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(9);

    /** How long the last report may take to the server. */
    private static final Duration REPORTED = Duration.ofMillis(500);

    private static final Optional<ToldReason> NO_ANSWER =
            Optional.of(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));

    private static final Optional<ToldReason> ENDED = Optional.of(new ToldReason(RingReason.CALL_BACK_ENDED));

    private final Context context;
    private final RingPolicy policy;
    private final PermittedRing ring;
    private final RingReporter reporter;
    private final HeldReports held;
    private final Story story;
    private final TransactionId transaction;
    private final DirectTries direct;
    private final RelayTries relay;
    private final List<CallWay> ways = new ArrayList<>(2);
    private final List<String> failed = new ArrayList<>(2);
    private Outcome outcome = Outcome.UNREACHABLE;
    /** On which the Communication Request was sent. */
    private @Nullable CallWay asked;
    /** Until when that is to be answered, if no other way stands. */
    private long answerBy;

    private boolean everAsked;
    /** Whether the issuer's key was proved on the direct way: what became of that dial is the issuer's own doing then. */
    private boolean provedDirectly;

    private long dialOver;
    private long reportBy = Long.MAX_VALUE;
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
        this.direct = new DirectTries(ring.punching());
        this.relay = new RelayTries(ring.relay());
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
        return !over && asked == null;
    }

    /** {@return whether it ended, or is handed over} */
    boolean over() {
        return over;
    }

    /** Starts the time until the last report, as the request is judged; waiting and dialling count. */
    void enter(Turn turn) {
        // [ACC-28] but the last report leaves no later than 9 s after the second request: the server waits 10 s.
        reportBy = turn.in(REPORT_LIMIT);
    }

    void dial(Turn turn) {
        // [ACC-27] Then Report calling, the dial (5 s, TLS included), TLS 1.3 with the issuer's key from the grant …
        reporter.calling(turn);
        dialOver = turn.in(DIAL_LIMIT);
        relay.begin(ring.notDialled().isEmpty(), turn);
        if (ring.notDialled().isEmpty()) {
            direct.begin(turn);
        } else {
            String why = ring.notDialled().get().why();
            failed.add("direct: " + why);
            story.step(turn, "not dialled", why);
        }
        tick(turn);
    }

    private void dialDirectly(Turn turn) {
        Optional<Punching> punching = direct.from();
        CallWay way = way(false, dialOver);
        story.step(turn, "dialled", punching.isPresent() ? "at the same moment as the issuer dials here" : "");
        turn.act(new Action.Dial(
                way.connection(), ring.issuer(), punching.map(Punching::from), punching.isPresent(), plan()));
    }

    /** A way's dial reached somebody. */
    void opened(CallWay way) {
        if (!way.isRelayed()) {
            direct.opened();
        }
    }

    private SessionPlan.ToIssuer plan() {
        return new SessionPlan.ToIssuer(ring.equipment().self().identity(), issuer());
    }

    private CallWay way(boolean relayed, long deadline) {
        CallWay way = new CallWay(this, relayed, deadline);
        way.connection(context.owners().open(way));
        ways.add(way);
        return way;
    }

    /** {@return when a {@link #tick} is wanted, in monotonic nanoseconds} */
    long deadline() {
        return over || asked != null ? Long.MAX_VALUE : Math.min(relay.deadline(), direct.deadline());
    }

    /** Dials, reports once more, or goes through the relay too, as it is due. */
    void tick(Turn turn) {
        if (deadline() > turn.nanos()) {
            return;
        }
        if (direct.givesUp(turn)) {
            ways.stream()
                    .filter(way -> !way.isRelayed())
                    .findFirst()
                    .ifPresent(way -> way.give(CloseReason.Kind.TIMED_OUT, "no answer in time", context, turn));
        }
        if (direct.callsAgain(turn)) {
            story.step(turn, "tried again", "the issuer is told, and dials too");
            reporter.calling(turn);
        }
        if (direct.due(turn)) {
            dialDirectly(turn);
        }
        relay.due(turn).ifPresent(through -> relay(through, turn));
    }

    private void relay(RelayWay through, Turn turn) {
        CallWay way = way(true, Math.min(turn.in(DIAL_LIMIT), reportBy - REPORTED.toNanos()));
        TransactionId id = context.transaction();
        story.step(turn, "relay asked", "at " + AddressText.print(through.server()));
        turn.act(new AcceptorAction.Relay(
                way.connection(), through.server(), through.ticket().bind(id), id, plan()));
    }

    /** The issuer's key is proved on a way. */
    void proved(CallWay way, KeyFingerprint key, Turn turn) {
        Optional<StoredGrant> grant = ring.equipment().grant(grant());
        if (!key.equals(issuer()) || grant.isEmpty()) {
            way.give(CloseReason.Kind.WRONG_KEY, "at the issuer's address another key answered", context, turn);
            return;
        }
        try {
            policy.standing(ring.equipment(), grant.get(), issuer(), ring.box().service(), turn);
        } catch (RefusedRing refused) {
            cut(refused.why(), turn);
            return;
        }
        provedDirectly |= !way.isRelayed();
        // [ACC-40] if that ends unanswered it is sent on the other
        // [ACC-44] Where a direct connection is open whose TLS does not stand yet, the relay leaves it that time …
        Optional<CallWay> first = Optional.ofNullable(asked).or(() -> way.isRelayed() ? opening() : Optional.empty());
        if (first.isEmpty()) {
            ask(way, grant.get(), turn);
        } else {
            ring.relay().ifPresent(known -> first.get().hurry(turn.in(known.patience())));
        }
    }

    /** {@return the direct way, where it is open and its TLS does not stand yet: packets of it were lost} */
    private Optional<CallWay> opening() {
        return ways.stream()
                .filter(one -> !one.isRelayed() && one.isOpen() && !one.isProved())
                .findFirst();
    }

    /** {@return a way on which the issuer is proved, and which is not asked} */
    private Optional<CallWay> standing() {
        return ways.stream().filter(one -> one != asked && one.isProved()).findFirst();
    }

    private void ask(CallWay way, StoredGrant grant, Turn turn) {
        asked = way;
        everAsked = true;
        answerBy = Math.min(turn.in(ANSWER_LIMIT), reportBy);
        way.deadline(answerBy);
        Message request = Message.of(MessageKind.COMMUNICATION_REQUEST, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, ring.equipment().id())
                .with(Attributes.RING_NONCE, ring.nonce())
                .build();
        if (ring.equipment().boundOnDisk(grant())) {
            turn.act(new Action.Send(way.connection(), request));
        } else {
            // Another call of this grant may have bound it, but that write may still be under way, or fail.
            // [ACC-30] The grant is bound to the key, on disk, when this TLS stood for the first time.
            StoredGrant bound = grant.boundTo(issuer());
            ring.equipment().put(bound);
            turn.persist(
                    List.of(Records.grant(ring.equipment().place(), bound)),
                    new Action.Send(way.connection(), request));
        }
        story.step(turn, "communication request", words(way));
    }

    /** What a story says of a way: nothing if there is but one. */
    private String words(CallWay way) {
        return ring.relay().isPresent() ? way.name() : "";
    }

    void keyAgreement(CallWay way, String protection, String agreement, Turn turn) {
        story.keyAgreement(agreement);
        String by = protection + ", " + agreement;
        story.step(turn, "issuer's key proved", words(way).isEmpty() ? by : words(way) + ": " + by);
    }

    void received(CallWay way, Message message, Turn turn) {
        if (way != asked || !message.transaction().equals(transaction)) {
            way.give(CloseReason.Kind.PROTECTION, "the issuer sent what was not asked for", context, turn);
            return;
        }
        // The request was sent only after the binding was on disk, and this message answers it.
        ring.equipment().foundOnDisk(grant());
        if (message.kind() == MessageKind.REFUSED) {
            context.owners().close(way.connection(), turn);
            ways.remove(way);
            over(Outcome.REFUSED, "the issuer refused: " + message.get(Attributes.ERROR_CODE), ENDED, turn);
        } else if (message.kind() == MessageKind.ACCEPTED
                && message.get(Attributes.RING_NONCE).equals(ring.nonce())) {
            accepted(way, turn);
        } else {
            way.give(CloseReason.Kind.PROTECTION, "the issuer accepted another ring", context, turn);
        }
    }

    private void accepted(CallWay way, Turn turn) {
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
                        .isPresent(),
                way.isRelayed());
        ways.remove(way);
        context.owners().pass(way.connection(), new StandingCall(facts, Optional.of(story)));
        turn.act(new AcceptorAction.HandOver(way.connection(), facts));
        story.way(way.isRelayed() ? "relayed" : "direct");
        story.step(turn, "accepted", "conversations may begin");
        ways.forEach(other -> story.step(turn, "way given up", other.name() + ": " + other.soFar()));
        story.end(new RingStory.End(true, ""));
        AnsweredWay.count(context.metrics(), way, direct, turn.nanos() - reportBy + REPORT_LIMIT.toNanos());
        drop(turn);
        over = true;
        reporter.over(Outcome.REACHED, Optional.empty(), turn);
    }

    /** A way ended; the ring goes on while there is another one. */
    void ended(CallWay way, CloseReason reason, Turn turn) {
        ways.remove(way);
        if (reason.kind() == CloseReason.Kind.WRONG_KEY) {
            outcome = Outcome.WRONG_KEY;
        }
        failed.add((words(way).isEmpty() ? "" : way.name() + ": ") + reason.detail());
        if (way == asked) {
            asked = null;
        }
        if (way.isRelayed()) {
            relay.ended(way, reason, reportBy - REPORTED.toNanos(), turn);
        } else if (!way.isProved()) {
            direct.failed(reason, turn);
        }
        boolean triedAgain = direct.goesOn(turn);
        // [ACC-41] One last report is sent, once no way is left.
        if (ways.isEmpty() && relay.deadline() == Long.MAX_VALUE && !triedAgain) {
            if (reason.kind() == CloseReason.Kind.NOT_DIALLED) {
                inTrouble(reason.detail(), turn);
            } else {
                noAnswer(turn);
            }
            return;
        }
        story.step(turn, "way failed", failed.get(failed.size() - 1));
        Optional<CallWay> next = standing();
        if (asked == null) {
            next.ifPresent(one -> proved(one, issuer(), turn));
        } else if (next.isEmpty()) {
            // An issuer that accepted has ended the other way, and its answer may be late.
            asked.deadline(answerBy);
        }
    }

    /** Reports that no proved issuer answered; held, so that nobody learns from its time what answered a dial. */
    private void noAnswer(Turn turn) {
        String why = failed.stream().collect(Collectors.joining("; "));
        if (everAsked && (provedDirectly || ring.notDialled().isPresent())) {
            over(outcome, why, ENDED, turn);
        } else if (ring.notDialled().isPresent()) {
            // [ACC-42] Where the address was not dialled and the relay failed too, it says at once why not.
            over(outcome, why, ring.notDialled().get().told(), turn);
        } else {
            told(outcome, why, turn);
            // [ACC-31] A dial that no proved issuer answered is reported when its 5 s are over, not before
            held.hold(grant(), reporter, outcome, everAsked ? ENDED : NO_ANSWER, dialOver);
        }
    }

    /** Reports at once: nothing left for the issuer's address, so nothing can be learnt of it. */
    void inTrouble(String why, Turn turn) {
        over(Outcome.UNREACHABLE, why, Optional.of(new ToldReason(RingReason.GATEWAY_TROUBLE)), turn);
    }

    /** Ends the call-back at once, because it may not go on. */
    void cut(String why, Turn turn) {
        over(Outcome.REFUSED, why, Optional.of(new ToldReason(RingReason.NOT_ALLOWED)), turn);
    }

    private void over(Outcome how, String why, Optional<ToldReason> reason, Turn turn) {
        if (over) {
            return;
        }
        told(how, why, turn);
        reporter.over(how, reason, turn);
    }

    private void told(Outcome how, String why, Turn turn) {
        drop(turn);
        over = true;
        context.metrics().count(AcceptorMetric.RING, how.label().replace(' ', '-'));
        story.step(turn, "not reached", why);
        story.end(new RingStory.End(false, why));
    }

    /** Ends what is left of the ways. */
    private void drop(Turn turn) {
        List.copyOf(ways).forEach(way -> context.owners().abort(way.connection(), turn));
        ways.clear();
    }
}
