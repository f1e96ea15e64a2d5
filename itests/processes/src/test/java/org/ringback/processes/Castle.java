package org.ringback.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringback.kit.Program;
import org.ringback.runtime.build.ReleaseWriter;
import org.ringback.updater.release.SigningKey;

/**
 * A version of Bouncy Castle, its four bundles and both of ours that are built for it. Immutable.
 *
 * @param version as {@code 1.83}
 * @param folder has the four jars, wherever below it
 * @param unknown a line of {@code TlsEngines} that it has no method for; else empty
 */
record Castle(String version, Path folder, String unknown) {
    private static final String MADE = "2026-11-29T15:00:00Z";
    private static final List<String> PARTS = List.of("bcprov", "bcutil", "bcpkix", "bctls");
    private static final List<String> OURS = List.of("org.ringback.crypto", "org.ringback.crypto.certificatefirst");

    /** The one that the product has. */
    static Castle product() {
        return new Castle(System.getProperty("bouncycastle.version"), root().resolve("bundles/org/bouncycastle"), "");
    }

    /** The one before that. */
    static Castle before() {
        return new Castle(
                System.getProperty("bouncycastle.before"),
                Path.of("target/bouncycastle"),
                "parameters.setEarlyKeyShares(new String[] {groups[0]});");
    }

    private static Path root() {
        return Program.ringback().toAbsolutePath().getParent().getParent();
    }

    private String file(String part) {
        return part + "-jdk18on-" + version + ".jar";
    }

    private Path jar(String part) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.endsWith(file(part))).findFirst().orElseThrow();
        }
    }

    /** The four. */
    List<byte[]> four() throws IOException {
        List<byte[]> jars = new ArrayList<>();
        for (String part : PARTS) {
            jars.add(Files.readAllBytes(jar(part)));
        }
        return jars;
    }

    /** Ours, with this version, which can be wired to nothing but the four. */
    List<byte[]> ours(String stamp) throws IOException {
        List<byte[]> jars = new ArrayList<>();
        for (String name : OURS) {
            jars.add(Stamped.builtFor(version, classes(name), name, stamp));
        }
        return jars;
    }

    private Map<String, byte[]> classes(String bundle) throws IOException {
        if (unknown.isEmpty() || !bundle.equals(OURS.get(0))) {
            return Map.of();
        }
        return Compiled.changed(bundle, bundle + ".internal.TlsEngines", unknown, ";", jar("bcprov"), jar("bctls"));
    }

    /**
     * An installation as the assembled one, but with this Bouncy Castle.
     *
     * @param to is made
     * @param key made for it, beside which its public half is: its bundles are listed and signed anew
     * @return its program
     */
    Path installation(Path to, Path key) throws IOException {
        Castle other = product();
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(root().relativize(file)
                                .toString()
                                .replace("jdk18on/" + other.version, "jdk18on/" + version)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Path bundles = to.resolve("bundles");
        for (String part : PARTS) {
            Path place = bundles.resolve("org/bouncycastle/" + part + "-jdk18on/" + version);
            Files.delete(place.resolve(other.file(part)));
            Files.copy(jar(part), place.resolve(file(part)));
        }
        for (int at = 0; at < OURS.size(); at++) {
            Path original = root().relativize(Stamped.original(OURS.get(at)));
            Files.write(to.resolve(original), ours("0.1.0.SNAPSHOT").get(at));
        }
        Path features = to.resolve("features");
        Files.delete(features.resolve("README.md"));
        try (Stream<Path> files = Files.list(features)) {
            for (Path file : files.toList()) {
                Files.writeString(
                        file, Files.readString(file).replace("-jdk18on:" + other.version, "-jdk18on:" + version));
            }
        }
        SigningKey.make(key, List.of("*"), true);
        ReleaseWriter.main(new String[] {
            bundles.toString(),
            features.toString(),
            to.resolve("bin/lib/product.key").toString(),
            MADE,
            key.toString(),
            "trial"
        });
        return to.resolve("bin/ringback");
    }
}
