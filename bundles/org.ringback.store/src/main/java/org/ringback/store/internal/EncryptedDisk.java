package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.ringback.api.crypto.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data in one file, encrypted by MVStore (AES in XTS mode) under a key from another file. The encryption guards a
 * copied disk or backup; it does not notice tampering. Immutable.
 */
final class EncryptedDisk implements Disk {
    private static final Logger LOG = LoggerFactory.getLogger(EncryptedDisk.class);
    /** MVStore's, in bytes. */
    private static final int BLOCK = 4096;

    private final String name;
    private final Path file;
    private final Path keyFile;
    private final Secret key;

    EncryptedDisk(String name, Path file, Path keyFile, Secret key) {
        this.name = name;
        this.file = file;
        this.keyFile = keyFile;
        this.key = key;
    }

    /**
     * Prepares the directories and the key, which is made if there are no data yet.
     *
     * @param file the data
     * @param keyFile their key
     * @param random where a new key comes from
     * @return the disk
     * @throws IOException if the key does not qualify
     */
    static EncryptedDisk at(Path file, Path keyFile, RandomGenerator random) throws IOException {
        Path data = file.toAbsolutePath().normalize();
        Path keys = keyFile.toAbsolutePath().normalize();
        Path directory = Modes.directoryOf(data);
        if (keys.startsWith(directory)) {
            throw new IOException("key-file: " + keys + " (expected: a file outside of " + directory
                    + ", or a copy of the data takes the key along)");
        }
        Modes.makeDirectories(directory);
        Secret key = KeyFile.readOrCreate(keys, data, random);
        return new EncryptedDisk(data.toString(), data, keys, key);
    }

    @Override
    public MVStore open() throws IOException {
        if (Files.notExists(file)) {
            Modes.createPrivate(file);
        }
        cutTornBlock();
        // MVStore wipes the array that it is given
        char[] password = password();
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(name)
                    .encryptionKey(password)
                    .autoCommitDisabled()
                    // without a buffer size no memory pressure commits half a batch
                    .autoCommitBufferSize(0)
                    .open();
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            return store;
        } catch (MVStoreException e) {
            throw explained(e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /**
     * MVStore writes whole blocks, but a disk that gets full may take a part of one; and from a length that is no
     * multiple of the block, its encryption infers an end of the file that hides the last good commit.
     */
    private void cutTornBlock() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw inUse(null);
            }
            long whole = channel.size() / BLOCK * BLOCK;
            if (whole < channel.size()) {
                LOG.warn("store: {} ends in a torn block, as after a full disk: cut", file);
                channel.truncate(whole);
                channel.force(true);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(e);
        }
    }

    private IOException inUse(@Nullable Throwable cause) {
        return new IOException(
                "file: " + file + " is in use by another process (expected: one gateway for each home)", cause);
    }

    private char[] password() {
        byte[] bytes = key.copyBytes();
        char[] digits = new char[2 * bytes.length];
        HexFormat hex = HexFormat.of();
        for (int i = 0; i < bytes.length; i++) {
            digits[2 * i] = hex.toHighHexDigit(bytes[i]);
            digits[2 * i + 1] = hex.toLowHexDigit(bytes[i]);
        }
        Arrays.fill(bytes, (byte) 0);
        return digits;
    }

    private IOException explained(MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED ->
                new IOException(
                        "file: " + file + " is in use by another process (expected: one gateway for each home)", e);
            case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_UNSUPPORTED_FORMAT ->
                new IOException(
                        "key-file: " + keyFile + " does not open " + file
                                + " (expected: the key that it was written with; if it is that one, the file is damaged)",
                        e);
            default -> new IOException("file: " + file + " cannot be opened (expected: a file that can be written)", e);
        };
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
