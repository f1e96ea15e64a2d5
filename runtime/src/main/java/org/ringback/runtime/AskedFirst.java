package org.ringback.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.ringback.shell.link.Confirmation;

/**
 * Gives a command that may want a person's word, at a terminal: what it says would happen is the question, and on a yes
 * it is given again with that word. A script gives the word itself, as an option. Stateless.
 */
final class AskedFirst {
    /** A line without anything that the shell interprets, so that an option can be put behind it. */
    private static final String PLAIN = "[\\w\\s./:+-]*";

    private AskedFirst() {}

    /** {@return whether a command, its words or one that is the whole line, may want a word that it has not been given} */
    static boolean isOne(List<String> command) {
        boolean line = command.size() == 1;
        if (line && !command.get(0).matches(PLAIN)) {
            return false;
        }
        List<String> words = line ? Arrays.asList(command.get(0).strip().split("\\s+", -1)) : command;
        return Confirmation.COMMANDS.contains(Errand.firstWord(words.get(0)))
                && words.stream().noneMatch(List.of(Confirmation.YES, "--help", "--json")::contains);
    }

    /** Runs it, if need be with the word of the person, who is there; returns its exit code. */
    static int run(Errand errand, List<String> command) throws Failure {
        String line = Errand.line(command);
        errand.program().require(errand.home());
        LocalShell.Result first = errand.program().run(line, "");
        String question = Confirmation.asked(first.errors());
        if (question.isEmpty()) {
            System.err.print(first.errors());
            print(first.output());
            return first.exit();
        }
        if (!"yes".equals(errand.person().answer(question + ". Go on? (yes/no) "))) {
            throw new Failure(Errand.firstWord(line) + ": not done, as you did not say yes");
        }
        return errand.send(line + " " + Confirmation.YES, InputStream.nullInputStream(), System.err);
    }

    private static void print(String output) throws Failure {
        try {
            Errand.OUTPUT.write(output.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Failure("standard output: " + e.getMessage(), e);
        }
    }
}
