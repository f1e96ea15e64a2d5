package org.ringback.runtime.console;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jline.reader.impl.history.DefaultHistory;

/** What was typed, without lines that have a secret. As thread-safe as what it extends. */
final class KeptHistory extends DefaultHistory {
    /** Commands whose secrets belong on standard input, where people write them behind the command all the same. */
    private static final Set<String> SECRETIVE = Set.of("join", "accept-grant", "authority", "password");

    private static final String PASSWORD = "password";

    /** How the strings begin that are worth as much as a key. */
    private static final List<String> STRINGS = List.of("ringback-enrol-", "ringback-grant-");

    /** A word that is longer than any name is a string of which the beginning was lost. */
    private static final int LONGEST_NAME = 200;

    @Override
    public void add(Instant when, String line) {
        if (!hasSecret(line)) {
            super.add(when, line);
        }
    }

    /** {@return whether a line has what nobody should find later, or may have it} */
    static boolean hasSecret(String line) {
        return STRINGS.stream().anyMatch(line::contains)
                || Lines.commands(line).stream().anyMatch(KeptHistory::hasSecret);
    }

    private static boolean hasSecret(List<String> words) {
        String command = words.get(0).replaceFirst("^ringback:", "");
        long operands =
                words.stream().skip(1).filter(word -> !word.startsWith("-")).count();
        // "--at acceptor" has an operand too: such a line is left out rather than a secret kept.
        long allowed = command.equals(PASSWORD) ? 1 : 0;
        return words.stream().anyMatch(word -> word.length() > LONGEST_NAME)
                || (SECRETIVE.contains(command) && operands > allowed);
    }
}
