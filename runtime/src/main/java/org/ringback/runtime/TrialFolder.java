package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the homes of a trial. Immutable.
 *
 * @param path where it is
 * @param temporary whether it goes at the end; else a person named it, and it stays
 */
record TrialFolder(Path path, boolean temporary) {
    /** Takes the folder that a person named, which must be empty or new; without one makes a temporary one. */
    static TrialFolder of(Optional<Path> home, String prefix) throws Failure {
        try {
            if (home.isEmpty()) {
                return new TrialFolder(Files.createTempDirectory(prefix), true);
            }
            Path folder = Files.createDirectories(home.get()).toAbsolutePath().normalize();
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new Failure("--home: " + folder + " is not empty (expected: an empty or new folder)");
                }
            }
            return new TrialFolder(folder, false);
        } catch (IOException e) {
            throw new Failure("--home: cannot be made: " + e + " (expected: a folder you may write)", e);
        }
    }

    /** Removes it, if it is a temporary one. */
    void remove() throws IOException {
        if (!temporary || !Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
