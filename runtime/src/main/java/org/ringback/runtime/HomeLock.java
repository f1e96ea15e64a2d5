package org.ringback.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** One process for one home: two would fight for its store, its shell socket and its cache. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes a home, or says that a process has it. */
    static HomeLock take(Home home) throws Failure {
        try {
            FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return new HomeLock(channel);
                }
            } catch (OverlappingFileLockException e) {
                // a program in this very process has it
            }
            channel.close();
        } catch (IOException e) {
            throw new Failure("--home: " + home.root() + ": its lock: " + e.getMessage(), e);
        }
        throw new Failure("--home: " + home.root()
                + " is in use by a running process (expected: one process for one home); stop it, or choose another");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
