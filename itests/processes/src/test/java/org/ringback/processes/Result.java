package org.ringback.processes;

/**
 * What a command did. Immutable.
 *
 * @param exit its exit code
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Result(int exit, String output, String errors) {
    /** {@return its output, if it succeeded} */
    String ok() {
        if (exit != 0) {
            throw new AssertionError("exit code " + exit + " (expected: 0); it said: " + errors.strip());
        }
        return output;
    }
}
