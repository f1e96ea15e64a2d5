package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.ToldReason;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.Admission;
import org.ringback.kernel.Event;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerDialler;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ReasonKey;
import org.ringback.wire.Message;
import org.ringback.wire.Paths;

/**
 * One ring: the state table "A ring at the issuer" of docs/protocol.md (requirements 5, 6 and 7). Belongs to the core's
 * thread.
 */
final class RingTask implements Task, ServerDialler.User {
    /** How long one attempt may take. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** How long to wait for silent equipment, in addition to the rest of an attempt. */
    static final Duration WAIT = Duration.ofSeconds(35);
    /** How long to wait for a call-back, or the server's result, after everything else is over. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final long ring;
    private final Context context;
    private final Instant time;
    private final Story story;
    private final ServerRoute route;
    private final ServerDialler server;
    private final FamilyChange family;
    private final CallAcceptance calls;
    private final Endings endings = new Endings();
    private final Repetition repetition = new Repetition();
    private RingPlan plan;
    private Attempt attempt;
    private RingState state = RingState.DIALLING;
    /** When the first try, or the one over the other address family, is over at the latest; a repetition too. */
    private long limit = Long.MAX_VALUE;

    private long deadline = Long.MAX_VALUE;
    private @Nullable ReasonKey reasonKey;

    RingTask(long ring, RingPlan plan, RingNonce nonce, ServerWay way, Instant time, Story story, Context context) {
        this.ring = ring;
        this.plan = plan;
        this.time = time;
        this.story = story;
        this.context = context;
        this.calls = new CallAcceptance(ring, nonce, plan, story, context, this::answered);
        this.attempt = Attempt.first(nonce, context.random());
        this.route = way.route();
        this.server = new ServerDialler(context.owners(), way, this);
        this.family = new FamilyChange(context.owners(), route, server);
    }

    void start(Turn turn) {
        limit = turn.in(LIMIT);
        deadline = limit;
        server.start(turn);
    }

    boolean isRing(long number) {
        return ring == number;
    }

    /** {@return the local name of the equipment} */
    EquipmentId equipment() {
        return plan.name();
    }

    /** Goes on under another local name of the equipment. */
    void named(EquipmentId name) {
        plan = plan.named(name);
        calls.named(name);
        story.named(name);
    }

    @Override
    public boolean pending() {
        return state.pending();
    }

    @Override
    public boolean over() {
        return state == RingState.OVER;
    }

    @Override
    public List<Instant> dates(Turn turn) {
        return List.of(time);
    }

    @Override
    public void dial(Action.Dial dial, ServerAddress to, Turn turn) {
        story.step(turn, "dialling the server", Words.server(to));
        turn.act(dial);
    }

    @Override
    public void missed(CloseReason reason, String why, Turn turn) {
        repetition.missed(reason);
        story.step(turn, "server not reached", why);
    }

    @Override
    public void unreachable(ServerMisses misses, Turn turn) {
        if (family.underWay()) {
            stay(turn);
        } else if (!repetition.waits(misses, turn)) {
            Ending ending = Ending.unreachable(misses);
            if (repetition.brokeOff(misses)) {
                lostOnce(ending, turn);
            } else {
                end(ending, turn);
            }
        }
    }

    @Override
    public void established(PeerFacts peer, Turn turn) {
        state = RingState.OPENING_PORT;
        if (family.underWay()) {
            family.done(turn);
            calls.close(turn);
        }
        story.protectedBy(peer);
        story.step(turn, "server proved", peer.protection() + ", " + peer.keyAgreement());
        // [ISS-2] the first is proved | the others are aborted; listen on its local address and port; once that …
        calls.open(attempt.nonce(), server.connection(), peer.local(), turn);
    }

    /** {@return where this ring accepts its call-back, if the listener is its own} */
    Optional<CallAcceptance> listener(long number) {
        return calls.listensAs(number) ? Optional.of(calls) : Optional.empty();
    }

    /** Who is let in at the port where it accepts its call-back. */
    Admission admission() {
        return calls.admission();
    }

    /** The listener is open on the port of the first connection: now sends the request to the server. */
    void listening(InetSocketAddress local, OwnNetworks own, Turn turn) {
        calls.listening(own);
        story.step(turn, "listening on the port of the first connection", AddressText.print(local));
        ask(local, turn);
    }

    private void ask(InetSocketAddress local, Turn turn) {
        state = RingState.ASKED;
        attempt = attempt.listening(local);
        // [ISS-28] Connect says both families where the server has addresses of both, once a ring, in its first try.
        int both = family.offer(!attempt.last() && server.hasOtherFamily(), turn) ? Paths.BOTH_FAMILIES : 0;
        RingPlan.Asked asked = plan.connect(
                attempt, local, both | calls.relayAtOnce(), context.crypto().rings());
        reasonKey = asked.reasonKey();
        server.send(asked.message(), turn);
        story.step(turn, "first connection request sent", plan.system().label() + ", service " + plan.service());
    }

    /** The port cannot be listened on: the gateway may still come through the relay. */
    void notListening(String why, Turn turn) {
        // [ISS-27] An issuer that cannot listen on its port rings all the same, and is reached by the relay alone.
        story.step(turn, "not listening: only the relay is left", why);
        ask(calls.deaf(why), turn);
    }

    @Override
    public void received(Message message, Turn turn) {
        if (family.underWay()) {
            // The server has no ring of this issuer now, so nothing that it says is about one.
            context.metrics().count(IssuerMetric.SERVER_UNEXPECTED);
            return;
        }
        ServerWord word = ServerWord.of(message, attempt, plan.grant(), this::told);
        word.note(story, context.metrics(), turn);
        if (state != RingState.ANSWERED) {
            hear(word, message, turn);
        } else if (word.last()) {
            // The ring is answered: the server's word cannot change that, but is noted in the story.
            leave(turn);
        }
    }

    private void answered(Turn turn) {
        state = RingState.ANSWERED;
        family.end(turn);
        // [ISS-7] answered | the listener closes; conversations; the first connection stays until Result, at most 10 s
        deadline = turn.in(GRACE);
        story.end(new RingStory.End(true, ""));
        context.metrics().count(IssuerMetric.RINGS_ANSWERED);
        context.refusals().forget(plan.name());
        turn.act(new IssuerAction.RingEnded(ring, story.told()));
        if (!server.stands()) {
            leave(turn);
        }
    }

    private Optional<ToldReason> told(byte[] bytes) {
        return Optional.ofNullable(reasonKey)
                .flatMap(key -> context.crypto().rings().openReason(key, plan.target(), attempt.nonce(), bytes));
    }

    private void hear(ServerWord word, Message message, Turn turn) {
        Ending ending = word.ending();
        PathSeen path = word.path();
        if (word.meaning() == ServerWord.Meaning.PASSED_ON) {
            state = RingState.EXPECTED;
        } else if (word.meaning() == ServerWord.Meaning.WAITING) {
            turn.act(new IssuerAction.RingWaits(ring, ServerWord.waitTime(message)));
        } else if (path != null) {
            // [ISS-24] asked, expected | Calling with this RING-NONCE | the story tells where the server sees …
            attempt = attempt.called(path);
            calls.called(path, route.hosts(), turn);
            server.used().ifPresent(at -> calls.relay(message, at.address(), turn));
        } else if (word.meaning() == ServerWord.Meaning.OTHER_FAMILY && state == RingState.ASKED && family.offered()) {
            // [ISS-29] asked | Connect Refused, 440 | the server by the other address family, while the first …
            state = RingState.DIALLING;
            family.begin(turn);
        } else if (word.meaning() == ServerWord.Meaning.REACHED) {
            repetition.elsewhere();
            expectUntilGrace(Ending.of(RingReason.ANSWERED_ELSEWHERE), turn);
        } else if (ending != null) {
            attemptOver(ending, turn);
        }
    }

    /** Goes on where it was, as the other family led nowhere. */
    private void stay(Turn turn) {
        if (family.failed(turn)) {
            story.step(turn, "ringing on by the first address family", "the server was not reached by the other");
            attempt = attempt.again(context.random());
            ask(calls.local(), turn);
        } else {
            lostOnce(Ending.of(RingReason.SERVER_LOST, "the connection to it was lost"), turn);
        }
    }

    /** Waits a moment longer for the call-back; then the ring ends with this reason, unless a better one is known. */
    private void expectUntilGrace(Ending otherwise, Turn turn) {
        endings.expect(otherwise);
        deadline = Math.min(deadline, turn.in(GRACE));
    }

    /**
     * Makes a second attempt over the other address family, with a nonce of its own, as an acceptor takes each nonce
     * only once.
     */
    private void attemptOver(Ending how, Turn turn) {
        Ending ending = calls.seen(how, attempt);
        Optional<ServerAddress> used = server.used();
        if (attempt.last() || !ending.otherFamilyMayHelp() || !server.hasOtherFamily() || used.isEmpty()) {
            end(ending, turn);
            return;
        }
        // [ISS-5] Result not reached, else | once more over the other address family, if the server has an address …
        limit = turn.in(LIMIT);
        beginSecond(ending, turn);
        story.step(turn, "not reached over " + used.get().family(), ending.happened(plan.name(), calls.strangers()));
        story.step(turn, "ringing once more over " + used.get().otherFamily(), "nonce " + attempt.nonce());
        server.startOtherFamily(turn);
    }

    private void beginSecond(Ending ofFirst, Turn turn) {
        endings.attemptOver(ofFirst);
        attempt = attempt.second(context.random());
        server.close(turn);
        calls.close(turn);
        state = RingState.DIALLING;
        deadline = limit;
    }

    /**
     * Makes a second attempt as the server forgot the first one, within the time of that. It has a nonce of its own, as
     * the acceptor may have taken the first.
     */
    private void lostOnce(Ending how, Turn turn) {
        Ending ending = calls.seen(how, attempt);
        // [ISS-19] A ring has two tries at most, whatever the second one is for
        if (attempt.last() || turn.nanos() >= limit) {
            end(ending, turn);
            return;
        }
        // [ISS-20] what is asked once more because the server was lost is over with the 60 s of the try …
        beginSecond(ending, turn);
        repetition.begin(turn);
        story.step(turn, "server lost", ending.happened(plan.name(), calls.strangers()));
        // [ISS-16] dialling, asked | connection lost, or a connection that stood broken off before the server was …
        story.step(turn, "ringing once more", "nonce " + attempt.nonce());
        server.start(turn);
    }

    @Override
    public void malformed(Event.Malformed event, Owners owners, Turn turn) {
        context.metrics().count(IssuerMetric.SERVER_MALFORMED);
        over(Ending.of(RingReason.NOT_UNDERSTOOD, "the server sent something malformed: " + event.why()), turn);
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        if (family.underWay()) {
            family.lost();
            return;
        }
        switch (state) {
            case OPENING_PORT, ASKED ->
                lostOnce(Ending.of(RingReason.SERVER_LOST, "the connection to it was lost: " + reason), turn);
            case EXPECTED -> {
                story.step(turn, "connection to the server lost", reason.detail());
                // [ISS-18] connection lost | 10 s more; then once more as in asked, but ended after Result reached
                repetition.lostAfterAnswer();
                expectUntilGrace(
                        Ending.of(RingReason.NO_RESULT, "the connection to the server was lost: " + reason), turn);
            }
            default -> leave(turn);
        }
    }

    @Override
    public long wakeAt() {
        return LongStream.of(deadline, repetition.dialAt(), calls.deadline(), family.deadline())
                .min()
                .getAsLong();
    }

    @Override
    public void tick(Turn turn) {
        calls.tick(turn);
        if (family.deadline() <= turn.nanos()) {
            stay(turn);
        }
        if (deadline <= turn.nanos()) {
            // [ISS-6] each attempt | 60 s | ended: no answer
            Ending ending = endings.overdue(state.tooLong(), LIMIT);
            if (state == RingState.EXPECTED && repetition.isWorthIt()) {
                lostOnce(ending, turn);
            } else {
                over(ending, turn);
            }
        } else if (repetition.due(turn)) {
            server.start(turn);
        }
    }

    @Override
    public void stop(String why, Turn turn) {
        over(Ending.of(RingReason.GIVEN_UP, why), turn);
    }

    private void over(Ending ending, Turn turn) {
        if (pending()) {
            end(ending, turn);
        } else {
            leave(turn);
        }
    }

    private void end(Ending ending, Turn turn) {
        Ending furthest = endings.furthest(calls.seen(ending, attempt));
        context.refusals().ended(plan.name(), furthest, turn.now());
        story.step(turn, "given up", calls.strangers());
        story.end(context.refusals()
                .explain(plan.name(), furthest, turn.now())
                .end(plan.name(), plan.grant().terms().services()));
        context.metrics().count(IssuerMetric.RINGS_NOT_ANSWERED);
        leave(turn);
        turn.act(new IssuerAction.RingEnded(ring, story.told()));
    }

    /** Closes all connections and the listener. */
    private void leave(Turn turn) {
        server.close(turn);
        calls.close(turn);
        state = RingState.OVER;
        deadline = Long.MAX_VALUE;
    }
}
