package org.ringback.config.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads a whole file, or says in words why it cannot. Stateless. */
final class FileBytes {
    /** Why something cannot be read that is another's. */
    static final String DENIED = "may not be read (expected: readable by whoever runs this program)";

    private static final long MAX_BYTES = 1 << 20;

    private FileBytes() {}

    /**
     * Reads a file.
     *
     * @param path of the file
     * @param ifMissing what the message expects instead of a missing file
     * @throws IllegalArgumentException if it cannot be read; the message says why
     */
    static byte[] of(Path path, String ifMissing) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            if (file.isDirectory()) {
                throw new IllegalArgumentException("is a folder (expected: a file)");
            }
            if (file.isOther()) {
                // to read one may take for ever: a pipe that nobody writes to, a device without an end
                throw new IllegalArgumentException("is a pipe, a socket or a device (expected: a file)");
            }
            long size = file.size();
            if (size > MAX_BYTES) {
                throw new IllegalArgumentException("has " + size + " bytes (expected: at most " + MAX_BYTES + ")");
            }
            return Files.readAllBytes(path);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(DENIED, e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                            ? "is a link to nothing (expected: a file)"
                            : "is missing (expected: the file" + ifMissing + ")",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage() + " (expected: a file)", e);
        }
    }
}
