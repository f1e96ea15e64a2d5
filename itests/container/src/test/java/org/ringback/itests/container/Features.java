package org.ringback.itests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.json.JSONArray;
import org.json.JSONObject;

/** The features as the assembly wrote them, and the bundles as Maven fetched them. Used outside the container. */
final class Features {
    /** Number of parts of {@code group:artifact:version}; two more if there are type and classifier. */
    private static final int PLAIN = 3;

    private Features() {}

    /** The bundles of some features, each once. */
    static Collection<Path> bundles(String... features) throws IOException {
        Set<Path> jars = new LinkedHashSet<>();
        for (String feature : features) {
            Path file = Architecture.root().resolve("runtime/target/features/" + feature + ".json");
            if (!Files.exists(file)) {
                throw new IOException(file + " is missing (expected: mvn verify -pl itests/container -am)");
            }
            JSONArray ids = new JSONObject(Files.readString(file)).getJSONArray("bundles");
            for (int i = 0; i < ids.length(); i++) {
                jars.add(jar(ids.getJSONObject(i).getString("id")));
            }
        }
        return jars;
    }

    /** The jar of {@code group:artifact[:type:classifier]:version}. */
    static Path jar(String id) throws IOException {
        List<String> parts = List.of(id.split(":", -1));
        String artifact = parts.get(1);
        String version = parts.get(parts.size() - 1);
        String classifier = parts.size() > PLAIN ? "-" + parts.get(PLAIN) : "";
        Path jar = repository()
                .resolve(parts.get(0).replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + classifier + ".jar");
        if (!Files.exists(jar)) {
            throw new IOException("bundle " + id + ": " + jar + " is missing");
        }
        return jar;
    }

    /** The jar of one of our own bundles, of whatever version the build has. */
    static Path ours(String name) throws IOException {
        Path versions =
                repository().resolve(Architecture.ROOT.replace('.', '/')).resolve(name);
        try (var found = Files.list(versions)) {
            List<Path> all = found.filter(Files::isDirectory).toList();
            if (all.size() != 1) {
                throw new IOException(versions + ": " + all + " (expected: one version; mvn clean)");
            }
            return jar(Architecture.ROOT + ":" + name + ":" + all.get(0).getFileName());
        }
    }

    private static Path repository() {
        return Path.of(System.getProperty("ringback.repository"));
    }
}
