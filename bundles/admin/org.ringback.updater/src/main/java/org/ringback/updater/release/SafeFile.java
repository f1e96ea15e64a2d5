package org.ringback.updater.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file as a whole or not at all, also if the power fails; for its owner alone. Stateless. */
public final class SafeFile {
    private SafeFile() {}

    /**
     * Writes a file, and does not return before it is on the disk.
     *
     * @param file the file; one that is there is replaced
     * @param bytes all of it
     * @throws IOException if it cannot be written; what was there before stays
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.toFile().getName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out = FileChannel.open(
                part,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file);
    }

    /** Makes the name itself last. */
    private static void force(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
