package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the sentence in a stack trace that says what to mend. Stateless. */
final class FailureText {
    private static final Pattern CAUSE =
            Pattern.compile("^(?:Caused by: )?((?:[\\w$]+\\.)+[\\w$]+)(?:: (.*))?$", Pattern.MULTILINE);
    private static final String EXPECTED = "(expected: ";

    /** What is wrong with a file, by the type of exceptions whose message only names the file. */
    private static final Map<String, String> WRONG = Map.of(
            "java.nio.file.AccessDeniedException", "access denied (expected: this user's own)",
            "java.nio.file.NoSuchFileException", "is missing",
            "java.nio.file.NotDirectoryException", "is no folder",
            "java.lang.NoClassDefFoundError", "the class is missing (expected: a whole installation)",
            "java.lang.ClassNotFoundException", "the class is missing (expected: a whole installation)");

    private FailureText() {}

    /**
     * The message of the deepest cause that says what was expected, as ours do; else of the deepest cause.
     *
     * @param bundle the bundle that failed
     * @param trace the stack trace as Java prints it
     */
    static String of(String bundle, String trace) {
        List<String> causes = new ArrayList<>();
        Matcher line = CAUSE.matcher(trace);
        while (line.find()) {
            causes.add(
                    0,
                    sentence(
                            line.group(1),
                            line.group(2) == null ? "" : line.group(2).strip()));
        }
        return causes.stream()
                .filter(one -> one.contains(EXPECTED))
                .findFirst()
                .orElseGet(() -> bundle + ": " + (causes.isEmpty() ? trace.strip() : causes.get(0)));
    }

    private static String sentence(String type, String message) {
        String name = type.substring(type.lastIndexOf('.') + 1);
        if (message.isEmpty()) {
            return name;
        }
        // If a class exists but could not be initialized, the reason is a deeper cause, or was told the first time.
        if (WRONG.containsKey(type) && !message.startsWith("Could not initialize class ")) {
            return message + ": " + WRONG.get(type);
        }
        return name.endsWith("Error") || type.startsWith("java.lang.Null") ? name + ": " + message : message;
    }
}
