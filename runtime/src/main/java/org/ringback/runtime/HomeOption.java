package org.ringback.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The home of a process: from the option {@code --home}, the environment, or a default. */
final class HomeOption {
    private static final String NAME = "--home";
    private static final String ENVIRONMENT = "RINGBACK_HOME";

    @Option(
            names = NAME,
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description =
                    "the program's folder: config, data, keys, log; default: the environment's RINGBACK_HOME, else for a"
                            + " program ~/" + WholeNames.LETTER + "ringback/PROGRAM")
    private @Nullable String home;

    /** For the command-line library, which sets the field. */
    HomeOption() {}

    /**
     * For an option that was read already.
     *
     * @param home the value of the option; null if it was not given
     */
    HomeOption(@Nullable String home) {
        this.home = home;
    }

    /** {@return the home of a program: the default one, if nothing is said} */
    Home of(String program) throws Failure {
        String said = said();
        return Home.at(said == null ? UserFolder.here().resolve(".ringback").resolve(program) : HomePath.of(said));
    }

    /** The home, for a command that has no default because every program has its own home. */
    Home named() throws Failure {
        String said = said();
        if (said == null) {
            throw Failure.usage("--home: missing (expected: --home DIR, or DIR in the environment's " + ENVIRONMENT
                    + ": the home of the running program)");
        }
        return Home.at(HomePath.of(said));
    }

    /** Takes the option out of the words after a command, where people often write it. */
    List<String> takenOutOf(List<String> words) throws Failure {
        List<String> rest = new ArrayList<>(words.size());
        for (Iterator<String> each = words.iterator(); each.hasNext(); ) {
            String word = each.next();
            if (!word.equals(NAME) && !word.startsWith(NAME + "=")) {
                rest.add(word);
                continue;
            }
            if (home != null) {
                throw Failure.usage("--home: stands twice (expected: once)");
            }
            if (word.equals(NAME) && !each.hasNext()) {
                throw Failure.usage("--home: the folder is missing behind it (expected: --home DIR)");
            }
            home = word.equals(NAME) ? each.next() : word.substring(NAME.length() + 1);
        }
        return rest;
    }

    private @Nullable String said() {
        String environment = System.getenv(ENVIRONMENT);
        return home != null || environment == null || environment.isBlank() ? home : environment;
    }
}
