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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code keys/backup-ca.pem}, the backup CA's private key, until its owner takes it off this machine; and beside it, under
 * names of their own, those that were made while one lay there. No key takes another one's place: it may be the only one
 * that devices still know. Their owner's alone. Immutable.
 *
 * @param folder where
 */
record BackupFiles(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(BackupFiles.class);
    private static final String STEM = "backup-ca";
    private static final String END = ".pem";
    private static final String DRAFT = ".new";

    static BackupFiles in(Path keys) {
        return new BackupFiles(keys.toAbsolutePath());
    }

    /** Where the next one is written if its owner took the one before away. */
    Path usual() {
        return folder.resolve(STEM + END);
    }

    /** Those that lie here, the usual one first. */
    List<Path> there() {
        return all(END);
    }

    private List<Path> all(String end) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isOne(String.valueOf(file.getFileName()), end))
                    .sorted(Comparator.comparing((Path file) -> !file.equals(usual()))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean isOne(String name, String end) {
        return name.startsWith(STEM) && name.endsWith(end);
    }

    /**
     * Writes a key whose CA stands in no record yet, on disk: it is lost if it is cut off here, and nobody knows it.
     *
     * @param ca whose key it is
     */
    void draft(Secret pem, KeyFingerprint ca) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path draft = draft(ca);
        byte[] bytes = pem.copyBytes();
        try (FileChannel file = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                file.write(left);
            }
            file.force(true);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        forceNames();
    }

    private Path draft(KeyFingerprint ca) {
        return folder.resolve(STEM + "-" + ca + DRAFT);
    }

    /** The record of that CA is on disk: {@return where its key lies now}; as a draft until the next start if that fails */
    Path settle(KeyFingerprint ca) {
        Path path = Files.exists(usual(), LinkOption.NOFOLLOW_LINKS)
                ? folder.resolve(STEM + "-" + ca.shortForm() + END)
                : usual();
        try {
            Files.move(draft(ca), path, StandardCopyOption.ATOMIC_MOVE);
            forceNames();
            return path;
        } catch (IOException e) {
            LOG.warn("the backup CA's key at {} cannot be named {}", draft(ca), path, e);
            return Files.exists(draft(ca)) ? draft(ca) : path;
        }
    }

    /**
     * What was cut off: a key whose CA made it into the record is settled, of any other one nobody knows the CA.
     *
     * @param recorded the backup CA in the record on disk
     */
    void tidy(Optional<KeyFingerprint> recorded) throws IOException {
        Optional<Path> known = recorded.map(this::draft);
        for (Path draft : all(DRAFT)) {
            if (known.equals(Optional.of(draft))) {
                settle(recorded.get());
            } else {
                Files.deleteIfExists(draft);
            }
        }
    }

    private void forceNames() throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
