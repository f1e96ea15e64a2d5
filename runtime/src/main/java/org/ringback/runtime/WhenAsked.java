package org.ringback.runtime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What being asked to stop (SIGTERM, Ctrl-C) means for a program. What it comes to behind that moment is of the stop's own
 * making, a ring that it ends for example, and no longer counts. Thread-safe.
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

    /** For a program that runs until it is asked: it has done what it is for. */
    static WhenAsked done() {
        return new WhenAsked("", false);
    }

    /** For a program that is to come to something: it did not. */
    static WhenAsked unfinished(String why) {
        return new WhenAsked(why, true);
    }

    /** It came to this. */
    synchronized void becomes(int code) {
        if (!asked) {
            exit = code;
            why = "";
            unfinished = false;
        }
    }

    /** It is asked now, by this signal; {@return what a person is to be told, which may be nothing, and once} */
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

    /** Ends the process because it is asked to. */
    void stop(Signal by) {
        String words = ask(by);
        if (!words.isEmpty()) {
            System.err.println("ringback: " + words);
        }
        System.exit(exit());
    }

    /** {@return the exit code of whoever is asked} */
    synchronized int exit() {
        return exit;
    }

    /** {@return what passes on what is written until it is asked: how a ring fails by the stop is not to be told} */
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
