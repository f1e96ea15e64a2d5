package org.ringback.wire;

import java.io.Serial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for a message that breaks the protocol. Has no stack trace, so that strangers cannot make it costly. Carries
 * the counter's name, the STUN error code to be told to a proved peer, and what was expected. Immutable.
 */
public final class MalformedMessageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong; lower-cased it is the name of the counter. */
    public enum Reason {
        /** Fewer bytes than a header, or than the header says. */
        TRUNCATED,
        /** More bytes than the header says; one datagram is one message. */
        TRAILING_BYTES,
        /** The first two bits, the magic cookie or the length are not those of STUN. */
        NOT_STUN,
        /** FINGERPRINT does not match or does not stand last. */
        BAD_FINGERPRINT,
        /** The catalogue has no such message type at this door. */
        UNEXPECTED_TYPE,
        /** An unknown comprehension-required attribute. */
        UNKNOWN_ATTRIBUTE,
        /** A required attribute is missing. */
        MISSING_ATTRIBUTE,
        /** An attribute stands where the catalogue does not allow it, behind the proof, or twice. */
        UNEXPECTED_ATTRIBUTE,
        /** An attribute's value is out of its limits. */
        BAD_VALUE,
        /** The message is longer than its door allows. */
        TOO_LONG,
        /** PROTOCOL names a version that differs by more than one. */
        BAD_VERSION
    }

    private final Reason reason;
    private final transient List<Integer> unknownTypes;
    private final transient @Nullable MessageKind kind;
    private final transient @Nullable TransactionId transaction;

    MalformedMessageException(Reason reason, String message) {
        this(reason, List.of(), null, null, message);
    }

    MalformedMessageException(
            Reason reason,
            List<Integer> unknownTypes,
            @Nullable MessageKind kind,
            @Nullable TransactionId transaction,
            String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.unknownTypes = unknownTypes;
        this.kind = kind;
        this.transaction = transaction;
    }

    /** {@return what is wrong} */
    public Reason reason() {
        return reason;
    }

    /** {@return the STUN error code for a proved peer, 400 or 420} */
    public int errorCode() {
        return unknownTypes.isEmpty() ? ErrorCodes.BAD_REQUEST : ErrorCodes.UNKNOWN_ATTRIBUTE;
    }

    /** {@return the type of the first attribute that is not understood, if the code is 420; else 0} */
    public int attributeType() {
        return unknownTypes.isEmpty() ? 0 : unknownTypes.get(0);
    }

    /**
     * The answer for a proved peer (RFC 8489 §6.3.1): the error response to its request, with the types that were not
     * understood.
     *
     * @return the answer; empty if the message is no request of the catalogue, or came by UDP
     */
    public Optional<Message> refusal() {
        TransactionId request = transaction;
        if (kind == null || request == null) {
            return Optional.empty();
        }
        return kind.refusal().map(refusal -> {
            Message.Builder answer = Message.of(refusal, request).with(Attributes.ERROR_CODE, errorCode());
            if (!unknownTypes.isEmpty()) {
                answer.with(Attributes.UNKNOWN_ATTRIBUTES, unknownTypes);
            }
            return answer.build();
        });
    }
}
