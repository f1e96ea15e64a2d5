package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.ringback.runtime.build.ReleaseWriter;
import org.ringback.updater.release.SigningKey;

/**
 * A copy of this installation whose bundles are signed by a key of its own: so what a soak updates them with is trusted by
 * its own homes and by nobody else. Immutable.
 *
 * @param copy where it is
 * @param key signs its bundles, and releases for it
 */
record SoakInstallation(Installation copy, SigningKey key) {
    private static final List<String> FOLDERS = List.of("bin", "bundles", "config", "features");

    static SoakInstallation make(Installation original, Path folder) throws Failure {
        Installation copy = new Installation(folder.resolve("installation"));
        try {
            for (String name : FOLDERS) {
                copy(original.root().resolve(name), copy.root().resolve(name));
            }
            SigningKey key = SigningKey.make(folder.resolve("soak.key"), List.of("*"), false);
            ReleaseWriter.write(
                    copy.bundles(),
                    copy.featureFolder(),
                    copy.productKeyFile(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    key);
            return new SoakInstallation(copy, key);
        } catch (IOException e) {
            throw new Failure("soak: the installation cannot be copied to " + copy.root() + ": " + Cause.of(e), e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
