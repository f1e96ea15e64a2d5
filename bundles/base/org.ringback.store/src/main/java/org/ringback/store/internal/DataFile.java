package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The tables in one file, encrypted by MVStore (AES in XTS mode). The encryption protects a copied disk or backup;
 * {@link ContentSum} checks what is in the file. Immutable.
 */
final class DataFile {
    /** Bytes of one block of MVStore's. */
    private static final int BLOCK = 4096;
    /** Bytes of the shortest file: the salt's block and two blocks of MVStore's header. */
    private static final long LEAST = 3L * BLOCK;
    /**
     * How many commits must follow before space that a commit freed is used again: a disk may lose the latest commits,
     * and the last one that is left must still be whole.
     */
    static final int KEPT_COMMITS = 24;

    /** A small cache is enough: whoever reads a table keeps what it needs of it, and a write touches few pages. */
    private static final int CACHE_MEGABYTES = 2;

    private final Medium medium;
    private final Path file;
    private final Path keyFile;
    private final Keys keys;

    DataFile(Medium medium, Path file, Path keyFile, Keys keys) {
        this.medium = medium;
        this.file = file;
        this.keyFile = keyFile;
        this.keys = keys;
    }

    static MVMap<String, byte[]> table(MVStore data, String name) {
        return data.openMap(
                name,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** Copies the records after a key, until they are {@code bytes} long together or the table ends. */
    static SortedMap<String, byte[]> copy(MVStore data, String name, String after, int bytes) {
        SortedMap<String, byte[]> copy = new TreeMap<>();
        if (!data.hasMap(name)) {
            return copy;
        }
        Cursor<String, byte[]> records = table(data, name).cursor(after);
        int length = 0;
        while (length < bytes && records.hasNext()) {
            String key = records.next();
            if (!key.equals(after)) {
                byte[] value = records.getValue().clone();
                copy.put(key, value);
                length += key.length() + value.length;
            }
        }
        return copy;
    }

    /**
     * Opens existing data, and locks them against other processes. Writes nothing unless the last block is torn.
     *
     * @throws IOException if there are no data, or they cannot be opened
     */
    MVStore open() throws IOException {
        long size = medium.size(file);
        if (size < LEAST) {
            throw new IOException(
                    "file: " + file + (medium.exists(file) ? " has only " + size + " bytes" : " is missing")
                            + ", but its key is there");
        }
        byte[] torn = cutTornBlock();
        try {
            return openOrMake();
        } catch (IOException e) {
            putBack(torn);
            throw e;
        }
    }

    /** Opens data, and makes empty ones if there are none. */
    MVStore openOrMake() throws IOException {
        medium.open(file).close();
        // MVStore wipes the array that it is given
        char[] password = keys.password();
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(medium.nameFor(file))
                    .encryptionKey(password)
                    .autoCommitDisabled()
                    // with 0, MVStore never commits by itself in the middle of a batch
                    .autoCommitBufferSize(0)
                    .cacheSize(CACHE_MEGABYTES)
                    .open();
            store.setRetentionTime(0);
            store.setVersionsToKeep(KEPT_COMMITS);
            return store;
        } catch (MVStoreException e) {
            throw explained(e);
        } catch (AssertionError e) {
            // with assertions enabled, MVStore fails one for damaged data
            throw unreadable(e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /**
     * Cuts a last block that is not whole, as a disk leaves it that gets full. MVStore's encryption would take the odd
     * length for an earlier end of the file, and miss the last good commit.
     */
    private byte[] cutTornBlock() throws IOException {
        try (FileChannel channel = medium.open(file);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw inUse(null);
            }
            long whole = channel.size() / BLOCK * BLOCK;
            byte[] torn = Bytes.read(channel, whole, BLOCK);
            if (torn.length > 0) {
                channel.truncate(whole);
                channel.force(true);
            }
            return torn;
        } catch (OverlappingFileLockException e) {
            throw inUse(e);
        }
    }

    /** Puts the torn block back: data that are refused stay as they were. */
    private void putBack(byte[] torn) throws IOException {
        if (torn.length > 0) {
            try (FileChannel channel = medium.open(file)) {
                Bytes.write(channel, ByteBuffer.wrap(torn), channel.size());
            }
        }
    }

    private IOException inUse(@Nullable Throwable cause) {
        return new StoreRefusal(
                "file: " + file + " is in use by another process (expected: one process for one home)", cause);
    }

    private IOException explained(MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED -> inUse(e);
            case DataUtils.ERROR_WRITING_FAILED ->
                new IOException("file: " + file + " cannot be opened (expected: a file that can be written)", e);
            default -> unreadable(e);
        };
    }

    private IOException unreadable(Throwable e) {
        return new IOException(
                "key-file: " + keyFile + " does not open " + file
                        + " (expected: the key that it was written with; if it is that one, the file is damaged)",
                e);
    }

    /** {@return whether the file ends within a block, as after a full disk: {@link #open} cuts that off} */
    boolean torn() throws IOException {
        return medium.size(file) % BLOCK != 0;
    }

    /**
     * Reads all records.
     *
     * @return the sum over them
     * @throws IOException if they cannot all be read
     */
    ContentSum content(MVStore data) throws IOException {
        ContentSum content = new ContentSum(keys);
        try {
            for (String name : data.getMapNames()) {
                if (!name.equals(CommitStamp.TABLE)) {
                    table(data, name).forEach((key, value) -> content.add(name, key, value));
                }
            }
        } catch (RuntimeException e) {
            // from changed bytes MVStore may throw anything
            throw new IOException("file: " + file + " is damaged: " + e.getMessage(), e);
        }
        return content;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
