package org.ringback.runtime.build;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.InstalledRelease;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/** Lists and signs the bundles of the assembled installation, and writes the key beside the launcher. */
public final class ReleaseWriter {
    /** Number of parts of {@code group:artifact:version}; two more if there are type and classifier. */
    private static final int PLAIN = 3;

    private ReleaseWriter() {}

    /**
     * Writes both.
     *
     * @param args repository folder, folder of the features, file for the public key, time of the build, file of the signing key (or
     *     {@code trial}: the person's own for trials, made at the first build), and {@code release} if it must not be one for trials
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path repository = Path.of(args[0]);
        SigningKey key = args[4].equals("trial") ? trial() : SigningKey.read(Path.of(args[4]));
        if (args[5].equals("release") && key.trusted().trial()) {
            throw new IllegalStateException(
                    "ringback.key: " + args[4] + " is a key for trials (expected: the product's own)");
        }
        write(repository, Path.of(args[1]), Path.of(args[2]), Instant.parse(args[3]), key);
    }

    /**
     * Writes both.
     *
     * @param repository folder with the bundles, which gets the list
     * @param features folder of the features, which say which of them are listed
     * @param publicKey file for the public key
     * @param made time of the list, whole seconds
     * @param key signs the list
     * @throws IOException if a file cannot be read or written
     */
    public static void write(Path repository, Path features, Path publicKey, Instant made, SigningKey key)
            throws IOException {
        List<BundleEntry> bundles = new ArrayList<>();
        for (Path jar : jars(features, repository)) {
            bundles.add(JarName.entry(Files.readAllBytes(jar)));
        }
        ReleaseList list = new ReleaseList(made.getEpochSecond(), made, ReleaseList.Kind.ORDINARY, bundles);
        Files.write(repository.resolve(InstalledRelease.LIST), key.sign(list).bytes());
        Files.writeString(publicKey, key.trusted().text());
    }

    /** The jars that at least one feature has. */
    private static Set<Path> jars(Path features, Path repository) throws IOException {
        Set<Path> jars = new TreeSet<>();
        try (Stream<Path> files = Files.list(features)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                JSONArray bundles = new JSONObject(Files.readString(file)).getJSONArray("bundles");
                for (int at = 0; at < bundles.length(); at++) {
                    jars.add(jar(repository, bundles.getJSONObject(at).getString("id")));
                }
            }
        }
        return jars;
    }

    /** The jar of group:artifact[:jar:classifier]:version, as {@link FeatureWriter} writes it. */
    private static Path jar(Path repository, String id) {
        String[] parts = id.split(":", -1);
        String jarVersion = parts[parts.length - 1];
        String classifier = parts.length > PLAIN ? "-" + parts[PLAIN] : "";
        return repository
                .resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(jarVersion)
                .resolve(parts[1] + "-" + jarVersion + classifier + ".jar");
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
