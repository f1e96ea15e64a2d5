package org.ringback.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Secret;

/**
 * The three streams of one command; text goes out in UTF-8 whatever the process's locale is. Used by its thread.
 *
 * @param in standard input
 * @param out standard output, which scripts read
 * @param err standard error, which only people read
 * @param delivery tells whether output reached its destination; empty if that cannot be known
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Optional<Delivery> delivery) {
    /** Longest standard input that a command takes as a string, in bytes: a grant string has about 900. */
    static final int MAX_INPUT = 16 * 1024;

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;

    /** How long to wait for input before a hint tells the person to type it. */
    private static final long PATIENCE_SECONDS = 1;

    static Terminal of(CommandSession session) {
        @Nullable Process process = Process.Utils.current();
        Optional<Delivery> delivery =
                session.get(Delivery.VARIABLE) instanceof Delivery ours ? Optional.of(ours) : Optional.empty();
        if (process == null) {
            return new Terminal(session.getKeyboard(), session.getConsole(), session.getConsole(), delivery);
        }
        // Gogo's own streams would copy in pieces of 8 KiB, keep what was typed in memory, and hide failures.
        InputStream in = process.isTty(INPUT) ? session.getKeyboard() : process.in();
        return new Terminal(
                in, output(session, process), TerminalOutput.ofErrors(process.err(), columns(session)), delivery);
    }

    private static PrintStream output(CommandSession session, Process process) {
        @Nullable ActOutput act = ActOutput.current();
        if (act != null) {
            return act;
        }
        return process.isTty(OUTPUT)
                ? TerminalOutput.of(session.getConsole(), columns(session))
                : TerminalOutput.ofPipe(process.out());
    }

    /** {@return whether no other command, and no file, takes what this thread's command prints} */
    static boolean isLast() {
        @Nullable Process process = Process.Utils.current();
        return process == null || process.isTty(OUTPUT);
    }

    private static int columns(CommandSession session) {
        return session.get(TerminalOutput.COLUMNS) instanceof Integer told ? told : 0;
    }

    /** Prints a string that exists only once, and waits until the client has written it; returns whether it did. */
    boolean delivered(String string) {
        out.println(string);
        if (out instanceof ActOutput act) {
            act.print();
        }
        return !out.checkError() && delivery.map(Delivery::confirmed).orElse(true);
    }

    /** Whether output is known to be lost; does not wait. */
    boolean outputLost() {
        return out.checkError() || delivery.map(Delivery::isLost).orElse(false);
    }

    /** Reads a password: the first line of standard input. */
    Secret secretLine(String what) {
        byte[] line = new byte[MAX_INPUT];
        try {
            int length = hinted("Type " + what + " and press Enter.", () -> readLine(line, what));
            byte[] read = Arrays.copyOf(line, length);
            try {
                return Secret.copyOf(read);
            } finally {
                Arrays.fill(read, (byte) 0);
            }
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private int readLine(byte[] line, String what) throws IOException {
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length == MAX_INPUT) {
                throw wrong("too long", what + ", one line");
            }
            line[length++] = (byte) next;
        }
        if (moreComes()) {
            throw wrong("more than one line", what + ", one line");
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (end == 0) {
            throw wrong("empty", what + ", one line");
        }
        return end;
    }

    /**
     * Whether more than white space came after the line; a person who types the line sends nothing more, not even an
     * end.
     */
    private boolean moreComes() throws IOException {
        boolean more = false;
        while (in.available() > 0) {
            more |= in.read() > ' ';
        }
        return more;
    }

    /** Reads standard input up to its end or an empty line as one string, without white space. */
    String pasted(String what) {
        return hinted("Paste " + what + ", press Enter twice.", () -> readPasted(what));
    }

    private String readPasted(String what) throws IOException {
        StringBuilder text = new StringBuilder();
        int last = 0;
        for (int next = in.read(); next >= 0; last = next, next = in.read()) {
            if (next == '\n' && last == '\n' && !text.isEmpty()) {
                break;
            }
            if (next > ' ') {
                text.append((char) next);
            } else if (next == '\r') {
                next = last;
            }
            if (text.length() > MAX_INPUT) {
                throw wrong("too long", what);
            }
        }
        if (text.isEmpty()) {
            throw wrong("empty", what + "; pipe it in: ringback shell --home DIR COMMAND < FILE");
        }
        return text.toString();
    }

    /** Reads all of standard input unchanged. */
    Secret all(String what) {
        byte[] read = new byte[MAX_INPUT + 1];
        try {
            int length = hinted(
                    "Pipe in " + what + ", or paste it and press Ctrl-D.", () -> in.readNBytes(read, 0, read.length));
            if (length > MAX_INPUT) {
                throw wrong("too long", what);
            }
            byte[] whole = Arrays.copyOf(read, length);
            try {
                return Secret.copyOf(whole);
            } finally {
                Arrays.fill(whole, (byte) 0);
            }
        } finally {
            Arrays.fill(read, (byte) 0);
        }
    }

    private <T> T hinted(String hint, Reading<T> reading) {
        CompletableFuture<Void> later = CompletableFuture.runAsync(
                () -> err.println(hint), CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        try {
            return reading.read();
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            later.cancel(false);
        }
    }

    /** The failure for standard input that broke off. */
    static CommandFailure unreadable(IOException why) {
        return CommandFailure.refused(
                "standard input: cannot be read: " + why.getMessage() + " (expected: one that can, to its end)");
    }

    private static CommandFailure wrong(String what, String expected) {
        return CommandFailure.usage("standard input: " + what + " (expected: " + expected + ")");
    }

    /** Something that reads standard input. */
    private interface Reading<T> {
        T read() throws IOException;
    }
}
