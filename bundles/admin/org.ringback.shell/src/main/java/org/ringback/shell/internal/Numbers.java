package org.ringback.shell.internal;

/** Reads numbers in a command line. Stateless. */
final class Numbers {
    private Numbers() {}

    static int within(String option, String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw CommandFailure.usage(
                    option + ": " + text + " (expected: a whole number, " + min + " to " + max + ")");
        }
        throw CommandFailure.usage(option + ": " + text + " (expected: " + min + " to " + max + ")");
    }
}
