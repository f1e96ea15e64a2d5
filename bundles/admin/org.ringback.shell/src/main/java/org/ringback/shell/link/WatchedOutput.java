package org.ringback.shell.link;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what is written, and remembers the exception of a failed write, which a {@link java.io.PrintStream} in
 * front would swallow. Thread-safe.
 */
public class WatchedOutput extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException lost;

    /**
     * Writes to another stream.
     *
     * @param out an unbuffered stream, so that a write fails at once
     */
    public WatchedOutput(OutputStream out) {
        this.out = out;
    }

    /** {@return the last exception; null if every write succeeded} */
    public final @Nullable IOException lost() {
        return lost;
    }

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

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
