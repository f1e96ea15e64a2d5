package org.ringback.runtime;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringback.api.configuration.NearMiss;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, and where the whole help is. Stateless. */
final class WrongWords {
    private WrongWords() {}

    static String told(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        return what(wrong, command) + " (help: " + name + " --help)";
    }

    private static String what(ParameterException wrong, CommandLine command) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched(), command);
        }
        ArgSpec argument = wrong.getArgSpec();
        if (argument instanceof OptionSpec option
                && option.isMultiValue()
                && !(wrong instanceof MissingParameterException)) {
            // The value is not repeated, as it may be a secret in place of its file.
            return option.longestName() + ": its value has another form (expected: " + option.paramLabel() + ")";
        }
        return String.valueOf(wrong.getMessage()).replace("option option", "option");
    }

    /** Names only the first option that is not understood, as later words may be right. */
    private static String unmatched(List<String> words, CommandLine command) {
        Optional<String> option =
                words.stream().filter(word -> word.startsWith("-")).findFirst();
        if (option.isEmpty()) {
            return command.getCommandName() + ": too many words: " + String.join(" ", words);
        }
        String name = option.get().replaceFirst("=.*", "");
        Stream<String> all = command.getCommandSpec().options().stream().flatMap(one -> Stream.of(one.names()));
        return command.getCommandName() + ": unknown option " + name + " (expected: one that its help lists"
                + NearMiss.asked(name, all.toList()) + ")";
    }
}
