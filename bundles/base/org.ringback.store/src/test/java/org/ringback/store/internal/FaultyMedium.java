package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;

/** Files of which MVStore's lie on a disk that can be full ({@link FaultyFiles}), and so do all others. */
final class FaultyMedium implements Medium {
    private final Medium disk = new FileSystemMedium();

    @Override
    public String nameFor(Path file) {
        return FaultyFiles.SCHEME + ":" + file;
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        disk.open(file).close();
        return FilePath.get(nameFor(file)).open("rw");
    }

    @Override
    public void prepare(Path file) throws IOException {
        disk.prepare(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void keep(Path from, Path to) throws IOException {
        disk.keep(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void sync(Path file) throws IOException {
        disk.sync(file);
    }

    @Override
    public void requirePrivate(String field, Path file) throws IOException {
        disk.requirePrivate(field, file);
    }
}
