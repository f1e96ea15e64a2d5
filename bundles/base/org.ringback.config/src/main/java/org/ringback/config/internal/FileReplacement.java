package org.ringback.config.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Puts new bytes in the place of a file's, all or none, also if the power goes. Stateless. */
final class FileReplacement {
    private FileReplacement() {}

    /**
     * Replaces the bytes of a file that is there; its permissions stay, and a link to it stays a link.
     *
     * @param path the file, or a link to it
     * @param bytes all of its bytes
     * @throws IOException if that cannot be done; the file is as it was
     */
    static void write(Path path, byte[] bytes) throws IOException {
        Path file = path.toRealPath();
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        // a name that whoever reads the folder passes over, as what editors leave behind
        Path part = file.resolveSibling("." + file.toFile().getName() + ".part~");
        try {
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
            }
            Files.setPosixFilePermissions(part, permissions);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Path folder = file.getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
