package org.ringback.runtime;

import java.io.PrintStream;
import java.util.Locale;

/** Tells a person what happens, with the seconds since the start. Thread-safe. */
final class Progress {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;
    private final long began = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String what) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - began) / NANOS_PER_SECOND, what);
    }
}
