package org.ringback.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * A small text that an option reads or writes: in a file for its owner alone, or {@code -} for standard input or
 * output. So secrets are never in a command line. Immutable.
 *
 * @param name as the person wrote it
 */
record TextFile(String name) {
    private static final int MAX_BYTES = 16 * 1024;

    /** How enrolment and grant strings begin: a person may have written the string where its file should stand. */
    private static final String STRING = "ringback-";

    /** {@return the path that a person wrote} */
    static Path path(String option, String name) throws Failure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw Failure.usage(option + ": " + name + ": no path in the encoding of file names here");
        }
    }

    boolean standard() {
        return name.equals("-");
    }

    /** {@return whether a person wrote the string where its file should stand, so that the name is not repeated} */
    boolean isString() {
        return name.startsWith(STRING);
    }

    /** Reads the whole text. */
    String read(String option) throws Failure {
        if (!standard() && !isString() && missing()) {
            throw new Failure(option + ": " + name
                    + ": is missing (expected: the file with the string, or - for standard" + " input)");
        }
        return new String(bytes(option), StandardCharsets.UTF_8);
    }

    /** Reads all bytes unchanged; the caller wipes a password. */
    byte[] bytes(String option) throws Failure {
        if (!standard() && isFolder()) {
            throw new Failure(option + ": " + name
                    + ": is a folder (expected: a file that you may read, or - for standard input)");
        }
        try (InputStream in =
                standard() ? new FileInputStream(FileDescriptor.in) : Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES || bytes.length == 0) {
                throw new Failure(option + ": " + named() + (bytes.length == 0 ? "empty" : "too long")
                        + " (expected: 1 to " + MAX_BYTES + " bytes)");
            }
            return bytes;
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    option + ": " + named()
                            + (!standard() && missing() ? "its file is missing" : "cannot be read")
                            + " (expected: a file that you may read, or - for standard input)",
                    e);
        }
    }

    private boolean missing() {
        try {
            return Files.notExists(Path.of(name));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private boolean isFolder() {
        try {
            return Files.isDirectory(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The name for a message, if the file exists; otherwise the name may be the secret itself, typed in the wrong
     * place.
     */
    private String named() {
        return !standard() && Files.exists(Path.of(name)) ? name + ": " : "";
    }

    /**
     * A mark of the file's version that reveals nothing of its content: every write changes it. The mark of a symbolic
     * link is that of its file, so a secret that is exchanged by its link (Kubernetes) counts as changed; so does one
     * that is written again at each start (systemd's credentials).
     *
     * @return the mark; empty for standard input, and for a file that cannot be examined
     */
    Optional<String> mark() {
        if (standard()) {
            return Optional.empty();
        }
        try {
            Map<String, Object> now = Files.readAttributes(Path.of(name), "unix:ino,size,ctime,lastModifiedTime");
            return Optional.of(now.get("ino") + " " + now.get("size") + " " + now.get("ctime") + " "
                    + now.get("lastModifiedTime"));
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Writes a secret, so that nobody ever reads half of it. */
    void write(String option, String text) throws Failure {
        if (standard()) {
            StandardOutput.print(text);
            return;
        }
        Path file = Path.of(name).toAbsolutePath();
        Path folder = file.getParent();
        try {
            if (folder == null || (Files.exists(file) && !Files.isRegularFile(file))) {
                Files.writeString(file, text); // a pipe or a device is written to rather than replaced
                return;
            }
            replace(folder, file, text);
        } catch (IOException e) {
            throw new Failure(
                    option + ": " + name + ": cannot be written: " + e.getMessage()
                            + " (expected: a file in a folder that you may write)",
                    e);
        }
    }

    /** Replaces the file after the new one is safe on disk, as a secret is not made twice. */
    private static void replace(Path folder, Path file, String text) throws IOException {
        Path part = Files.createTempFile(
                folder,
                ".ringback-",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(part, text);
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
