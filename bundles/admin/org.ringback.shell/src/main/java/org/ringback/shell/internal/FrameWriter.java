package org.ringback.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.ringback.shell.link.Frame;

/** Sends everything to the client: standard output, standard error and at last the exit code. Thread-safe. */
final class FrameWriter {
    private final OutputStream out;
    private volatile boolean outputEnded;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a frame. All writes pass here, so that frames of two threads never mix. */
    private synchronized void write(Frame.Type type, byte[] bytes, int offset, int length) throws IOException {
        Frame.write(out, type, bytes, offset, length);
    }

    void write(Frame.Type type, byte[] payload) throws IOException {
        write(type, payload, 0, payload.length);
    }

    void exit(int code) throws IOException {
        write(Frame.Type.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(code).array());
    }

    /** Makes every later write to standard output fail, as the client cannot write it. */
    void endOutput() {
        outputEnded = true;
    }

    PrintStream stream(Frame.Type type) {
        OutputStream frames = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (outputEnded && type == Frame.Type.OUTPUT) {
                    throw new IOException("standard output: lost");
                }
                for (int at = offset; at < offset + length; at += Frame.MAX_PAYLOAD) {
                    int end = Math.min(offset + length, at + Frame.MAX_PAYLOAD);
                    FrameWriter.this.write(type, bytes, at, end - at);
                }
            }
        };
        return new PrintStream(frames, false, StandardCharsets.UTF_8);
    }
}
