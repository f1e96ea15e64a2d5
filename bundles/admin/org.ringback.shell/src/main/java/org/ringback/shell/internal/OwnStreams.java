package org.ringback.shell.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.ringback.shell.link.LostOutput;
import org.ringback.shell.link.WatchedOutput;

/**
 * Standard input and output of this process, for a command that the process gives itself, as {@code ring --pipe} may:
 * so the bytes of a conversation need not go through the socket. Used by one session.
 */
final class OwnStreams {
    private final InputStream in;
    private final WatchedOutput out;

    OwnStreams(InputStream in, OutputStream out) {
        this.in = in;
        this.out = new WatchedOutput(out);
    }

    static OwnStreams ofProcess() {
        return new OwnStreams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    /**
     * The exit code of the command that used the streams: if its output is lost, the command has failed, and a line
     * says so.
     */
    int exit(int exit, PrintStream err) throws IOException {
        IOException why = out.lost();
        return why == null ? exit : LostOutput.exit(exit, why, err);
    }
}
