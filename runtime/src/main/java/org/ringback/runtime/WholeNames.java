package org.ringback.runtime;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Help whose lines do not break in the middle of a path or a name: Java takes the dot in one for the end of a sentence. So
 * each of these is a letter while lines are made, and a dot again when they are printed. Stateless.
 */
final class WholeNames {
    private static final Pattern DOT = Pattern.compile("\\.(?=\\w)");

    /** A letter that stands in no help of ours; descriptions of options, which do not change any more, have it in them. */
    static final String LETTER = "\u00FE";

    private WholeNames() {}

    /** Changes the help of a command and of those below. */
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
