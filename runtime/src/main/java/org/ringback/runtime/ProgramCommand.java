package org.ringback.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A program that runs in the foreground until it is asked to stop. It says that it runs once every role of its feature
 * does its work, and ends if one cannot.
 */
abstract class ProgramCommand implements Callable<Integer> {
    private final String name;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--feature",
            paramLabel = "NAME",
            completionCandidates = Choices.Features.class,
            description = "runs the bundles of features/NAME.json, your own for example; default: the program's")
    private @Nullable String feature;

    /** What SIGHUP does: nothing during the start, which reads the configuration anyway. */
    private volatile Runnable onHangUp = () -> {};

    ProgramCommand(String name) {
        this.name = name;
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        checkOptions();
        Installation installation = Installation.here();
        Feature runs = installation.feature(feature == null ? name : feature);
        Signal.HUP.takenBy(() -> onHangUp.run());
        try (RunningProgram program =
                RunningProgram.start(installation, runs, home.of(name), WhenAsked.done(), false)) {
            onHangUp = program::readConfiguration;
            // Print the states once it is set up.
            Optional<LocalShell> shell = program.ready(needsShell());
            if (shell.isPresent()) {
                setUp(new SetUp(shell.get(), program.home(), false));
                if (needsShell()) {
                    program.told(shell.get());
                }
            } else if (needsShell()) {
                throw Failure.usage("the local socket is off (expected: org.ringback.shell, socket = run/shell.sock,"
                        + " for what is to be set up at the start)");
            }
            program.say("runs, home " + program.home().root());
            program.awaitStop();
            return 0;
        }
    }

    /** Checks what picocli does not. */
    void checkOptions() throws Failure {
        List<String> inputs = new ArrayList<>(standardInputs());
        if (inputs.size() > 1) {
            throw Failure.usage(
                    String.join(", ", inputs) + ": standard input is asked for twice (expected: '-' at most once)");
        }
    }

    /** {@return the options that are to read standard input} */
    abstract List<String> standardInputs();

    /** {@return whether there is anything to set up} */
    abstract boolean needsShell();

    /** Sets up what the options ask for, once every role does its work. */
    abstract void setUp(SetUp setUp) throws Failure, InterruptedException;
}
