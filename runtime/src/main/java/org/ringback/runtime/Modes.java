package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the folders of a home accessible to their owner alone. Closes one that others could only read; refuses one that
 * others could write, as its files may be theirs. Stateless.
 */
final class Modes {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private Modes() {}

    /**
     * Makes a folder, or makes sure that only its owner may use it.
     *
     * @throws Failure if others could write into it
     */
    static void own(String option, Path folder) throws IOException, Failure {
        Set<PosixFilePermission> mode = made(folder);
        if (WRITE.stream().anyMatch(mode::contains) && !empty(folder)) {
            throw new Failure(option + ": " + folder + " has mode " + PosixFilePermissions.toString(mode)
                    + ": others may write it (expected: rwx------; look whether all in it is yours, then "
                    + Called.line("chmod", "-R", "go-rwx", folder) + ")");
        }
        tighten(folder);
    }

    /** Makes a folder, or closes it to others, whatever is in it. */
    static void tighten(Path folder) throws IOException {
        Set<PosixFilePermission> mode = made(folder);
        if (!OWNERS.containsAll(mode)) {
            mode.retainAll(OWNERS);
            Files.setPosixFilePermissions(folder, mode);
        }
    }

    private static Set<PosixFilePermission> made(Path folder) throws IOException {
        FileAttribute<Set<PosixFilePermission>> own = PosixFilePermissions.asFileAttribute(OWNERS);
        Files.createDirectories(folder, own);
        if (!Files.isDirectory(folder)) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class); // nobody may do anything with some
        mode.addAll(Files.getPosixFilePermissions(folder));
        return mode;
    }

    private static boolean empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
