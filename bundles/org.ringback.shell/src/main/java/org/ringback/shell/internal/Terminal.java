package org.ringback.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/**
 * The three streams of one command. Used by its thread.
 *
 * @param in what was piped in
 * @param out what a script reads
 * @param err what only a person reads
 */
record Terminal(InputStream in, PrintStream out, PrintStream err) {
    /** Longest line that a command takes from standard input, in bytes: a grant string has about 900. */
    static final int MAX_INPUT = 16 * 1024;

    static Terminal of(CommandSession session) {
        @Nullable Process process = Process.Utils.current();
        return process == null
                ? new Terminal(session.getKeyboard(), session.getConsole(), session.getConsole())
                : new Terminal(process.in(), process.out(), process.err());
    }

    /** Reads the first line of standard input: a string or a password, which never stand in a command line. */
    String secretLine(String what) {
        byte[] line = new byte[MAX_INPUT];
        int length = 0;
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (length == MAX_INPUT) {
                    throw CommandFailure.usage(
                            "standard input: too long (expected: " + what + ", at most " + MAX_INPUT + " bytes)");
                }
                line[length++] = (byte) next;
            }
        } catch (IOException e) {
            throw CommandFailure.refused("standard input: " + e.getMessage() + " (expected: " + what + ")");
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        Arrays.fill(line, (byte) 0);
        if (text.isBlank()) {
            throw CommandFailure.usage(
                    "standard input: empty (expected: " + what + "; pipe it in, or type it and press Enter)");
        }
        return text;
    }

    /** Reads all of standard input as one string, in which line breaks do not count. */
    String pasted(String what) {
        try {
            byte[] all = in.readNBytes(MAX_INPUT + 1);
            String text = new String(all, StandardCharsets.US_ASCII).strip();
            if (all.length > MAX_INPUT || text.isEmpty()) {
                throw CommandFailure.usage("standard input: " + (text.isEmpty() ? "empty" : "too long") + " (expected: "
                        + what + "; pipe it in: ringback shell --home DIR COMMAND < FILE)");
            }
            return text;
        } catch (IOException e) {
            throw CommandFailure.refused("standard input: " + e.getMessage() + " (expected: " + what + ")");
        }
    }
}
