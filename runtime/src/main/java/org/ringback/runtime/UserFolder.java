package org.ringback.runtime;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The home folder of the user: the environment's {@code HOME}, else the one in the system's list of users. */
final class UserFolder {
    private UserFolder() {}

    static Path here() throws Failure {
        return of(System.getenv("HOME"), System.getProperty("user.home"), UserFolder::say);
    }

    private static void say(String what) {
        System.err.println("ringback: " + what);
    }

    /**
     * Chooses the first of the two that is a folder in which files can be made.
     *
     * @param environment the value of HOME; null in many unit files
     * @param listed the folder in the list of users; Java gives {@code ?} for a user who is not in it
     * @param notes is told if the value of HOME is not used
     */
    static Path of(@Nullable String environment, @Nullable String listed, Consumer<String> notes) throws Failure {
        List<String> looked = new ArrayList<>();
        Optional<Path> folder =
                usable(environment, "HOME", looked).or(() -> usable(listed, "the list of users", looked));
        if (folder.isPresent() && !looked.isEmpty() && environment != null && !environment.isBlank()) {
            notes.accept(looked.get(0) + ": the program's folder is below " + folder.get()
                    + ", as the list of users says (expected: a folder of yours in HOME; or --home DIR)");
        }
        return folder.orElseThrow(
                () -> Failure.usage(
                        "--home: missing, and there is no folder to have one in: " + String.join("; ", looked)
                                + " (expected: --home DIR, DIR in the environment's RINGBACK_HOME, or a folder of yours in its HOME)"));
    }

    private static Optional<Path> usable(@Nullable String said, String by, List<String> looked) {
        if (said == null || said.isBlank() || said.equals("?")) {
            looked.add(by + " has none");
            return Optional.empty();
        }
        try {
            Path folder = Path.of(said);
            if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
                looked.add(by + " has " + said + ", which is no folder");
                return Optional.empty();
            }
            if (!Files.isWritable(folder) && !Files.isDirectory(folder.resolve(".ringback"))) {
                looked.add(by + " has " + said + ", which you may not write");
                return Optional.empty();
            }
            return Optional.of(folder);
        } catch (InvalidPathException e) {
            looked.add(by + " has " + said + ", which is no path in the encoding of file names here");
            return Optional.empty();
        }
    }
}
