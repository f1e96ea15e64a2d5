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
    /** Reserved: the last record under the old protection. */
    SWITCH(0x10, 0),
    /** Reserved: the answer to SWITCH. */
    SWITCHED(0x11, 0),
    /** Reserved: continues a conversation on a new call-back. */
    ATTACH(0x12, 0),
    /** Reserved: the answer to ATTACH. */
    ATTACHED(0x13, 0),
    /** Reserved: there is nothing to attach to. */
    GONE(0x14, 0);

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
