package org.ringback.issuer.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.AddressText;
import org.ringback.api.EquipmentId;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * What a message of the server says about a pending ring. It is compared, never believed. Immutable.
 *
 * @param meaning what it comes to
 * @param words the same for a person
 */
record ServerWord(Meaning meaning, String words) {
    /** What a message comes to. */
    enum Meaning {
        /** The ring is on its way to the acceptor. */
        PASSED_ON,
        /** The same, but the server knows another key than the grant. */
        OTHER_KEY,
        /** The equipment is silent: the ring waits for its next registration. */
        WAITING,
        /** The ring is not passed on. */
        REFUSED,
        /** The acceptor was asked and did not answer the server. */
        NO_ANSWER,
        /** The acceptor says that it was accepted. */
        REACHED,
        /** It was not accepted, whatever the reason. */
        NOT_REACHED,
        /** It has no place in this ring. */
        UNEXPECTED
    }

    static ServerWord of(Message message, Attempt attempt, GrantRecord grant) {
        boolean answersConnect = message.transaction().equals(attempt.transaction());
        return switch (message.kind()) {
            case CONNECT_ANSWER -> answersConnect ? connectAnswer(message, grant) : unexpected(message);
            case CONNECT_REFUSED -> answersConnect ? refused(message, grant.equipment()) : unexpected(message);
            case RESULT ->
                message.get(Attributes.RING_NONCE).equals(attempt.nonce())
                        ? result(message, grant.equipment())
                        : unexpected(message);
            case WAITING ->
                message.get(Attributes.RING_NONCE).equals(attempt.nonce())
                        ? new ServerWord(Meaning.WAITING, Words.waits(grant.equipment(), waitTime(message)))
                        : unexpected(message);
            default -> unexpected(message);
        };
    }

    /** No longer than was asked for, whatever the server says. */
    static Duration waitTime(Message waiting) {
        return Duration.ofSeconds(Math.min(waiting.get(Attributes.WAIT_TIME), RingTask.WAIT.toSeconds()));
    }

    private static ServerWord connectAnswer(Message message, GrantRecord grant) {
        boolean sameKey = message.get(Attributes.ACCEPTOR_KEY).equals(grant.identity());
        String where = message.find(Attributes.ACCEPTOR_ADDRESS)
                .map(address -> grant.equipment() + " is seen at " + AddressText.print(address))
                .orElse("");
        return new ServerWord(sameKey ? Meaning.PASSED_ON : Meaning.OTHER_KEY, where);
    }

    private static ServerWord refused(Message message, EquipmentId equipment) {
        int code = message.get(Attributes.ERROR_CODE);
        return new ServerWord(
                code == ErrorCodes.NO_ANSWER ? Meaning.NO_ANSWER : Meaning.REFUSED,
                Words.connectRefused(code, equipment));
    }

    private static ServerWord result(Message message, EquipmentId equipment) {
        Optional<Absence> absence = message.find(Attributes.ABSENCE);
        if (absence.isPresent()) {
            boolean called = absence.get() == Absence.NO_ANSWER;
            return new ServerWord(
                    called ? Meaning.NO_ANSWER : Meaning.REFUSED,
                    Words.connectRefused(called ? ErrorCodes.NO_ANSWER : ErrorCodes.NOT_REGISTERED, equipment));
        }
        Outcome outcome = message.get(Attributes.OUTCOME);
        return switch (outcome) {
            case REACHED -> new ServerWord(Meaning.REACHED, outcome.label());
            case NOT_REACHED -> new ServerWord(Meaning.NOT_REACHED, outcome.label());
            case CALLING, REFUSED, UNREACHABLE, WRONG_KEY -> unexpected(message);
        };
    }

    private static ServerWord unexpected(Message message) {
        return new ServerWord(
                Meaning.UNEXPECTED,
                "the server sent what has no place here: " + message.kind().title());
    }
}
