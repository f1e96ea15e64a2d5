package org.ringback.issuer.core;

import java.time.Duration;
import java.util.List;
import org.ringback.api.AddressText;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.driver.ServerAddress;
import org.ringback.issuer.core.IssuerAction.RingEnded;
import org.ringback.issuer.core.IssuerAction.Send;
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
    private Attempt attempt;
    private State state = State.DIALLING;
    private long deadline = Long.MAX_VALUE;
    private String lateReason = "no answer within " + LIMIT.toSeconds() + " s";

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
            end("the port of the first connection could not be listened on: " + failed.why(), now, out);
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
    public void unreachable(Turn turn) {
        end("the server could not be reached: " + server.failure(), turn.now(), turn.out());
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
        Message connect = plan.connect(attempt, event.local(), bench.crypto().rings());
        out.add(new Send(server.connection(), connect));
        story.step(now, "first connection request sent", plan.system().label() + ", service " + plan.service());
    }

    private void received(IssuerEvent.Received event, Moment now, List<IssuerAction> out) {
        if (door.has(event.connection())) {
            if (door.received(event, attempt.nonce(), now, out)) {
                answered(now, out);
            }
        } else if (server.is(event.connection())) {
            ServerWord word = ServerWord.of(event.message(), attempt, plan.grant());
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
        story.end(true, "");
        bench.tally().add(Tally.RINGS_ANSWERED);
        out.add(new RingEnded(ring, story.snapshot()));
        if (!server.stands()) {
            leave(now, out);
        }
    }

    private void hear(ServerWord word, Message message, Moment now, List<IssuerAction> out) {
        switch (word.meaning()) {
            case PASSED_ON -> {
                story.step(now, Words.PASSED_ON, word.words());
                state = State.EXPECTED;
            }
            case OTHER_KEY -> {
                bench.tally().add(Tally.SERVER_OTHER_KEY);
                end(Words.otherKey(plan.equipment()), now, out);
            }
            case WAITING -> {
                story.step(now, Words.WAITS, word.words());
                out.add(new IssuerAction.RingWaits(ring, ServerWord.waitTime(message)));
            }
            case REFUSED -> end(word.words(), now, out);
            case NO_ANSWER -> notReached(word.words(), now, out);
            case NOT_REACHED -> {
                story.step(now, Words.RESULT, word.words());
                notReached(Words.notReached(plan.equipment(), server.familyUsed()), now, out);
            }
            case REACHED -> {
                story.step(now, Words.RESULT, word.words());
                lateReason = Words.onlyTheServerSaysSo(plan.equipment());
                deadline = Math.min(deadline, now.plus(GRACE));
            }
            default -> {
                bench.tally().add(Tally.SERVER_UNEXPECTED);
                end(word.words(), now, out);
            }
        }
    }

    /** The ring is answered: nothing that the server says can change that, but it belongs to the story. */
    private void afterwards(ServerWord word, Moment now, List<IssuerAction> out) {
        switch (word.meaning()) {
            case PASSED_ON -> story.step(now, Words.PASSED_ON, word.words());
            case OTHER_KEY -> {
                bench.tally().add(Tally.SERVER_OTHER_KEY);
                story.step(now, Words.PASSED_ON, Words.otherKey(plan.equipment()));
            }
            case REACHED, NOT_REACHED -> {
                story.step(now, Words.RESULT, word.words());
                leave(now, out);
            }
            default -> {
                bench.tally().add(Tally.SERVER_UNEXPECTED);
                leave(now, out);
            }
        }
    }

    /** Once more over the other address family, under a nonce of its own, as the acceptor takes each nonce once. */
    private void notReached(String why, Moment now, List<IssuerAction> out) {
        String family = server.familyUsed();
        if (attempt.last() || !server.hasOtherFamily()) {
            end(why, now, out);
            return;
        }
        attempt = attempt.second(bench.random());
        server.close(new Turn(now, out));
        door.close(out);
        state = State.DIALLING;
        deadline = now.plus(LIMIT);
        story.step(now, "not reached over " + family, why);
        story.step(now, "ringing once more over " + server.familyOther(), "nonce " + attempt.nonce());
        server.dialOtherFamily(new Turn(now, out));
    }

    private void malformed(IssuerEvent.Malformed event, Moment now, List<IssuerAction> out) {
        if (door.has(event.connection())) {
            door.malformed(event, now, out);
            return;
        }
        if (server.is(event.connection())) {
            bench.tally().add(Tally.SERVER_MALFORMED);
            stop("the server sent something malformed: " + event.why(), now, out);
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
            case OPENING_PORT, ASKED -> end("the connection to the server was lost: " + event.why(), now, out);
            case EXPECTED -> {
                story.step(now, "connection to the server lost", event.why());
                lateReason = "the connection to the server was lost, and no call-back came: " + event.why();
                deadline = Math.min(deadline, now.plus(GRACE));
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
            stop(lateReason, now, out);
        }
    }

    @Override
    public void stop(String why, Moment now, List<IssuerAction> out) {
        if (pending()) {
            end(why, now, out);
        } else {
            leave(now, out);
        }
    }

    private void end(String reason, Moment now, List<IssuerAction> out) {
        story.step(now, "given up", "");
        story.end(false, reason + door.strangers());
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
