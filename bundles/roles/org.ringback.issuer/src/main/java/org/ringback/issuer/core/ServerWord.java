package org.ringback.issuer.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingReason;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * What a message of the server says about a pending ring. It is compared, never believed. Immutable.
 *
 * @param meaning what it comes to
 * @param detail more of it, for the story
 * @param ending how the attempt ends, if it does
 */
record ServerWord(Meaning meaning, String detail, @Nullable Ending ending) {
    /** What a message comes to. */
    enum Meaning {
        /** The ring is on its way to the acceptor. */
        PASSED_ON("server passes the ring on", false),
        /** The equipment is silent: the ring waits for its next registration. */
        WAITING("waits", false),
        /** The acceptor says that it was accepted. */
        REACHED("server's result", true),
        /** The server refused it. */
        REFUSED("server refuses", true),
        /** The server knows the equipment under another key than the grant. */
        OTHER_KEY("server passes the ring on", false),
        /** The server passed it on, and it was not accepted, whatever the reason. */
        NOT_REACHED("server's result", true),
        /** It has no place in this ring. */
        UNEXPECTED("", true);

        /** The step in the story; empty for none. */
        private final String step;

        private final boolean last;

        Meaning(String step, boolean last) {
            this.step = step;
            this.last = last;
        }
    }

    /** {@return whether nothing of this ring follows it} */
    boolean last() {
        return meaning.last;
    }

    /** Puts it into the story and the counters. */
    void note(Story story, Metrics metrics, Turn turn) {
        if (meaning == Meaning.UNEXPECTED) {
            metrics.count(IssuerMetric.SERVER_UNEXPECTED);
            return;
        }
        if (meaning == Meaning.OTHER_KEY) {
            metrics.count(IssuerMetric.SERVER_OTHER_KEY);
        }
        story.step(turn, meaning.step, detail);
    }

    /** Opens what a gateway says under seal. */
    interface Seal {
        Optional<ToldReason> open(byte[] sealed);
    }

    static ServerWord of(Message message, Attempt attempt, GrantRecord grant, Seal seal) {
        boolean answersConnect = message.transaction().equals(attempt.transaction());
        return switch (message.kind()) {
            case CONNECT_ANSWER -> answersConnect ? connectAnswer(message, grant) : unexpected(message);
            case CONNECT_REFUSED ->
                answersConnect
                        ? new ServerWord(
                                Meaning.REFUSED, Refusal.detail(message), Refusal.of(message, grant.equipment()))
                        : unexpected(message);
            case RESULT ->
                message.get(Attributes.RING_NONCE).equals(attempt.nonce())
                        ? result(message, seal)
                        : unexpected(message);
            case WAITING ->
                message.get(Attributes.RING_NONCE).equals(attempt.nonce())
                        ? new ServerWord(Meaning.WAITING, Words.waits(grant.equipment(), waitTime(message)), null)
                        : unexpected(message);
            default -> unexpected(message);
        };
    }

    /** No longer than was asked for, whatever the server says. */
    static Duration waitTime(Message waiting) {
        return Duration.ofSeconds(Math.min(waiting.get(Attributes.WAIT_TIME), RingTask.WAIT.toSeconds()));
    }

    /** Where the acceptor is, which an older server says, is nothing that a ring needs. */
    private static ServerWord connectAnswer(Message message, GrantRecord grant) {
        // [ISS-3] asked | Connect Answer | ACCEPTOR-KEY must be the grant's, else ended; expected
        return message.get(Attributes.ACCEPTOR_KEY).equals(grant.identity())
                ? new ServerWord(Meaning.PASSED_ON, "", null)
                : new ServerWord(
                        Meaning.OTHER_KEY,
                        RingReason.OTHER_KEY.happened(grant.equipment(), ""),
                        Ending.of(RingReason.OTHER_KEY));
    }

    private static ServerWord result(Message message, Seal seal) {
        Outcome outcome = message.get(Attributes.OUTCOME);
        return switch (outcome) {
            case REACHED -> new ServerWord(Meaning.REACHED, outcome.label(), null);
            case NOT_REACHED -> new ServerWord(Meaning.NOT_REACHED, outcome.label(), why(message, seal));
            case CALLING, REFUSED, UNREACHABLE, WRONG_KEY -> unexpected(message);
        };
    }

    /** Random bytes and what was sealed for another ring say nothing, and are no fault. */
    private static Ending why(Message result, Seal seal) {
        // [ISS-8] A SEALED-REASON that does not open says nothing and is no fault.
        return result.find(Attributes.SEALED_REASON)
                .flatMap(seal::open)
                .map(Ending::told)
                .or(() -> Refusal.ofResult(result))
                .orElseGet(() -> Ending.of(RingReason.NOT_REACHED));
    }

    private static ServerWord unexpected(Message message) {
        return new ServerWord(
                Meaning.UNEXPECTED,
                "",
                Ending.of(
                        RingReason.NOT_UNDERSTOOD,
                        "the server sent what has no place here: "
                                + message.kind().title()));
    }
}
