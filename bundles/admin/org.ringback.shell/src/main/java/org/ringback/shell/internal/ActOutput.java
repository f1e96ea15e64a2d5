package org.ringback.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Standard output of a command that has no fields of its own, as JSON: the list of its lines. What it says to people stays
 * on standard error. Used by the command's thread.
 */
final class ActOutput extends PrintStream {
    /** That of the command which this thread runs: those of a pipe run on threads of their own. */
    private static final ThreadLocal<@Nullable ActOutput> CURRENT = new ThreadLocal<>();

    private final String command;
    private final ByteArrayOutputStream lines;
    private final PrintStream real;
    private boolean printed;

    private ActOutput(String command, PrintStream real, ByteArrayOutputStream lines) {
        super(lines, true, StandardCharsets.UTF_8);
        this.command = command;
        this.real = real;
        this.lines = lines;
    }

    /** {@return that of the command which this thread runs; null if it prints as it is} */
    static @Nullable ActOutput current() {
        return CURRENT.get();
    }

    /**
     * Takes what this thread prints from now on.
     *
     * @param command the name of the command
     * @param real takes the JSON
     */
    static ActOutput begin(String command, PrintStream real) {
        ActOutput act = new ActOutput(command, real, new ByteArrayOutputStream());
        CURRENT.set(act);
        return act;
    }

    /** Leaves what this thread prints as it is. */
    static void end() {
        CURRENT.remove();
    }

    /** Prints what was printed so far, once. */
    void print() {
        if (!printed) {
            printed = true;
            List<String> output = lines.toString(StandardCharsets.UTF_8).lines().toList();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("format", Json.FORMAT);
            json.put("command", command);
            json.put("output", output);
            real.println(Json.write(json));
        }
    }

    @Override
    public boolean checkError() {
        return real.checkError();
    }
}
