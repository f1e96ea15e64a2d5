package org.ringback.runtime;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringback help}: prints what {@code --help} does. */
@Command(name = "help", description = "Explains the program, or one of its commands.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "which; for example: store check")
    private List<String> words = List.of();

    @Override
    public Integer call() throws Failure {
        CommandLine explained = spec.root().commandLine();
        for (String word : words) {
            @Nullable CommandLine below = explained.getSubcommands().get(word);
            if (below == null) {
                throw Failure.usage(Main.unknown("help ", word, explained));
            }
            explained = below;
        }
        explained.usage(spec.commandLine().getOut());
        return 0;
    }
}
