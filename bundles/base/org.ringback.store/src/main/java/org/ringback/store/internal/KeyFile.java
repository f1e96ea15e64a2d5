package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.ringback.api.Secret;

/**
 * The key of the data: 32 random bytes in a file of its own. The first start gives the file its name last, once the
 * data exist: so a key without data means damage, never an interrupted first start. Stateless.
 */
final class KeyFile {
    static final int LENGTH = 32;

    private KeyFile() {}

    /** {@return the key, which must exist} */
    static Secret read(Medium medium, Path file) throws IOException {
        medium.requirePrivate("key-file", file);
        long size = medium.size(file);
        if (size != LENGTH) {
            throw new IOException("key-file: " + file + " has " + size + " bytes (expected: a file of " + LENGTH + ")");
        }
        try (FileChannel channel = medium.open(file)) {
            byte[] bytes = Bytes.read(channel, 0, LENGTH);
            Secret key = Secret.copyOf(bytes);
            Arrays.fill(bytes, (byte) 0);
            return key;
        }
    }

    /** Makes a key, under a temporary name until {@link #publish}. */
    static Secret create(StoreSite site) throws IOException {
        Medium medium = site.medium();
        Path fresh = site.places().freshKey();
        medium.prepare(fresh);
        Secret key = Secret.random(site.random(), LENGTH);
        byte[] bytes = key.copyBytes();
        try (FileChannel channel = medium.open(fresh)) {
            // a disk may lose its latest writes, but must not lose the key and keep the data that are written next
            for (int i = 0; i <= Journal.SETTLE; i++) {
                Bytes.write(channel, ByteBuffer.wrap(bytes), 0);
                channel.force(true);
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        medium.sync(fresh);
        return key;
    }

    /** Gives the key its name, once the data exist. */
    static void publish(StoreSite site) throws IOException {
        site.medium().move(site.places().freshKey(), site.places().keyFile());
        site.medium().sync(site.places().keyFile());
    }
}
