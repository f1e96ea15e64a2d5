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
 * The files of backup CAs' private keys: {@code keys/backup-ca.pem}, until its owner takes it off this machine; and
 * beside it, under other names, those that were made while it was still there. No key replaces another, which may be
 * the only one that devices still trust. Accessible to their owner alone. Immutable.
 *
 * @param folder the folder of the files
 */
record BackupFiles(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(BackupFiles.class);
    private static final String STEM = "backup-ca";
    private static final String END = ".pem";
    private static final String DRAFT = ".new";

    static BackupFiles in(Path keys) {
        return new BackupFiles(keys.toAbsolutePath());
    }

    /** The path of the next key if the owner took the one before away. */
    Path usual() {
        return folder.resolve(STEM + END);
    }

    /** The existing files, the usual one first. */
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
     * Writes a key as a draft, whose CA is in no record yet: if the process ends now, nobody needs the key.
     *
     * @param ca the CA of the key
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

    /**
     * Gives a draft its name, as the record of its CA is on disk; {@return the key's path now}, which stays the draft's
     * if that fails
     */
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
