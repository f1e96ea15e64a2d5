package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Where a store is, and what it is given. Immutable.
 *
 * @param medium the files
 * @param places where they are
 * @param random where keys and nonces come from
 * @param clock when it is
 * @param recentSize how much of the latest commits is kept, in bytes
 * @param background runs what takes long
 */
record StoreSite(
        Medium medium,
        Places places,
        RandomGenerator random,
        InstantSource clock,
        int recentSize,
        Executor background) {
    /**
     * A store on this machine's disk.
     *
     * @param file the data
     * @param keyFile their key
     * @return the site; nothing is made yet
     * @throws IOException if the two do not go together
     */
    static StoreSite at(Path file, Path keyFile) throws IOException {
        return at(Places.of(file, keyFile));
    }

    static StoreSite at(Places places) {
        return new StoreSite(
                new FileSystemMedium(),
                places,
                new SecureRandom(),
                InstantSource.system(),
                Recent.SIZE,
                StoreSite::inBackground);
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "ringback-store-copy");
        thread.setDaemon(true);
        thread.start();
    }
}
