package org.ringback.shell.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with the socket's present path, for clients, as long as the program runs: the path in the configuration may be
 * refused, or not be in force yet. Immutable.
 */
record Signpost(Path home) {
    /** The file's path below the home; the launcher knows it too. */
    private static final String NAME = "run/shell.at";

    private static final Logger LOG = LoggerFactory.getLogger(Signpost.class);

    /** Writes the socket's path, or {@code off}. */
    void point(String socket) {
        Path part = home.resolve(NAME + ".part");
        try {
            Files.createDirectories(home.resolve("run"));
            Files.writeString(part, socket + "\n");
            Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{}: cannot be written: {}; commands look where the configuration says", file(), e.toString());
        }
    }

    private Path file() {
        return home.resolve(NAME);
    }

    void remove() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted: {}", file(), e.toString());
        }
    }
}
