package org.ringback.shell.internal;

import java.io.IOException;
import java.util.List;

/** Runs a program for one warning. */
interface AlarmRunner {
    /**
     * Runs it, and waits for its end.
     *
     * @param words its path, and words for it
     * @param warning the warning
     * @return its exit code
     * @throws IOException if it cannot be run, or did not end in time; in words
     * @throws InterruptedException if this thread is to end; the program was killed
     */
    int run(List<String> words, String warning) throws IOException, InterruptedException;
}
