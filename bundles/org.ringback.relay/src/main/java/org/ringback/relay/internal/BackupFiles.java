package org.ringback.relay.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;

/**
 * {@code keys/backup-ca.pem}, the backup CA's private key, until its owner takes it off this machine; and beside it, under
 * names of their own, those that were made while one lay there. No key takes another one's place: it may be the only one
 * that devices still know. Their owner's alone. Immutable.
 *
 * @param folder where
 */
record BackupFiles(Path folder) {
    private static final String STEM = "backup-ca";
    private static final String END = ".pem";

    static BackupFiles in(Path keys) {
        return new BackupFiles(keys.toAbsolutePath());
    }

    /** Where the next one is written if its owner took the one before away. */
    Path usual() {
        return folder.resolve(STEM + END);
    }

    /** Those that lie here, the usual one first. */
    List<Path> there() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isOne(String.valueOf(file.getFileName())))
                    .sorted(Comparator.comparing((Path file) -> !file.equals(usual()))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean isOne(String name) {
        return name.startsWith(STEM) && name.endsWith(END);
    }

    /**
     * Writes a key, on disk before it is there.
     *
     * @param ca whose key it is
     * @return where
     */
    Path write(Secret pem, KeyFingerprint ca) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path draft = Files.createTempFile(
                folder,
                STEM,
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
            Path path = Files.exists(usual(), LinkOption.NOFOLLOW_LINKS)
                    ? folder.resolve(STEM + "-" + ca.shortForm() + END)
                    : usual();
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
            return path;
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Files.deleteIfExists(draft);
        }
    }
}
