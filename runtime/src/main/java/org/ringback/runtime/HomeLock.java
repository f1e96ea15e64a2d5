package org.ringback.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file lock that allows a home one process: two would fight for its store, its shell socket and its cache. */
final class HomeLock implements AutoCloseable {
    private final @Nullable FileChannel channel;

    private HomeLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /** Locks a home, or fails because a process has it. */
    static HomeLock take(Home home) throws Failure {
        try {
            FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return new HomeLock(channel);
                }
            } catch (OverlappingFileLockException e) {
                // a program in this process has it
            }
            channel.close();
        } catch (IOException e) {
            throw unusable(home, e);
        }
        throw new HomeInUse(home);
    }

    /** Takes a shared lock, for reading only: fails if a process has the home, and does not exclude other readers. */
    static HomeLock look(Home home) throws Failure {
        if (!Files.exists(home.lock())) {
            return new HomeLock(null);
        }
        try {
            FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.READ);
            try {
                if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
                    return new HomeLock(channel);
                }
            } catch (OverlappingFileLockException e) {
                // a program in this process has it
            }
            channel.close();
        } catch (IOException e) {
            throw unusable(home, e);
        }
        throw new HomeInUse(home);
    }

    /** The failure if the lock file cannot be used, for example on a full or read-only disk. */
    private static Failure unusable(Home home, IOException e) {
        return new Failure(
                "--home: " + home.root() + " cannot be used: " + Cause.of(e) + " (expected: a folder you may write)",
                e);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
