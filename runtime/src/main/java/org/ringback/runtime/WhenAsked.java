package org.ringback.runtime;

/**
 * What being asked to stop (SIGTERM, Ctrl-C) means for a program. What it comes to behind that moment is of the stop's own
 * making, a ring that it ends for example, and no longer counts. Thread-safe.
 */
final class WhenAsked {
    private int exit;
    private String why;
    private boolean asked;

    private WhenAsked(int exit, String why) {
        this.exit = exit;
        this.why = why;
    }

    /** For a program that runs until it is asked: it has done what it is for. */
    static WhenAsked done() {
        return new WhenAsked(0, "");
    }

    /** For a program that is to come to something: it did not. */
    static WhenAsked unfinished(String why) {
        return new WhenAsked(ExitCode.TERMINATED, why);
    }

    /** It came to this. */
    synchronized void becomes(int code) {
        if (!asked) {
            exit = code;
            why = "";
        }
    }

    /** It is asked now; {@return what a person is to be told, which may be nothing} */
    synchronized String ask() {
        asked = true;
        return why;
    }

    /** {@return the exit code of whoever is asked} */
    synchronized int exit() {
        return exit;
    }
}
