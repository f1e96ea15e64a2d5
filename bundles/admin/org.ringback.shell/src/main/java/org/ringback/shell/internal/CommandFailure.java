package org.ringback.shell.internal;

import java.io.Serial;
import org.ringback.shell.link.Confirmation;

/**
 * Thrown if a command fails: has the line that a person reads and the exit code that a script sees. Has no stack trace.
 */
final class CommandFailure extends RuntimeException {
    /** The command failed or was refused. */
    static final int REFUSED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The role that the command needs does not run here. */
    static final int NO_ROLE = 3;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exit;

    CommandFailure(int exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    static CommandFailure usage(String message) {
        return new CommandFailure(USAGE, message);
    }

    static CommandFailure refused(String message) {
        return new CommandFailure(REFUSED, message);
    }

    /** Refuses until a person says yes to what would happen, for a reason. */
    static CommandFailure unconfirmed(String what, String reason) {
        return refused(Confirmation.wanted(what, reason));
    }

    int exit() {
        return exit;
    }
}
