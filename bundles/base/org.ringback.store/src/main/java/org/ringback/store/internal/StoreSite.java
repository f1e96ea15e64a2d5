package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Where a store is, and what it needs from outside. Immutable.
 *
 * @param medium does everything with files
 * @param places the paths of the files
 * @param random makes keys and nonces
 * @param clock the clock for copies and setbacks
 * @param recentSize size of the ring buffer of the latest commits, in bytes
 * @param background runs long work, such as copies
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
     * @return the site; no file is made yet
     * @throws IOException if the key would lie beside the data
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
                RecentCommits.SIZE,
                StoreSite::inBackground);
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "ringback-store-copy");
        thread.setDaemon(true);
        thread.start();
    }
}
