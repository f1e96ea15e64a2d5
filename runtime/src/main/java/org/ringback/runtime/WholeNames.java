package org.ringback.runtime;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Keeps the help from breaking lines within a path or a name, because Java takes a dot in one for the end of a
 * sentence. So each such dot is replaced by a letter while lines are made, and put back when they are printed.
 * Stateless.
 */
final class WholeNames {
    private static final Pattern DOT = Pattern.compile("\\.(?=\\w)");

    /**
     * A letter that no help text has; descriptions of options, which cannot be changed later, contain it in place of
     * dots.
     */
    static final String LETTER = "\u00FE";

    private WholeNames() {}

    /** Changes the help of a command and its subcommands. */
    static void in(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.description(hidden(usage.description()));
        usage.footer(hidden(usage.footer()));
        command.getHelpSectionMap()
                .replaceAll((key, section) -> help -> section.render(help).replace(LETTER, "."));
        command.getSubcommands().values().forEach(WholeNames::in);
    }

    private static String[] hidden(String... lines) {
        return Stream.of(lines)
                .map(line -> DOT.matcher(line).replaceAll(LETTER))
                .toArray(String[]::new);
    }
}
