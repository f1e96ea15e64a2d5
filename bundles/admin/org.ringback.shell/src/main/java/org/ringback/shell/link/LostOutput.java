package org.ringback.shell.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What becomes of a command whose output was not taken. Stateless. */
public final class LostOutput {
    private static final int FAILED = 1;

    private LostOutput() {}

    /**
     * Says why output is lost, unless whoever read it had enough of it.
     *
     * @param exit the command's own code
     * @param why the output was not taken
     * @param err takes the words
     * @return instead of 0 1, or that of {@link ReaderGone}
     * @throws IOException if the words are not taken either
     */
    public static int exit(int exit, IOException why, OutputStream err) throws IOException {
        if (exit == 0 && ReaderGone.is(why)) {
            return ReaderGone.EXIT; // a command whose output must not be lost has failed by itself
        }
        String words = "standard output: " + why.getMessage()
                + " (expected: a place that takes all of it); what the command did is done, what it printed is lost\n";
        err.write(words.getBytes(StandardCharsets.UTF_8));
        err.flush();
        return exit == 0 ? FAILED : exit;
    }
}
