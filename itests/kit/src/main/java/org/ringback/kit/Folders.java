package org.ringback.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of a test. Stateless. */
public final class Folders {
    private Folders() {}

    /** Removes one with all that is in it. */
    public static void delete(Path folder) {
        Checked.run(() -> {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        });
    }
}
