package org.ringback.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A command's standard input: one thread puts in what the client sent, the command reads. Holds one piece at a time, so
 * that a command that reads slowly slows the client down. Wipes what was read, as it may be a password. Thread-safe.
 */
final class SessionInput extends InputStream {
    private static final byte[] NOTHING = {};

    private enum State {
        OPEN,
        ENDED,
        UNREADABLE,
        LOST,
        CLOSED
    }

    private State state = State.OPEN;
    private byte[] piece = NOTHING;
    private int next;
    private String why = "";

    /**
     * Waits until the piece before was read, then puts this one in; drops it if nobody will read it. Takes ownership of
     * the array.
     */
    synchronized void put(byte[] bytes) throws InterruptedException {
        while (state == State.OPEN && next < piece.length) {
            wait();
        }
        if (state == State.OPEN) {
            piece = bytes;
            next = 0;
            notifyAll();
        } else {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Notes the end of input: reading returns it once all pieces were read. */
    synchronized void end() {
        become(State.ENDED);
    }

    /** Notes that the client cannot read any further, and why: reading fails once all pieces were read. */
    synchronized void unreadable(String reason) {
        why = reason;
        become(State.UNREADABLE);
    }

    /** Notes that the client is gone: its input may be incomplete, so reading fails. */
    synchronized void lost() {
        become(State.LOST);
    }

    @Override
    public synchronized void close() {
        become(State.CLOSED);
    }

    private void become(State later) {
        if (state.compareTo(later) < 0) {
            state = later;
            if (state == State.LOST || state == State.CLOSED) {
                Arrays.fill(piece, (byte) 0);
            }
            notifyAll();
        }
    }

    @Override
    public synchronized int read() throws IOException {
        byte[] one = new byte[1];
        int value = read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        one[0] = 0;
        return value;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (state == State.OPEN && next == piece.length) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        if (state == State.LOST || state == State.CLOSED) {
            throw new IOException(state == State.LOST ? "cut: the other side went away" : "closed");
        }
        if (next == piece.length) {
            if (state == State.UNREADABLE) {
                throw new IOException(why);
            }
            return -1;
        }
        int count = Math.min(length, piece.length - next);
        System.arraycopy(piece, next, bytes, offset, count);
        Arrays.fill(piece, next, next + count, (byte) 0);
        next += count;
        notifyAll();
        return count;
    }

    @Override
    public synchronized int available() {
        return state == State.LOST || state == State.CLOSED ? 0 : piece.length - next;
    }
}
