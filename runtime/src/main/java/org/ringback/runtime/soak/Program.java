package org.ringback.runtime.soak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ringback.shell.link.ShellClient;

/**
 * One of the three programs, and the commands that it takes. Thread-safe.
 *
 * @param name what it is called
 * @param socket where it takes commands
 * @param pid its process
 */
public record Program(String name, Path socket, long pid) {
    private static final byte[] NOTHING = {};

    /**
     * What a command gave.
     *
     * @param exit its exit code
     * @param output its standard output
     * @param errors its standard error
     */
    record Answer(int exit, byte[] output, String errors) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    /** Runs a command, whether it succeeds or not. */
    Answer run(String command, byte[] input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = ShellClient.run(socket, command, new ByteArrayInputStream(input), out, err);
        return new Answer(
                exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8).strip());
    }

    /** Runs a command that must succeed; returns its standard output. */
    String done(String command, String input) throws IOException {
        Answer answer = run(command, input.getBytes(StandardCharsets.UTF_8));
        if (answer.exit() != 0) {
            throw new IOException(name + ": '" + command + "' failed: " + answer.errors());
        }
        return answer.text();
    }

    String done(String command) throws IOException {
        return done(command, "");
    }

    /** {@return whether a command succeeds} */
    boolean does(String command) throws IOException {
        return run(command, NOTHING).exit() == 0;
    }
}
