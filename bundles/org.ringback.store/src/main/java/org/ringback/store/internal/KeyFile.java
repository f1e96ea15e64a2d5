package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.ringback.api.crypto.Secret;

/** The key of the data: 32 random bytes in a file of its own. Stateless. */
final class KeyFile {
    static final int LENGTH = 32;

    private KeyFile() {}

    /**
     * Reads the key; makes one if there is neither key nor data.
     *
     * @param file the key's file
     * @param data the file that it encrypts
     * @param random where a new key comes from
     * @return the key
     * @throws IOException if the file does not qualify
     */
    static Secret readOrCreate(Path file, Path data, RandomGenerator random) throws IOException {
        if (Files.notExists(file)) {
            if (Files.exists(data) && Files.size(data) > 0) {
                throw new IOException("key-file: " + file + " is missing, but there are data in " + data
                        + " (expected: the key that they were written with, from a backup)");
            }
            create(file, random);
        }
        return read(file);
    }

    private static Secret read(Path file) throws IOException {
        Modes.requirePrivate("key-file", file);
        long size = Files.size(file);
        if (!Files.isRegularFile(file) || size != LENGTH) {
            throw new IOException("key-file: " + file + " has " + size + " bytes (expected: a file of " + LENGTH + ")");
        }
        byte[] bytes = Files.readAllBytes(file);
        Secret key = Secret.copyOf(bytes);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    /** The name appears when the bytes are on disk, and never takes the place of another key. */
    private static void create(Path file, RandomGenerator random) throws IOException {
        Path directory = Modes.directoryOf(file);
        Modes.makeDirectories(directory);
        Path fresh = Modes.createPrivateTemporary(directory);
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // fine: a process that started beside this one made it
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Files.delete(fresh);
        }
        Modes.sync(directory);
    }
}
