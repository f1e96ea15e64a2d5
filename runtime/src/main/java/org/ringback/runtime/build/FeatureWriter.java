package org.ringback.runtime.build;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code -runbundles} of resolved {@code .bndrun} files and writes each as OSGi Feature JSON (OSGi Compendium
 * 8, chapter 159), with the bundles' Maven coordinates from the repository folder.
 */
public final class FeatureWriter {
    private final Map<String, String> coordinates;
    private final String version;

    private FeatureWriter(Map<String, String> coordinates, String version) {
        this.coordinates = coordinates;
        this.version = version;
    }

    /**
     * Writes every feature.
     *
     * @param args folder of resolved .bndrun files, repository folder, output folder, version
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path resolved = Path.of(args[0]);
        Path repository = Path.of(args[1]);
        Path output = Files.createDirectories(Path.of(args[2]));
        FeatureWriter writer = new FeatureWriter(coordinatesByIdentity(repository), args[3]);
        try (Stream<Path> files = Files.list(resolved)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".bndrun"))
                    .sorted()
                    .toList()) {
                String name = file.toFile().getName().replace(".bndrun", "");
                Files.writeString(output.resolve(name + ".json"), writer.feature(name, runBundles(file)));
            }
        }
    }

    private String feature(String name, List<String> identities) {
        JSONArray bundles = new JSONArray();
        for (String identity : identities) {
            String id = coordinates.get(identity);
            if (id == null) {
                throw new IllegalStateException(name + ".bndrun: " + identity
                        + " is not in the repository (expected: one of " + coordinates.keySet() + ")");
            }
            bundles.put(new JSONObject().put("id", id));
        }
        return new JSONObject()
                        .put("feature-resource-version", "1.0")
                        .put("id", "org.ringback:features:osgifeature:" + name + ":" + version)
                        .put("name", name)
                        .put("bundles", bundles)
                        .toString(2)
                + "\n";
    }

    /**
     * Reads entries of the form {@code symbolic.name; version='[1.2.3,1.2.4)'}; the lower end is the resolved version.
     */
    private static List<String> runBundles(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        String value = properties.getProperty("-runbundles");
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(file + ": no -runbundles (expected: a resolved .bndrun)");
        }
        List<String> identities = new ArrayList<>();
        for (String clause : value.split(",(?=\\s*[A-Za-z])", -1)) {
            String name = clause.substring(0, clause.indexOf(';')).trim();
            String range = clause.substring(clause.indexOf('[') + 1);
            identities.add(name + " " + range.substring(0, range.indexOf(',')).trim());
        }
        return identities;
    }

    private static Map<String, String> coordinatesByIdentity(Path repository) throws IOException {
        Map<String, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(repository)) {
            files.filter(path -> path.toString().endsWith(".jar")).forEach(jar -> {
                String identity = identity(jar);
                if (identity != null) {
                    found.put(identity, coordinates(repository, jar));
                }
            });
        }
        return found;
    }

    private static @Nullable String identity(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = main.getValue("Bundle-SymbolicName");
            String bundleVersion = main.getValue("Bundle-Version");
            return name == null ? null : name.split(";", -1)[0].trim() + " " + micro(bundleVersion);
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    /** The version without its qualifier, which the resolver's ranges do not have. */
    private static String micro(@Nullable String bundleVersion) {
        String[] parts = (bundleVersion == null ? "0" : bundleVersion).split("\\.", -1);
        return parts[0] + "." + (parts.length > 1 ? parts[1] : "0") + "." + (parts.length > 2 ? parts[2] : "0");
    }

    /**
     * Turns group/path/artifact/version/artifact-version[-classifier].jar into group:artifact[:jar:classifier]:version.
     */
    private static String coordinates(Path repository, Path jar) {
        Path relative = repository.relativize(jar);
        int count = relative.getNameCount();
        String jarVersion = relative.getName(count - 2).toString();
        String artifact = relative.getName(count - 3).toString();
        String group = relative.subpath(0, count - 3).toString().replace('/', '.');
        String rest = relative.toFile()
                .getName()
                .substring(artifact.length() + 1 + jarVersion.length())
                .replace(".jar", "");
        return group + ":" + artifact + ":" + (rest.isEmpty() ? "" : "jar:" + rest.substring(1) + ":") + jarVersion;
    }
}
