package org.ringback.relay.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.ringback.api.crypto.Secret;

/**
 * {@code keys/backup-ca.pem}, the backup CA's private key, until its owner takes it off this machine. Its owner's alone.
 * Immutable.
 *
 * @param path where
 */
record BackupFile(Path path) {
    private static final String NAME = "backup-ca.pem";

    static BackupFile in(Path keys) {
        return new BackupFile(keys.toAbsolutePath().resolve(NAME));
    }

    boolean isThere() {
        return Files.exists(path);
    }

    /** Puts another key in its place, on disk before it is there. */
    void write(Secret pem) throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            throw new IOException(path + ": no folder (expected: a file in HOME/keys)");
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path draft = Files.createTempFile(
                folder,
                NAME,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] bytes = pem.copyBytes();
        try {
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                    file.write(left);
                }
                file.force(true);
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Files.deleteIfExists(draft);
        }
    }
}
