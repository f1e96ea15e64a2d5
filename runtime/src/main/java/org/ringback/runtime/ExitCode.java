package org.ringback.runtime;

import org.ringback.shell.link.ReaderGone;
import org.ringback.shell.link.StartingException;

/** The exit codes of every command; the README and each {@code --help} have the same table. */
final class ExitCode {
    /** Failed or refused; the line on standard error says why. */
    static final int FAILED = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** What is needed is missing: Java, or at this home the role that the command is for. */
    static final int MISSING = 3;

    /** The program cannot start with its present configuration. */
    static final int NOT_STARTED = 4;

    /** The program has not finished starting, and did not take the command. */
    static final int STARTING = StartingException.EXIT;

    /** The reader of the output closed it, which is no failure of a command that only shows something. */
    static final int READER_GONE = ReaderGone.EXIT;

    /** The exit code of a program that SIGTERM ended: a ring was asked to stop before it was done. */
    static final int TERMINATED = Signal.TERM.exit();

    private ExitCode() {}
}
