package org.ringback.shell.link;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * One frame of the local socket: type (1 byte), length (4 bytes), payload. Immutable.
 *
 * @param type the type
 * @param payload at most {@link #MAX_PAYLOAD} bytes
 */
public record Frame(Type type, byte[] payload) {
    /** Longest payload, in bytes. */
    public static final int MAX_PAYLOAD = 64 * 1024;

    private static final int HEADER = Byte.BYTES + Integer.BYTES;

    /** Length of the longest frame, in bytes. */
    static final int LONGEST = HEADER + MAX_PAYLOAD;

    /** The types of frames, each with its letter on the wire. */
    public enum Type {
        /**
         * To the gateway, before the command, and only from its own process: the process ID (8 bytes). The command then
         * uses the process's own standard input and output.
         */
        OWN_STREAMS('P'),
        /** To the gateway, before the command and its columns: the terminal shows no more than ASCII. */
        ASCII('A'),
        /** To the gateway, before the command: how many columns the terminal has that takes the output (4 bytes). */
        COLUMNS('W'),
        /** To the gateway, first: the command line in UTF-8. */
        COMMAND('C'),
        /** To the gateway: bytes of standard input. */
        INPUT('I'),
        /** To the gateway: standard input has ended. */
        END_OF_INPUT('E'),
        /** To the gateway, instead of END_OF_INPUT: standard input cannot be read any further; the reason in UTF-8. */
        UNREADABLE_INPUT('U'),
        /** To the gateway, once for each {@link #DELIVERY}: all output so far is written. */
        DELIVERED('D'),
        /** To the gateway: output cannot be written any more, and some of it is lost. */
        LOST('L'),
        /** From the gateway: bytes of standard output. */
        OUTPUT('O'),
        /** From the gateway: bytes of standard error; a first one without bytes says that the command is taken. */
        ERROR('R'),
        /** From the gateway, in place of all else: the program is starting, and did not take the command; why, in UTF-8. */
        STARTING('S'),
        /** From the gateway: asks whether all output so far is written. */
        DELIVERY('Q'),
        /** From the gateway, last: the exit code, 4 bytes. */
        EXIT('X');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }
    }

    /**
     * Writes this frame in one piece, and wipes the copy made for that, as it may have a password.
     *
     * @param out takes the bytes
     * @throws IOException if it cannot be written
     */
    public void write(OutputStream out) throws IOException {
        write(out, type, payload, 0, payload.length);
    }

    /**
     * Writes a frame with a part of an array, as {@link #write(OutputStream)} does.
     *
     * @param out takes the bytes
     * @param type the type
     * @param bytes holds the payload
     * @param offset where the payload begins
     * @param length at most {@link #MAX_PAYLOAD}
     * @throws IOException if it cannot be written
     */
    public static void write(OutputStream out, Type type, byte[] bytes, int offset, int length) throws IOException {
        if (length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("frame: " + length + " bytes (expected: at most " + MAX_PAYLOAD + ")");
        }
        byte[] frame = ByteBuffer.allocate(HEADER + length)
                .put((byte) type.letter)
                .putInt(length)
                .put(bytes, offset, length)
                .array();
        try {
            out.write(frame);
            out.flush();
        } finally {
            if (type == Type.INPUT) {
                Arrays.fill(frame, (byte) 0);
            }
        }
    }

    /**
     * Reads the next frame.
     *
     * @param in gives the bytes
     * @return the frame, or empty at the end of the stream between two frames
     * @throws IOException if the stream breaks or has something else
     */
    public static Optional<Frame> read(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        int begun = in.readNBytes(header, 0, HEADER);
        if (begun == 0) {
            return Optional.empty();
        }
        Type type = typeOf(header[0]);
        if (begun < HEADER) {
            throw new EOFException("frame: cut after " + begun + " of " + HEADER + " bytes of its header");
        }
        int length = ByteBuffer.wrap(header).getInt(Byte.BYTES);
        if (length < 0 || length > MAX_PAYLOAD) {
            throw new IOException("frame: " + length + " bytes (expected: at most " + MAX_PAYLOAD + ")");
        }
        // Read into one array, as reading in pieces would leave copies.
        byte[] payload = new byte[length];
        int read = in.readNBytes(payload, 0, length);
        if (read < length) {
            throw new EOFException("frame: cut after " + read + " of " + length + " bytes");
        }
        return Optional.of(new Frame(type, payload));
    }

    private static Type typeOf(int letter) throws IOException {
        for (Type type : Type.values()) {
            if (type.letter == letter) {
                return type;
            }
        }
        throw new IOException("frame: type " + letter + " (expected: one of P, A, W, C, I, E, U, D, L, O, R, S, Q, X)");
    }
}
