package org.ringback.updater.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a file as a whole or not at all, also if the power fails, for its owner alone; and reads one within a bound.
 * Stateless.
 */
public final class SafeFile {
    private SafeFile() {}

    /** What a file is to have, which is too long to be in memory. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out the file, which is closed afterwards
         * @throws IOException if it cannot be written
         */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Reads a file, which must be one: no link is followed, no folder and no device read.
     *
     * @param file the file
     * @param most how many bytes it may have
     * @return all of it; empty if there is none
     * @throws NotAcceptedException if it is something else, or longer; names it
     * @throws IOException if it cannot be read
     */
    public static Optional<byte[]> read(Path file, int most) throws IOException {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile()) {
                throw new NotAcceptedException(file + ": is a folder, a link or a device (expected: a file)");
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw new NotAcceptedException(
                            file + ": " + Files.size(file) + " bytes (expected: at most " + most + ")");
                }
                return Optional.of(bytes);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a file, and does not return before it is on the disk.
     *
     * @param file the file; one that is there is replaced
     * @param bytes all of it
     * @throws IOException if it cannot be written; what was there before stays
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(Map.of(file, bytes));
    }

    /**
     * Writes a file as it comes, and does not return before it is on the disk.
     *
     * @param file the file; one that is there is replaced
     * @param content writes it
     * @throws IOException if it cannot be written; what was there before stays
     */
    public static void write(Path file, Content content) throws IOException {
        Path part = part(file);
        try {
            create(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.toFile().getName() + ".part");
    }

    /**
     * Writes files of one folder; none takes its place before all are on the disk, then each in its turn.
     *
     * @param files their bytes, in the order in which they take their places
     * @throws IOException if one cannot be written; what was there before stays, unless the disk fails in the last step
     */
    static void write(Map<Path, byte[]> files) throws IOException {
        Map<Path, Path> parts = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, byte[]> one : files.entrySet()) {
                Path file = one.getKey();
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new NotAcceptedException(file + ": is a folder (expected: a file, or nothing)");
                }
                Path part = part(file);
                parts.put(file, part);
                create(part, out -> out.write(one.getValue()));
            }
        } catch (IOException e) {
            for (Path part : parts.values()) {
                Files.deleteIfExists(part);
            }
            throw e;
        }
        for (Map.Entry<Path, Path> one : parts.entrySet()) {
            Path file = one.getKey();
            Files.move(one.getValue(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file);
        }
    }

    private static void create(Path part, Content content) throws IOException {
        Files.deleteIfExists(part);
        try (FileChannel channel = FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream out = Channels.newOutputStream(channel)) {
            content.to(out);
            channel.force(true);
        }
    }

    /** Makes the name itself last. */
    private static void force(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
