package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The machine's own files. Stateless. */
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
        if (Files.notExists(file)) {
            Modes.createPrivate(file);
        }
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
