package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file system of this machine. Stateless. */
final class FileSystemMedium implements Medium {
    @Override
    public String nameFor(Path file) {
        return file.toString();
    }

    @Override
    public void prepare(Path file) throws IOException {
        Modes.makeDirectories(Modes.directoryOf(file));
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        try {
            if (Files.notExists(file)) {
                Modes.createPrivate(file);
            }
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new IOException(
                    "file: " + file + " cannot be opened: " + why(e)
                            + " (expected: a file that this user may read and write, and room for it)",
                    e);
        }
    }

    private static String why(FileSystemException e) {
        return e instanceof AccessDeniedException
                ? "permission denied"
                : e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    @Override
    public long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw new IOException("file: " + to + " cannot be replaced: " + why(e) + " (expected: a file)", e);
        }
    }

    @Override
    public void keep(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // the file system has no hard links, or a directory is where the file should be
            move(from, to);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void sync(Path file) throws IOException {
        Modes.sync(Modes.directoryOf(file));
    }

    @Override
    public void requirePrivate(String field, Path file) throws IOException {
        Modes.requirePrivate(field, file);
    }
}
