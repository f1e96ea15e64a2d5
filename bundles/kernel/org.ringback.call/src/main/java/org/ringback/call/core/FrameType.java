package org.ringback.call.core;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of frames. A reserved one is refused by its name until a later version uses it. */
public enum FrameType {
    /** Begins a conversation. */
    OPEN(0x01, FrameLayout.OPEN_END),
    /** Bytes at an absolute offset; the length stands in the frame. */
    DATA(0x02, FrameLayout.DATA_BYTES),
    /** Says how many bytes were delivered, and up to which offset the peer may send. */
    ACK(0x03, FrameLayout.ACK_END),
    /** Ends one direction. */
    FIN(0x04, FrameLayout.FIN_END),
    /** Ends a conversation at once; with number 0, the call-back. */
    RESET(0x05, FrameLayout.RESET_END),
    /** Asks for a sign of life. */
    PING(0x06, FrameLayout.PING_END),
    /** Answers a PING. */
    PONG(0x07, FrameLayout.PING_END),
    /** The acceptor's last frame under the present session. */
    SWITCH(0x10, FrameLayout.SESSION_END),
    /** The answer to SWITCH, the issuer's last one. */
    SWITCHED(0x11, FrameLayout.SESSION_END),
    /** The acceptor's first frame under the next session: proves which call it carries. */
    ATTACH(0x12, FrameLayout.PROOF_END),
    /** The answer to ATTACH, the issuer's first one. */
    ATTACHED(0x13, FrameLayout.PROOF_END),
    /** Reserved: there is nothing to attach to. */
    GONE(0x14, 0),
    /** Optional: says half of the call's key, as the first frame of its end. */
    CALL(0x80, FrameLayout.CALL_END),
    /** Optional: an issuer asks for SWITCH. */
    ASK(0x81, FrameLayout.OPTIONAL_BYTES),
    /** Optional: an acceptor says why it ends the call, right before the RESET that does. */
    WHY(0x82, FrameLayout.WHY_END);

    private final int number;
    private final int length;

    FrameType(int number, int length) {
        this.number = number;
        this.length = length;
    }

    /** {@return the first byte of such a frame} */
    public int number() {
        return number;
    }

    /** {@return whether only the number exists so far} */
    public boolean reserved() {
        return length == 0;
    }

    /** {@return whether it comes only where both ends have said CALL} */
    boolean moves() {
        return number >= SWITCH.number && number <= ATTACHED.number;
    }

    /** {@return the length of the frame in bytes, for DATA without its bytes} */
    int length() {
        return length;
    }

    /**
     * Finds a type.
     *
     * @param number the first byte of a frame, 0 to 255
     * @return the type, or null if no such number is given out
     */
    public static @Nullable FrameType of(int number) {
        for (FrameType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }

    /**
     * Names a type for a person.
     *
     * @param number the first byte of a frame, 0 to 255
     * @return for example {@code 0x10 SWITCH}, {@code 0x42}
     */
    public static String name(int number) {
        FrameType type = of(number);
        return String.format(Locale.ROOT, "0x%02x", number) + (type == null ? "" : " " + type);
    }
}
