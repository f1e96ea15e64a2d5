package org.ringback.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.ringback.updater.release.SafeFile;

/**
 * The note of a home that runs no more, as a backup moved it elsewhere, or not yet, as a restore into it did not end.
 * So that no home lives twice. The caller holds the lock.
 *
 * @param home the home
 */
record Whereabouts(Home home) {
    private static final String MOVED = "moved ";
    private static final String RESTORING = "restoring";
    private static final int LONGEST = 128;

    /** Notes that the home runs no more. */
    void moved(Instant when) throws IOException {
        write(MOVED + when);
    }

    /** Notes that a restore into the home began. */
    void restoring() throws IOException {
        write(RESTORING);
    }

    /** Notes that the home runs here. */
    void here() throws IOException {
        Files.deleteIfExists(file());
    }

    /** {@return whether a backup moved the home} */
    boolean hasMoved() throws Failure {
        return note().startsWith(MOVED);
    }

    /** Fails in words if the home does not run here. */
    void require() throws Failure {
        String note = note();
        if (note.startsWith(MOVED)) {
            throw new Failure("--home: " + home.root() + " was moved by a backup on " + note.substring(MOVED.length())
                    + " (expected: the home that was restored from it; if it was restored nowhere, or the backup was never finished: "
                    + Called.program("backup", "--undo", "--home", home.root()) + ")");
        }
        if (!note.isEmpty()) {
            throw new Failure("--home: " + home.root() + " is not whole: a restore into it did not end (expected: "
                    + Called.line("rm", "-r", home.root()) + ", then the restore again)");
        }
    }

    private String note() throws Failure {
        try {
            return SafeFile.read(file(), LONGEST)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                    .orElse("");
        } catch (IOException e) {
            throw new Failure("--home: " + Cause.of(e), e);
        }
    }

    private void write(String note) throws IOException {
        SafeFile.write(file(), (note + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Path file() {
        return home.root().resolve("state").resolve("whereabouts");
    }
}
