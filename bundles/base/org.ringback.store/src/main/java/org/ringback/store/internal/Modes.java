package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Makes files and directories that only their owner may use, on file systems that have POSIX modes. Stateless. */
final class Modes {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final String DIRECTORY = "rwx------";
    private static final String FILE = "rw-------";

    private Modes() {}

    static Path directoryOf(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException("file: " + file + " (expected: a file in a directory)");
        }
        return directory;
    }

    /** Makes missing directories with mode 0700; existing ones stay as they are. */
    static void makeDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(directory, DIRECTORY));
    }

    /** Makes an empty file of mode 0600, unless another process just did. */
    static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException e) {
            // fine: somebody made it since the check
        }
    }

    /** Makes an empty file of mode 0600 with a unique name. */
    static Path createPrivateTemporary(Path directory) throws IOException {
        return Files.createTempFile(directory, "new", ".tmp", attributes(directory, FILE));
    }

    /** Throws if others than a file's owner may read or write it. */
    static void requirePrivate(String field, Path file) throws IOException {
        if (!knowsModes(file)) {
            return;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!OWNERS.containsAll(mode)) {
            throw new IOException(field + ": " + file + " has mode " + PosixFilePermissions.toString(mode)
                    + " (expected: " + FILE + ", for its owner alone; chmod 600, and if others could read it, "
                    + "take its content for known)");
        }
    }

    /**
     * Removes the permissions of others than a file's owner. That is enough, as the content is sealed: others could not
     * read it, and a change of theirs is detected.
     *
     * @return whether others had any permission
     */
    static boolean tighten(Path file) throws IOException {
        if (!knowsModes(file) || Files.notExists(file)) {
            return false;
        }
        Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(file));
        boolean open = mode.retainAll(OWNERS);
        if (open) {
            Files.setPosixFilePermissions(file, mode);
        }
        return open;
    }

    /** Flushes new names in a directory to disk. */
    static void sync(Path directory) throws IOException {
        if (knowsModes(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String mode) {
        return knowsModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
