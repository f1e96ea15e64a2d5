package org.ringback.call.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.ringback.api.RingReason;

/**
 * Why a conversation, or with number 0 the call-back, was reset; a u16 on the wire. People see unknown codes as
 * numbers.
 */
public enum ResetCode {
    /** The program at one end asked for the reset. */
    BY_APPLICATION(0x0001, "reset by the application"),
    /** The most conversations of one call-back are open. */
    TOO_MANY(0x0002, "too many conversations on this call-back"),
    /** The sum of all windows is used up. */
    NO_BUFFER(0x0003, "no buffer left for another conversation"),
    /** DATA went beyond the limit that the peer was told. */
    BEYOND_LIMIT(0x0004, "data beyond the limit"),
    /** DATA or FIN left bytes out. */
    GAP(0x0005, "an offset left bytes out"),
    /** ACK acknowledged less than before, or what was never sent. */
    BAD_ACK(0x0006, "an impossible acknowledgement"),
    /** A second FIN had another final offset, or DATA came after FIN. */
    BAD_FIN(0x0007, "an impossible end"),
    /** OPEN named an ID that is in use. */
    ID_TAKEN(0x0008, "a conversation ID in use"),
    /** This end was closed, and the peer sent too much more or did not end its direction in time. */
    ABANDONED(0x0009, "closed, and the other direction did not end"),
    /** The local address behind the conversation cannot be reached. */
    UNREACHABLE(0x000A, "the local address behind the conversation does not answer"),
    /** The local connection behind the conversation broke. */
    LOCAL_BROKE(0x000B, "the local connection behind the conversation broke"),
    /** The program at one end has a bug. */
    OWN_FAULT(0x000C, "a fault of the program"),
    /** Nothing at this end answers the service that was asked for. */
    NO_SERVICE(0x000D, "nothing there answers this service"),
    /** This end answers as many conversations as its owner, or its share for one peer, allows. */
    NO_PLACE(0x000E, "no place left to answer another conversation"),
    /** The call-back was closed on purpose. */
    CLOSED(0x0100, "call-back closed"),
    /** A frame violates the layout. */
    MALFORMED(0x0101, "a malformed frame"),
    /** A number of the wrong parity, used before, or never opened. */
    BAD_NUMBER(0x0102, "an impossible conversation number"),
    /** More faults or refusals than this end keeps answers for. */
    FLOOD(0x0103, "too many refused conversations"),
    /** A required frame that this end does not know; the low byte is its type. */
    UNKNOWN_FRAME(0x0200, "an unknown frame");

    private static final int TYPE_MASK = 0xFF;

    private final int code;
    private final String words;

    ResetCode(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** {@return the number on the wire} */
    public int code() {
        return code;
    }

    /** {@return the reason in words} */
    public String words() {
        return words;
    }

    /**
     * The code that refuses an unknown frame.
     *
     * @param type its first byte
     * @return the number on the wire
     */
    static int unknownFrame(int type) {
        return UNKNOWN_FRAME.code | type;
    }

    /**
     * What a code from the peer says about the service that was asked for.
     *
     * @param code 0 to 65535
     * @return the reason; empty if the code says nothing about the service
     */
    public static Optional<RingReason> reason(int code) {
        return Arrays.stream(values())
                .filter(known -> known.code == code)
                .findFirst()
                .flatMap(ResetCode::reason);
    }

    private Optional<RingReason> reason() {
        return switch (this) {
            case NO_SERVICE -> Optional.of(RingReason.NO_SUCH_SERVICE);
            case UNREACHABLE -> Optional.of(RingReason.SERVICE_DOWN);
            case TOO_MANY, NO_BUFFER, NO_PLACE -> Optional.of(RingReason.SERVICE_LIMIT);
            case BY_APPLICATION, LOCAL_BROKE, OWN_FAULT -> Optional.of(RingReason.SERVICE_BROKE);
            default -> Optional.empty();
        };
    }

    /**
     * Puts a code from the peer into words.
     *
     * @param code 0 to 65535
     * @return the words
     */
    public static String describe(int code) {
        if ((code & ~TYPE_MASK) == UNKNOWN_FRAME.code) {
            return UNKNOWN_FRAME.words + " " + FrameType.name(code & TYPE_MASK);
        }
        for (ResetCode known : values()) {
            if (known.code == code) {
                return known.words;
            }
        }
        return String.format(Locale.ROOT, "code 0x%04x", code);
    }
}
