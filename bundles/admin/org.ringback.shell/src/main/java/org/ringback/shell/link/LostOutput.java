package org.ringback.shell.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Decides how a command ends whose output could not be written. Stateless. */
public final class LostOutput {
    private static final int FAILED = 1;

    private LostOutput() {}

    /**
     * Says why output is lost, unless its reader just closed it.
     *
     * @param exit the command's own code
     * @param why the output could not be written
     * @param err takes the message
     * @return the exit code: in place of 0, 1 or that of {@link ReaderGone}
     * @throws IOException if the message cannot be written either
     */
    public static int exit(int exit, IOException why, OutputStream err) throws IOException {
        if (exit == 0 && ReaderGone.is(why)) {
            return ReaderGone.EXIT; // a command whose output must not be lost reports that itself
        }
        String words = "standard output: " + why.getMessage()
                + " (expected: a place that takes all of it); what the command did is done, what it printed is lost\n";
        err.write(words.getBytes(StandardCharsets.UTF_8));
        err.flush();
        return exit == 0 ? FAILED : exit;
    }
}
