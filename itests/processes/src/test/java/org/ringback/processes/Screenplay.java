package org.ringback.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines of commands for several programs, each with what it must print: of standard output as it is, of standard error
 * behind {@code "! "}, the exit code behind {@code "= "} unless it is 0. In a line {@code …} stands for anything, a
 * line {@code ⋮} for any lines of standard output; {@code {…}} for JSON. A command takes its input from {@code < NAME}, and leaves its output to
 * {@code > NAME}. Lines that begin with {@code #} say something to the reader. Immutable.
 *
 * @param steps what is played, in order
 */
record Screenplay(List<Step> steps) {
    private static final Pattern PROMPT = Pattern.compile("([a-z]+)> (.*?)(?: < ([a-z0-9.-]+))?(?: > ([a-z0-9.-]+))?");
    private static final String ANYTHING = "…";
    private static final String LINES = "⋮";

    /**
     * One command.
     *
     * @param program at which it is given
     * @param command its line
     * @param input the name of its input
     * @param output the name of what it prints
     * @param expected what it prints, line by line
     */
    record Step(
            String program, String command, Optional<String> input, Optional<String> output, List<String> expected) {
        /** {@return the name of the command} */
        String name() {
            return command.split(" ", 2)[0];
        }

        /** {@return whether its output is to be JSON} */
        boolean isJson() {
            return command.contains("--json");
        }

        boolean prints(List<String> lines) {
            StringBuilder pattern = new StringBuilder();
            for (String line : expected) {
                if (line.equals(LINES)) {
                    pattern.append("(?:(?![!=] ).*\n)*");
                } else {
                    pattern.append(Stream.of(line.split(ANYTHING, -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*", "", "\n")));
                }
            }
            return Pattern.matches(pattern.toString(), String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
        }

        @Override
        public String toString() {
            return program + "> " + command + input.map(name -> " < " + name).orElse("")
                    + output.map(name -> " > " + name).orElse("");
        }
    }

    static Screenplay of(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            Matcher prompt = PROMPT.matcher(line);
            if (prompt.matches()) {
                steps.add(new Step(
                        prompt.group(1),
                        prompt.group(2),
                        Optional.ofNullable(prompt.group(3)),
                        Optional.ofNullable(prompt.group(4)),
                        new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                steps.get(steps.size() - 1).expected().add(line);
            }
        }
        return new Screenplay(List.copyOf(steps));
    }
}
