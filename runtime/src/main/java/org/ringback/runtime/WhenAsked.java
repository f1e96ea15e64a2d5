package org.ringback.runtime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Decides exit code and message of a program that is asked to stop (SIGTERM, Ctrl-C). Results after that moment, such
 * as a ring that the stop ends, are consequences of the stop and no longer count. Thread-safe.
 */
final class WhenAsked {
    private int exit;
    private String why;
    private boolean unfinished;
    private boolean asked;

    private WhenAsked(String why, boolean unfinished) {
        this.why = why;
        this.unfinished = unfinished;
    }

    /** For a program that runs until it is asked to stop: that is success. */
    static WhenAsked done() {
        return new WhenAsked("", false);
    }

    /** For a program that must reach a result: if it is asked to stop before, it has failed. */
    static WhenAsked unfinished(String why) {
        return new WhenAsked(why, true);
    }

    /** Sets the result, unless the program was asked to stop before. */
    synchronized void becomes(int code) {
        if (!asked) {
            exit = code;
            why = "";
            unfinished = false;
        }
    }

    /**
     * Notes that this signal asks to stop; {@return the message for the person; empty if there is none, or it was
     * returned before}
     */
    synchronized String ask(Signal by) {
        if (asked) {
            return "";
        }
        asked = true;
        if (unfinished) {
            exit = by.exit();
        }
        return why;
    }

    /** Ends the process because of the signal. */
    void stop(Signal by) {
        String words = ask(by);
        if (!words.isEmpty()) {
            System.err.println("ringback: " + words);
        }
        System.exit(exit());
    }

    /** {@return the exit code} */
    synchronized int exit() {
        return exit;
    }

    /**
     * {@return a stream that discards what is written after the program was asked to stop, such as the failure of a
     * ring that the stop ended}
     */
    OutputStream before(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!isAsked()) {
                    out.write(bytes, offset, length);
                }
            }
        };
    }

    private synchronized boolean isAsked() {
        return asked;
    }
}
