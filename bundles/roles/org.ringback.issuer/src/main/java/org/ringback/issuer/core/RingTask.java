package org.ringback.issuer.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.ToldReason;
import org.ringback.api.net.AddressText;
import org.ringback.issuer.core.IssuerAction.RingEnded;
import org.ringback.issuer.core.IssuerAction.Send;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerMisses;
import org.ringback.spi.ReasonKey;
import org.ringback.wire.Message;

/**
 * One ring: the state table "A ring at the issuer" of docs/protocol.md (requirements 5, 6 and 7). Belongs to the core's
 * thread.
 */
final class RingTask implements ServerConnection.Owner {
    /** How long one attempt may take. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** How long silent equipment is waited for; the rest of an attempt has its time beside it. */
    static final Duration WAIT = Duration.ofSeconds(35);
    /** How long a call-back, or the server's result, may still come once the rest is over. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private enum State {
        DIALLING,
        OPENING_PORT,
        ASKED,
        EXPECTED,
        ANSWERED,
        OVER
    }

    private final long ring;
    private final RingPlan plan;
    private final Bench bench;
    private final StoryDraft story;
    private final ServerConnection server;
    private final CallDoor door;
    private final Endings endings = new Endings();
    private Attempt attempt;
    private State state = State.DIALLING;
    private long deadline = Long.MAX_VALUE;
    private @Nullable ReasonKey reasonKey;

    RingTask(long ring, RingPlan plan, RingNonce nonce, ServerPlan way, StoryDraft story, Bench bench) {
        this.ring = ring;
        this.plan = plan;
        this.story = story;
        this.bench = bench;
        this.door = new CallDoor(ring, plan, story, bench);
        this.attempt = Attempt.first(nonce, bench.random());
        this.server = new ServerConnection(bench.switchboard(), way, this);
    }

    void start(Moment now, List<IssuerAction> out) {
        deadline = now.plus(LIMIT);
        server.dial(new Turn(now, out));
    }

    boolean isRing(long number) {
        return ring == number;
    }

    boolean pending() {
        return state != State.ANSWERED && state != State.OVER;
    }

    @Override
    public boolean over() {
        return state == State.OVER;
    }

    @Override
    public void handle(IssuerEvent event, Moment now, List<IssuerAction> out) {
        if (event instanceof IssuerEvent.Resolved resolved) {
            server.resolved(resolved, new Turn(now, out));
        } else if (event instanceof IssuerEvent.Established established) {
            established(established, now, out);
        } else if (event instanceof IssuerEvent.Listening listening) {
            ask(listening, now, out);
        } else if (event instanceof IssuerEvent.ListenFailed failed) {
            end(
                    Ending.of(
                            RingReason.OWN_TROUBLE,
                            "the port of the first connection could not be listened on: " + failed.why()),
                    now,
                    out);
        } else if (event instanceof IssuerEvent.Incoming incoming) {
            door.incoming(this, incoming, now, out);
        } else if (event instanceof IssuerEvent.Hello hello) {
            door.hello(hello, now, out);
        } else if (event instanceof IssuerEvent.Received received) {
            received(received, now, out);
        } else if (event instanceof IssuerEvent.Malformed malformed) {
            malformed(malformed, now, out);
        } else if (event instanceof IssuerEvent.Closed closed) {
            closed(closed, now, out);
        }
    }

    @Override
    public void dialling(ServerAddress to, Turn turn) {
        story.step(turn.now(), "dialling the server", Words.server(to));
    }

    @Override
    public void missed(String why, Turn turn) {
        story.step(turn.now(), "server not reached", why);
    }

    @Override
    public void unreachable(ServerMisses misses, Turn turn) {
        end(Ending.unreachable(misses), turn.now(), turn.out());
    }

    private void established(IssuerEvent.Established event, Moment now, List<IssuerAction> out) {
        if (door.has(event.connection())) {
            door.established(event, now, out);
        } else if (server.proved(event.connection(), new Turn(now, out))) {
            serverProved(event, now, out);
        }
    }

    private void serverProved(IssuerEvent.Established event, Moment now, List<IssuerAction> out) {
        state = State.OPENING_PORT;
        story.protectedBy(event);
        story.step(now, "server proved", event.protection() + ", " + event.keyAgreement());
        door.open(this, event, out);
    }

    private void ask(IssuerEvent.Listening event, Moment now, List<IssuerAction> out) {
        state = State.ASKED;
        story.step(now, "listening on the port of the first connection", AddressText.print(event.local()));
        RingPlan.Asked asked =
                plan.connect(attempt, event.local(), bench.crypto().rings());
        reasonKey = asked.reasonKey();
        out.add(new Send(server.connection(), asked.message()));
        story.step(now, "first connection request sent", plan.system().label() + ", service " + plan.service());
    }

    private void received(IssuerEvent.Received event, Moment now, List<IssuerAction> out) {
        if (door.has(event.connection())) {
            if (door.received(event, attempt.nonce(), now, out)) {
                answered(now, out);
            }
        } else if (server.is(event.connection())) {
            ServerWord word = ServerWord.of(event.message(), attempt, plan.grant(), this::told);
            if (state == State.ANSWERED) {
                afterwards(word, now, out);
            } else {
                hear(word, event.message(), now, out);
            }
        }
    }

    private void answered(Moment now, List<IssuerAction> out) {
        state = State.ANSWERED;
        deadline = now.plus(GRACE);
        story.end(new RingStory.End(true, ""));
        bench.tally().add(Tally.RINGS_ANSWERED);
        bench.refusals().forget(plan.equipment());
        out.add(new RingEnded(ring, story.snapshot()));
        if (!server.stands()) {
            leave(now, out);
        }
    }

    private Optional<ToldReason> told(byte[] bytes) {
        ReasonKey key = reasonKey;
        return key == null
                ? Optional.empty()
                : bench.crypto().rings().openReason(key, plan.equipment(), attempt.nonce(), bytes);
    }

    private void hear(ServerWord word, Message message, Moment now, List<IssuerAction> out) {
        word.note(story, bench.tally(), now);
        Ending ending = word.ending();
        if (word.meaning() == ServerWord.Meaning.PASSED_ON) {
            state = State.EXPECTED;
        } else if (word.meaning() == ServerWord.Meaning.WAITING) {
            out.add(new IssuerAction.RingWaits(ring, ServerWord.waitTime(message)));
        } else if (word.meaning() == ServerWord.Meaning.REACHED) {
            expectUntilGrace(Ending.of(RingReason.ANSWERED_ELSEWHERE), now);
        } else if (ending != null) {
            attemptOver(ending, now, out);
        }
    }

    /** The ring is answered: nothing that the server says can change that, but it belongs to the story. */
    private void afterwards(ServerWord word, Moment now, List<IssuerAction> out) {
        word.note(story, bench.tally(), now);
        if (word.last()) {
            leave(now, out);
        }
    }

    /** A call-back may still come for a moment; after that this is why none came, unless more is known already. */
    private void expectUntilGrace(Ending otherwise, Moment now) {
        endings.expect(otherwise);
        deadline = Math.min(deadline, now.plus(GRACE));
    }

    /** Once more over the other address family, under a nonce of its own, as the acceptor takes each nonce once. */
    private void attemptOver(Ending how, Moment now, List<IssuerAction> out) {
        Ending ending = door.seen(how);
        String family = server.familyUsed();
        if (attempt.last() || !ending.otherFamilyMayHelp() || !server.hasOtherFamily()) {
            end(ending, now, out);
            return;
        }
        endings.attemptOver(ending);
        attempt = attempt.second(bench.random());
        server.close(new Turn(now, out));
        door.close(out);
        state = State.DIALLING;
        deadline = now.plus(LIMIT);
        story.step(now, "not reached over " + family, notReached(ending));
        story.step(now, "ringing once more over " + server.familyOther(), "nonce " + attempt.nonce());
        server.dialOtherFamily(new Turn(now, out));
    }

    private String notReached(Ending ending) {
        String happened = ending.happened(plan.equipment());
        String strangers = door.strangers();
        return strangers.isEmpty() || happened.endsWith(strangers) ? happened : happened + "; " + strangers;
    }

    private void malformed(IssuerEvent.Malformed event, Moment now, List<IssuerAction> out) {
        if (door.has(event.connection())) {
            door.malformed(event, now, out);
            return;
        }
        if (server.is(event.connection())) {
            bench.tally().add(Tally.SERVER_MALFORMED);
            over(Ending.of(RingReason.NOT_UNDERSTOOD, "the server sent something malformed: " + event.why()), now, out);
        }
    }

    private void closed(IssuerEvent.Closed event, Moment now, List<IssuerAction> out) {
        if (door.has(event.connection())) {
            door.closed(event);
            return;
        }
        if (server.is(event.connection())) {
            server.gone();
            serverGone(event, now, out);
        } else {
            server.failed(event, new Turn(now, out));
        }
    }

    private void serverGone(IssuerEvent.Closed event, Moment now, List<IssuerAction> out) {
        switch (state) {
            case OPENING_PORT, ASKED ->
                end(Ending.of(RingReason.SERVER_LOST, "the connection to it was lost: " + event.why()), now, out);
            case EXPECTED -> {
                story.step(now, "connection to the server lost", event.why());
                expectUntilGrace(
                        Ending.of(RingReason.NO_RESULT, "the connection to the server was lost: " + event.why()), now);
            }
            default -> leave(now, out);
        }
    }

    @Override
    public long deadline() {
        return Math.min(deadline, Math.min(door.deadline(), server.deadline()));
    }

    @Override
    public void tick(Moment now, List<IssuerAction> out) {
        door.tick(now, out);
        server.tick(new Turn(now, out));
        if (deadline <= now.nanos()) {
            over(endings.overdue(tooLong(), LIMIT), now, out);
        }
    }

    private RingReason tooLong() {
        return switch (state) {
            case DIALLING -> RingReason.SERVER_UNREACHABLE;
            case OPENING_PORT, ASKED -> RingReason.SERVER_LOST;
            case EXPECTED, ANSWERED, OVER -> RingReason.NO_RESULT;
        };
    }

    @Override
    public void stop(String why, Moment now, List<IssuerAction> out) {
        over(Ending.of(RingReason.GIVEN_UP, why), now, out);
    }

    private void over(Ending ending, Moment now, List<IssuerAction> out) {
        if (pending()) {
            end(ending, now, out);
        } else {
            leave(now, out);
        }
    }

    private void end(Ending ending, Moment now, List<IssuerAction> out) {
        Ending furthest = endings.furthest(door.seen(ending));
        bench.refusals().ended(plan.equipment(), furthest, now);
        story.step(now, "given up", door.strangers());
        story.end(bench.refusals().explain(plan.equipment(), furthest, now).end(plan.equipment()));
        bench.tally().add(Tally.RINGS_NOT_ANSWERED);
        leave(now, out);
        out.add(new RingEnded(ring, story.snapshot()));
    }

    /** Nothing is left behind. */
    private void leave(Moment now, List<IssuerAction> out) {
        server.close(new Turn(now, out));
        door.close(out);
        state = State.OVER;
        deadline = Long.MAX_VALUE;
    }
}
