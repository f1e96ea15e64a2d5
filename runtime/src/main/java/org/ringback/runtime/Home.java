package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one gateway's own: {@code config/ data/ keys/ run/ log/ cache/}. Immutable.
 *
 * @param root the folder
 */
record Home(Path root) {
    private static final String SUFFIX = ".cfg";

    /** Longest path of a Unix-domain socket on Linux, without the terminating zero (unix(7)). */
    private static final int MAX_SOCKET_PATH = 107;

    static Home at(Path path) throws Failure {
        Home home = new Home(path.toAbsolutePath().normalize());
        int length = home.shellSocket().toString().length();
        if (length > MAX_SOCKET_PATH) {
            throw new Failure("--home: " + path + " is too long: its shell socket has a path of " + length
                    + " characters (expected: at most " + MAX_SOCKET_PATH + "); choose a shorter one");
        }
        return home;
    }

    /** Makes the folders, for the owner alone, and copies configuration templates that are not there yet. */
    void prepare(Installation installation, Feature feature) throws Failure {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (String folder : List.of("config", "data", "keys", "run", "log", "cache")) {
                Files.createDirectories(
                        root.resolve(folder),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (Stream<Path> templates = Files.list(installation.config())) {
                for (Path template : templates.toList()) {
                    copy(template, feature);
                }
            }
        } catch (IOException e) {
            throw new Failure(
                    "--home: " + root + " cannot be prepared: " + e + " (expected: a folder you may write)", e);
        }
    }

    private void copy(Path template, Feature feature) throws IOException {
        String name = template.toFile().getName();
        Path target = root.resolve("config").resolve(name);
        String pid = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
        boolean ours = !pid.startsWith("org.ringback.") || feature.has(pid);
        if (ours && !name.endsWith(".md") && !Files.exists(target)) {
            // File Install must never see half a file.
            Path part = root.resolve("run").resolve(name + ".part");
            Files.copy(template, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path config() {
        return root.resolve("config");
    }

    Path cache() {
        return root.resolve("cache");
    }

    Path log() {
        return root.resolve("log");
    }

    Path lock() {
        return root.resolve("run").resolve("lock");
    }

    Path shellSocket() {
        return root.resolve("run").resolve("shell.sock");
    }
}
