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
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * What a message of the server says about a pending ring. The ring never relies on it alone. Immutable.
 *
 * @param meaning what the message means
 * @param detail more about it, for the story
 * @param ending how the attempt ends; null if it does not
 * @param path how the server sees its two ends, if it calls; null else
 */
record ServerWord(Meaning meaning, String detail, @Nullable Ending ending, @Nullable PathSeen path) {
    /** The meaning of a message. */
    enum Meaning {
        /** The ring is on its way to the acceptor. */
        PASSED_ON("server passes the ring on", false),
        /** The equipment is silent: the ring waits for its next registration. */
        WAITING("waits", false),
        /** The acceptor judged the ring and calls back. */
        CALLING("the gateway calls back", false),
        /** The acceptor reports that its call-back was accepted. */
        REACHED("server's result", true),
        /** The equipment is registered by the other address family, by which this issuer said that it can come. */
        OTHER_FAMILY("server refuses", true),
        /** The server refused the ring. */
        REFUSED("server refuses", true),
        /** The server knows the equipment under another key than the grant. */
        OTHER_KEY("server passes the ring on", false),
        /** The server passed the ring on, and it was not answered, whatever the reason. */
        NOT_REACHED("server's result", true),
        /** A Calling that is not this attempt's. */
        STRAY_CALLING("", false),
        /** The message does not belong to this ring. */
        UNEXPECTED("", true);

        /** The name of the step in the story; empty for none. */
        private final String step;

        private final boolean last;

        Meaning(String step, boolean last) {
            this.step = step;
            this.last = last;
        }
    }

    private ServerWord(Meaning meaning, String detail, @Nullable Ending ending) {
        this(meaning, detail, ending, null);
    }

    /** {@return whether it is the server's last message about this ring} */
    boolean last() {
        return meaning.last;
    }

    /** Adds it to the story and the counters. */
    void note(Story story, Metrics metrics, Turn turn) {
        if (meaning == Meaning.UNEXPECTED || meaning == Meaning.STRAY_CALLING) {
            metrics.count(IssuerMetric.SERVER_UNEXPECTED);
            return;
        }
        if (meaning == Meaning.OTHER_KEY) {
            metrics.count(IssuerMetric.SERVER_OTHER_KEY);
        }
        story.step(turn, meaning.step, detail);
    }

    /** Opens a sealed reason. */
    interface Seal {
        Optional<ToldReason> open(byte[] sealed);
    }

    static ServerWord of(Message message, Attempt attempt, GrantRecord grant, Seal seal) {
        boolean answersConnect = message.transaction().equals(attempt.transaction());
        return switch (message.kind()) {
            case CONNECT_ANSWER -> answersConnect ? connectAnswer(message, grant) : unexpected(message);
            case CONNECT_REFUSED -> answersConnect ? refused(message, grant) : unexpected(message);
            case RESULT ->
                message.get(Attributes.RING_NONCE).equals(attempt.nonce())
                        ? result(message, seal)
                        : unexpected(message);
            case CALLING -> calling(message, attempt);
            case WAITING ->
                message.get(Attributes.RING_NONCE).equals(attempt.nonce())
                        ? new ServerWord(Meaning.WAITING, Words.waits(grant.name(), waitTime(message)), null)
                        : unexpected(message);
            default -> unexpected(message);
        };
    }

    /** The time to wait: what the server says, but no longer than a ring of this issuer takes. */
    static Duration waitTime(Message waiting) {
        return Duration.ofSeconds(Math.min(waiting.get(Attributes.WAIT_TIME), RingTask.LIMIT.toSeconds()));
    }

    /** Reads a Connect Answer; ignores the acceptor's address, which older servers send. */
    private static ServerWord connectAnswer(Message message, GrantRecord grant) {
        // [ISS-3] asked | Connect Answer | ACCEPTOR-KEY must be the grant's, else ended; expected
        return message.get(Attributes.ACCEPTOR_KEY).equals(grant.identity())
                ? new ServerWord(Meaning.PASSED_ON, "", null)
                : new ServerWord(
                        Meaning.OTHER_KEY,
                        RingReason.OTHER_KEY.happened(grant.name(), ""),
                        Ending.of(RingReason.OTHER_KEY));
    }

    private static ServerWord refused(Message message, GrantRecord grant) {
        Ending ending = Refusal.of(message, grant.name());
        return message.get(Attributes.ERROR_CODE) == ErrorCodes.FAMILY_NOT_SUPPORTED
                ? new ServerWord(Meaning.OTHER_FAMILY, Refusal.detail(message) + otherFamily(message), ending)
                : new ServerWord(Meaning.REFUSED, Refusal.detail(message), ending);
    }

    private static String otherFamily(Message message) {
        return message.find(Attributes.ADDRESS_FAMILY)
                .map(family -> ", the gateway is registered by " + family.label())
                .orElse("");
    }

    /** Reads a Calling, which ends nothing, whatever it says and whenever it comes. */
    private static ServerWord calling(Message message, Attempt attempt) {
        return attempt.seen(message)
                .filter(path -> message.get(Attributes.RING_NONCE).equals(attempt.nonce()))
                .map(path -> new ServerWord(Meaning.CALLING, path.words(), null, path))
                .orElseGet(() -> new ServerWord(Meaning.STRAY_CALLING, "", null));
    }

    private static ServerWord result(Message message, Seal seal) {
        Outcome outcome = message.get(Attributes.OUTCOME);
        return switch (outcome) {
            case REACHED -> new ServerWord(Meaning.REACHED, outcome.label(), null);
            case NOT_REACHED -> new ServerWord(Meaning.NOT_REACHED, outcome.label(), why(message, seal));
            case CALLING, REFUSED, UNREACHABLE, WRONG_KEY -> unexpected(message);
        };
    }

    /** The reason in a result; random bytes and a reason sealed for another ring count as none, and are no fault. */
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
