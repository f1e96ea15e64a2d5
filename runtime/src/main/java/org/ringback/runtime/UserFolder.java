package org.ringback.runtime;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The folder of whoever runs this: the environment's {@code HOME}, else the one that the system's list of users has. */
final class UserFolder {
    private UserFolder() {}

    static Path here() throws Failure {
        return of(System.getenv("HOME"), System.getProperty("user.home"), UserFolder::say);
    }

    private static void say(String what) {
        System.err.println("ringback: " + what);
    }

    /**
     * The first that is a folder in which something can be made.
     *
     * @param environment what HOME says; nothing in many a unit file
     * @param listed what the list of users says; Java gives {@code ?} for a user who is in none
     * @param notes is told where something that HOME says is passed over
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
