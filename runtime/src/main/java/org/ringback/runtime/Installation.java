package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The unpacked gateway: {@code bin/ bundles/ features/ config/}. Immutable.
 *
 * @param root its folder
 */
record Installation(Path root) {
    /** System property set by {@code bin/ringback}. */
    static final String PROPERTY = "ringback.install";

    static Installation here() throws Failure {
        String root = System.getProperty(PROPERTY);
        if (root == null || !Files.isDirectory(Path.of(root, "features"))) {
            throw new Failure("system property " + PROPERTY + ": " + root
                    + " (expected: the folder that holds bin, bundles, features and config; start bin/ringback)");
        }
        return new Installation(Path.of(root).toAbsolutePath().normalize());
    }

    Path featureFolder() {
        return root.resolve("features");
    }

    Feature feature(String name) throws Failure {
        Path file = featureFolder().resolve(name + ".json");
        if (!name.matches("[a-z0-9-]+") || !Files.isRegularFile(file)) {
            throw Failure.usage("--feature: " + name + " (expected: one of " + String.join(", ", features()) + ")");
        }
        return Feature.read(file);
    }

    List<String> features() throws Failure {
        try (Stream<Path> files = Files.list(featureFolder())) {
            return files.map(file -> file.toFile().getName())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure("features: cannot be listed in " + root + ": " + e.getMessage(), e);
        }
    }

    Path bundles() {
        return root.resolve("bundles");
    }

    Path productKeyFile() {
        return root.resolve("bin").resolve("lib").resolve("product.key");
    }

    /** {@return the text of the file with the key that its bundles are signed with} */
    String productKey() throws Failure {
        Path file = productKeyFile();
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.notStarted(
                    file + ": cannot be read: " + Cause.of(e) + " (expected: a whole installation; unpack it anew)");
        }
    }

    Path config() {
        return root.resolve("config");
    }

    Path program() {
        return root.resolve("bin").resolve("ringback");
    }
}
