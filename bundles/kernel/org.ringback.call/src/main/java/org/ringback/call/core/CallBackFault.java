package org.ringback.call.core;

import java.io.Serial;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ringback.kernel.CutReason;

/**
 * Thrown while frames are read, for what ends the whole call-back. Has no stack trace, and no raw bytes in its message.
 */
final class CallBackFault extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int NOTHING_TO_SAY = -1;

    private final int code;

    /** The peer broke a rule, and will be told which one. */
    CallBackFault(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The peer broke a rule, and will be told which one. */
    CallBackFault(ResetCode code, String message) {
        this(code.code(), message);
    }

    /** The peer itself ended the call-back, and needs no answer; an end in order may have happened for a reason. */
    static CallBackFault byPeer(int code, Optional<CutReason> told, UnaryOperator<String> ending) {
        String words = code == ResetCode.CLOSED.code()
                ? told.map(CutReason::words).orElseGet(() -> ending.apply("closed by the peer"))
                : "ended by the peer: " + ResetCode.describe(code);
        return new CallBackFault(NOTHING_TO_SAY, words);
    }

    /** Whether to tell the peer by a RESET of number 0. */
    boolean telling() {
        return code != NOTHING_TO_SAY;
    }

    int code() {
        return code;
    }

    /** The message, which is never null. */
    String words() {
        return String.valueOf(getMessage());
    }
}
