package org.ringback.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.FrameLayout;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.Notice;
import org.ringback.call.core.StreamEvent;
import org.ringback.kernel.CutReason;

/**
 * One end of a call on a {@link Link}: the real {@link Multiplexer}, driven in virtual time as a call's engine drives it. A
 * history fails if a byte of a {@link Talk} is wrong, if one is missing and nothing was cut, or if the call is over without
 * need or hangs.
 */
final class SimulatedCall {
    private static final ConversationLimits USUAL = ConversationLimits.DEFAULT;
    private static final int SMALLEST_WINDOW = 16 * 1024;
    private static final int SHORTEST_FRAME = 256;
    private static final int LONGEST_FRAME = 2 * 1024;
    private static final int MOST_CONVERSATIONS = 3;
    private static final String HUNG_UP = "hung up here";
    private static final String CLOSED = "closed by the peer";
    private static final List<String> LOST =
            List.of("connection lost: ", "the call could not move to another session: ");
    /** In milliseconds: while most calls still talk. */
    private static final int LATEST_MOVE = 4_000;

    /** Longer than a talk, the longest transfer and a keepalive together. */
    private static final Duration BOUND = Duration.ofSeconds(90);

    private final Party party;
    private final Simulation simulation;
    private final End end;
    private final boolean issuer;
    private final Multiplexer multiplexer;
    private final Map<Integer, Talk> talks = new TreeMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(FrameLayout.LONGEST);
    private final RandomGenerator random;
    private long alarm = Long.MAX_VALUE;
    /** Whether another session's handshake is under way. */
    private boolean shaking;

    private int moved;
    private boolean hangsUp;
    private boolean hurried;
    private boolean leaving;
    private boolean hanging;
    private boolean cut;
    /** What the other end is told once this one is cut; empty for nothing. */
    private String farewell = "";

    private String why = "";

    SimulatedCall(Party party, End end, boolean issuer) {
        this.party = party;
        this.simulation = party.simulation();
        this.end = end;
        this.issuer = issuer;
        ConversationLimits limits = new ConversationLimits(
                SMALLEST_WINDOW * (1 + simulation.below(2)),
                USUAL.conversations(),
                USUAL.buffers(),
                SHORTEST_FRAME + simulation.below(LONGEST_FRAME - SHORTEST_FRAME),
                USUAL.ackDelay(),
                USUAL.ping(),
                USUAL.linger());
        this.random = simulation.fork();
        this.multiplexer = new Multiplexer(
                issuer,
                random,
                limits,
                party.buffers().share(end.peer().credentials().key()),
                Optional.of(new SimulatedKeys()));
    }

    /** The connection carries it from now on; the issuer opens conversations. */
    void begin() {
        multiplexer.attached(now());
        try {
            for (int i = issuer ? 1 + simulation.below(MOST_CONVERSATIONS) : 0; i > 0; i--) {
                talk(multiplexer.open()).speak(multiplexer);
            }
        } catch (IOException e) {
            throw new AssertionError(this + ": no place for a conversation", e);
        }
        pump();
        move();
        party.later(BOUND, () -> check(!why.isEmpty() || !issuers().hangsUp, "hangs"));
    }

    /** Of some calls the crypto is exchanged at this end while they stand, and of some more than once. */
    private void move() {
        if (random.nextInt(3) == 0) {
            party.later(Duration.ofMillis(random.nextInt(LATEST_MOVE)), () -> {
                if (why.isEmpty()) {
                    multiplexer.sessions().begin();
                    multiplexer.sessions().ask();
                    pump();
                    move();
                }
            });
        }
    }

    /** {@return how often it moved to another session} */
    int moved() {
        return moved;
    }

    /** Its person hangs up after a while: in a hurry, or once all is said and heard. */
    void hangUp(Duration after, boolean inAHurry) {
        hangsUp = true;
        hurried = inAHurry;
        party.later(after, () -> {
            leaving = true;
            pump();
        });
    }

    /** Its role ends it at once, and wants to hear no more of it. */
    void cut(String why, Optional<CutReason> told) {
        cut = true;
        farewell = told.map(CutReason::words).orElse("");
        multiplexer.cut(why, told);
        pump();
    }

    /** Takes bytes, in two pieces. */
    void received(byte[] bytes) {
        int middle = simulation.below(bytes.length + 1);
        received(ByteBuffer.wrap(bytes, 0, middle));
        received(ByteBuffer.wrap(bytes, middle, bytes.length - middle));
    }

    /** Of a handshake there is one byte each way, the acceptor's first. */
    private void received(ByteBuffer piece) {
        if (shaking && piece.hasRemaining()) {
            piece.get();
            if (issuer) {
                end.send(new byte[1]);
            }
            shaking = false;
            multiplexer.renewed(now());
            pump();
        }
        multiplexer.received(piece, now());
        pump();
    }

    private void noticed(Notice notice) {
        if (notice == Notice.RENEW) {
            shaking = true;
            if (!issuer) {
                end.send(new byte[1]);
            }
        } else if (notice == Notice.MOVED) {
            moved++;
        } else if (notice == Notice.ASKED) {
            multiplexer.sessions().begin();
        }
    }

    void detached(String why) {
        multiplexer.detached(why);
        pump();
    }

    /** {@return whether each of its conversations is over and was heard whole, at both ends} */
    boolean inOrder() {
        return talks.values().stream().allMatch(Talk::inOrder);
    }

    /** {@return why it is over; empty while it is not} */
    String why() {
        return why;
    }

    /** {@return how many bytes this end has heard in its longest conversation} */
    int heard() {
        return talks.values().stream().mapToInt(Talk::heard).max().orElse(0);
    }

    private Moment now() {
        return simulation.moment();
    }

    private @Nullable SimulatedCall other() {
        return end.peer().call();
    }

    private SimulatedCall issuers() {
        return issuer ? this : other();
    }

    private void pump() {
        if (!why.isEmpty()) {
            check(why.equals(multiplexer.end()), "told another end, " + multiplexer.end());
            return;
        }
        do {
            send();
        } while (tell());
        if (multiplexer.end() != null) {
            end(multiplexer.end());
        } else if (leaving && !hanging && (hurried || inOrder())) {
            hanging = true;
            multiplexer.close(HUNG_UP);
            pump();
        } else {
            wake(multiplexer.deadline());
        }
    }

    private void send() {
        while (multiplexer.transmit(buffer.clear(), now())) {
            byte[] frames = Arrays.copyOf(buffer.array(), buffer.position());
            simulation.note(party.name(), "=> " + end.link(), frames.length);
            end.send(party.scene().tcp().spoiled(frames));
        }
    }

    private boolean tell() {
        boolean told = false;
        for (StreamEvent event = multiplexer.poll(); event != null; event = multiplexer.poll()) {
            Talk talk = talk(event.conversation());
            talk.hear(
                    multiplexer,
                    buffer,
                    now(),
                    other() == null ? null : other().talks.get(talk.number()));
            talk.speak(multiplexer);
            told = true;
        }
        for (Notice notice = multiplexer.sessions().notice();
                notice != null;
                notice = multiplexer.sessions().notice()) {
            noticed(notice);
            told = true;
        }
        return told;
    }

    private Talk talk(ConversationState state) {
        return talks.computeIfAbsent(state.number(), any -> new Talk(this, state, simulation));
    }

    private void wake(long deadline) {
        check(deadline > simulation.now(), "wants a tick at a time that is over");
        if (deadline < alarm) {
            alarm = deadline;
            simulation.at(deadline, party.whileAlive(() -> rang(deadline)));
        }
    }

    private void rang(long planned) {
        if (alarm == planned) {
            alarm = Long.MAX_VALUE;
            multiplexer.tick(now());
            pump();
        }
    }

    private void end(String told) {
        why = told;
        if (multiplexer.abrupt()) {
            end.abort();
        } else {
            send();
            end.close();
        }
        boolean lost = end.link().suffered() || end.link().late() || cut || (other() != null && other().cut);
        boolean hungUp = why.equals(issuer ? HUNG_UP : CLOSED) && issuers().leaving;
        boolean said = other() != null && other().cut && why.equals(other().farewell);
        check(hungUp || said || (lost && (cut || LOST.stream().anyMatch(why::startsWith))), "over without need");
        check(inOrder() || lost || issuers().hurried, "bytes are missing, and nothing was cut");
        if (!cut) {
            end.callOver(why);
        }
    }

    /** Makes words of a call only where something is wrong. */
    void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(this + ": " + otherwise);
        }
    }

    @Override
    public String toString() {
        return "call of " + party.name() + " on " + end.link() + " " + talks + (why.isEmpty() ? "" : ", over: " + why);
    }
}
