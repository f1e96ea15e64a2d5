package org.ringback.shell.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.LostOutput;

/**
 * Standard input and output of this very process, for a command that the process gave itself: a conversation's bytes need
 * not go through the socket and back. Used by one session.
 */
final class OwnStreams {
    private final InputStream in;
    private final OutputStream out;
    private volatile @Nullable IOException lost;

    OwnStreams(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static OwnStreams ofProcess() {
        return new OwnStreams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        OutputStream telling = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    lost = e;
                    throw e;
                }
            }
        };
        return new PrintStream(telling, false, StandardCharsets.UTF_8);
    }

    /** The exit code of the command that had them: one whose output is lost has failed, and says so. */
    int exit(int exit, PrintStream err) throws IOException {
        IOException why = lost;
        return why == null ? exit : LostOutput.exit(exit, why, err);
    }
}
