package org.ringback.shell.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says where the socket is, as long as the program runs. What is in force is not always what the configuration
 * says: that may be refused, or not taken up yet. Immutable.
 */
record Signpost(Path home) {
    /** Relative to the home; the launcher looks there. */
    private static final String NAME = "run/shell.at";

    private static final Logger LOG = LoggerFactory.getLogger(Signpost.class);

    /** Says where; or {@code off}. */
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
