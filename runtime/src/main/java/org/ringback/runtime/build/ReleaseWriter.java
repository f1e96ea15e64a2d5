package org.ringback.runtime.build;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.InstalledRelease;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/** Lists and signs the bundles of the assembled installation, and writes the key beside the launcher. */
public final class ReleaseWriter {
    private ReleaseWriter() {}

    /**
     * Writes both.
     *
     * @param args repository folder, file for the public key, time of the build, file of the signing key (or
     *     {@code trial}: the person's own for trials, made at the first build), and {@code release} if it must not be one for trials
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path repository = Path.of(args[0]);
        SigningKey key = args[3].equals("trial") ? trial() : SigningKey.read(Path.of(args[3]));
        if (args[4].equals("release") && key.trusted().trial()) {
            throw new IllegalStateException(
                    "ringback.key: " + args[3] + " is a key for trials (expected: the product's own)");
        }
        Instant made = Instant.parse(args[2]);
        List<BundleEntry> bundles = new ArrayList<>();
        try (Stream<Path> files = Files.walk(repository)) {
            for (Path jar : files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                bundles.add(JarName.entry(Files.readAllBytes(jar)));
            }
        }
        ReleaseList list = new ReleaseList(made.getEpochSecond(), made, ReleaseList.Kind.ORDINARY, bundles);
        Files.write(repository.resolve(InstalledRelease.LIST), key.sign(list).bytes());
        Files.writeString(Path.of(args[1]), key.trusted().text());
    }

    private static SigningKey trial() throws IOException {
        Path file = Path.of(System.getProperty("user.home"), ".ringback", "trial.key");
        if (!Files.exists(file)) {
            try {
                return SigningKey.make(file, List.of("*"), true);
            } catch (FileAlreadyExistsException e) {
                return SigningKey.read(file); // another build made it at the same moment
            }
        }
        return SigningKey.read(file);
    }
}
