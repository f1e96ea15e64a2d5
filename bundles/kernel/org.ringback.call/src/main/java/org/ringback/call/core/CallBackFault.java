package org.ringback.call.core;

import java.io.Serial;

/** What ends the whole call-back while frames are read: cheap, without a stack trace, no raw bytes in its message. */
final class CallBackFault extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int NOTHING_TO_SAY = -1;

    private final int code;

    /** The peer broke a rule, and is told which. */
    CallBackFault(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The peer broke a rule, and is told which. */
    CallBackFault(ResetCode code, String message) {
        this(code.code(), message);
    }

    /** The peer itself ends it, and needs no answer. */
    static CallBackFault byPeer(int code) {
        String words = code == ResetCode.CLOSED.code()
                ? "closed by the peer"
                : "ended by the peer: " + ResetCode.describe(code);
        return new CallBackFault(NOTHING_TO_SAY, words);
    }

    /** Whether the peer is to be told in RESET of number 0. */
    boolean telling() {
        return code != NOTHING_TO_SAY;
    }

    int code() {
        return code;
    }

    /** The message, which there always is. */
    String words() {
        return String.valueOf(getMessage());
    }
}
