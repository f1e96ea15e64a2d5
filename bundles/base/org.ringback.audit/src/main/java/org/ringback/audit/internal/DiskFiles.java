package org.ringback.audit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this machine, for their owner alone; follows no link. Immutable. */
record DiskFiles(Path state) implements AuditFiles {
    /** No file of the log is longer: it would fill the memory. */
    private static final int MOST = 64 << 20;

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> files = Files.list(state.resolve(folder))) {
            return files.map(file -> file.toFile().getName()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Path file = state.resolve(name);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new IOException(file + ": is longer than " + MOST + " bytes (expected: a file of the log)");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            throw named(file, e);
        }
    }

    @Override
    public void append(String name, long length, byte[] bytes) throws IOException {
        Path file = state.resolve(name);
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            if (out.size() != length) {
                throw new ChangedFileException(
                        file + ": has " + out.size() + " bytes (expected: " + length + ", as it was left)");
            }
            write(out, bytes);
        } catch (NoSuchFileException e) {
            throw missing(file, e);
        } catch (FileSystemException e) {
            throw named(file, e);
        }
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        Path file = state.resolve(name);
        Path part = state.resolve(name + ".part");
        try {
            Files.createDirectories(
                    folder(file), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(part);
            try (FileChannel out = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(OWNERS))) {
                write(out, bytes);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(file);
        } catch (FileSystemException e) {
            throw named(file, e);
        }
    }

    @Override
    public void cut(String name, long length) throws IOException {
        Path file = state.resolve(name);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            out.truncate(length);
            out.force(true);
        } catch (NoSuchFileException e) {
            throw missing(file, e);
        } catch (FileSystemException e) {
            throw named(file, e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Path file = state.resolve(name);
        try {
            if (Files.deleteIfExists(file)) {
                sync(file);
            }
        } catch (FileSystemException e) {
            throw named(file, e);
        }
    }

    @Override
    public boolean tighten(String name) throws IOException {
        Path file = state.resolve(name);
        Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        boolean open = mode.retainAll(OWNERS);
        if (open) {
            Files.setPosixFilePermissions(file, mode);
        }
        return open;
    }

    private static void write(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            out.write(left);
        }
        out.force(true);
    }

    /** Makes a name, or that it is gone, last. */
    private static void sync(Path file) throws IOException {
        try (FileChannel names = FileChannel.open(folder(file), StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " (expected: a file in a folder)");
        }
        return folder;
    }

    private static IOException missing(Path file, NoSuchFileException e) {
        ChangedFileException missing = new ChangedFileException(file + ": is missing");
        missing.initCause(e);
        return missing;
    }

    /** The JDK has a message that is no more than the path, and says the rest by the type. */
    private static IOException named(Path file, FileSystemException e) {
        String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return new IOException(file + ": " + why, e);
    }
}
