package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * A feature, read from its JSON (OSGi Compendium 8, chapter 159): a list of bundles by Maven coordinates. Immutable.
 *
 * @param name the name of the feature
 * @param bundles {@code group:artifact[:type:classifier]:version}
 */
record Feature(String name, List<String> bundles) {
    private static final int PLAIN = 3;
    private static final int WITH_CLASSIFIER = 5;

    Feature {
        bundles = List.copyOf(bundles);
    }

    static Feature read(Path file) throws Failure {
        try {
            JSONObject json = new JSONObject(Files.readString(file));
            List<String> ids = new ArrayList<>();
            JSONArray bundles = json.getJSONArray("bundles");
            for (int i = 0; i < bundles.length(); i++) {
                Object entry = bundles.get(i);
                ids.add(entry instanceof JSONObject object ? object.getString("id") : entry.toString());
            }
            return new Feature(json.optString("name", file.toFile().getName()), ids);
        } catch (IOException | JSONException e) {
            throw new Failure("feature file " + file + ": " + e.getMessage() + " (expected: OSGi Feature JSON)", e);
        }
    }

    /** The path of a bundle in a folder with the layout of a Maven repository. */
    static Path locate(Path bundles, String id) throws Failure {
        String[] parts = id.split(":", -1);
        if (parts.length != PLAIN && parts.length != WITH_CLASSIFIER) {
            throw new Failure("bundle id: " + id + " (expected: group:artifact[:type:classifier]:version)");
        }
        String version = parts[parts.length - 1];
        String classifier = parts.length == WITH_CLASSIFIER ? "-" + parts[PLAIN] : "";
        Path jar = bundles.resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(version)
                .resolve(parts[1] + "-" + version + classifier + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new Failure(
                    "bundle " + id + ": " + jar + " is missing (expected: a whole installation; unpack it anew)");
        }
        return jar;
    }

    /** {@return whether a bundle of this artifact is part of it} */
    boolean has(String artifact) {
        return bundles.stream().anyMatch(id -> id.split(":", -1)[1].equals(artifact));
    }
}
