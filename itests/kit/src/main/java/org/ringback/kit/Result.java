package org.ringback.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a command did. Immutable (nobody changes the bytes).
 *
 * @param exit its exit code
 * @param written what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record Result(int exit, byte[] written, String errors) {
    /** {@return what it wrote to standard output, as text} */
    public String output() {
        return new String(written, UTF_8);
    }

    /** {@return its output, if it succeeded} */
    public String ok() {
        if (exit != 0) {
            throw new AssertionError("exit code " + exit + " (expected: 0); it said: " + errors.strip());
        }
        return output();
    }
}
