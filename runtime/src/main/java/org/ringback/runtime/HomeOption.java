package org.ringback.runtime;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a process has its files: the option, the environment, or a place of its own. */
final class HomeOption {
    private static final String ENVIRONMENT = "RINGBACK_HOME";

    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description =
                    "the program's folder: config, data, keys, log; default: the environment's RINGBACK_HOME, else for a"
                            + " program ~/.ringback/PROGRAM")
    private @Nullable Path home;

    /** {@return the home of a program: where nothing is said, the place that is its own} */
    Home of(String program) throws Failure {
        Path said = said();
        return Home.at(said == null ? Path.of(System.getProperty("user.home", "."), ".ringback", program) : said);
    }

    /**
     * The home that must be named, as every program has one.
     *
     * @param behind the words behind the options: a home that stands there was named in the wrong place
     */
    Home named(List<String> behind) throws Failure {
        Path said = said();
        if (said == null) {
            boolean late = behind.stream().anyMatch(word -> word.equals("--home") || word.startsWith("--home="));
            throw Failure.usage(
                    late
                            ? "--home: stands behind the command, whose words are the program's (expected: before it:"
                                    + " ringback shell --home DIR COMMAND)"
                            : "--home: missing (expected: --home DIR, or DIR in the environment's " + ENVIRONMENT
                                    + ": the home of the running program)");
        }
        return Home.at(said);
    }

    private @Nullable Path said() {
        String environment = System.getenv(ENVIRONMENT);
        return home != null || environment == null || environment.isBlank() ? home : Path.of(environment);
    }
}
