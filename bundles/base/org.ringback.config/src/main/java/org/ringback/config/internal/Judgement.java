package org.ringback.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.configuration.Schema;
import org.ringback.config.file.ConfigurationText;

/**
 * The result of checking a configuration against the schema of its bundle. Immutable.
 *
 * @param values what the bundle is given: without the keys that the schema does not know
 * @param faults why it is refused, each {@code key: value (expected: …)}; empty if it is accepted
 * @param unknown keys that the schema does not know, in words; most are misspelt
 * @param remarks other probable mistakes, in words
 */
record Judgement(Map<String, String> values, List<String> faults, List<String> unknown, List<String> remarks) {
    /** The judgement if there is no schema: everything is accepted. */
    static Judgement none(ConfigurationText text) {
        return new Judgement(text.values(), List.of(), List.of(), text.remarks());
    }

    /** Checks a text against a schema. */
    static Judgement of(ConfigurationText text, Schema<?> schema) {
        Map<String, String> known = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        Set<String> keys = new TreeSet<>(schema.names());
        text.values().forEach((key, value) -> {
            if (keys.contains(key)) {
                if (!value.isEmpty()) {
                    known.put(
                            key, value); // else its default counts, for who reads it from the service's properties too
                }
            } else {
                unknown.add(key + ": unknown key (expected: "
                        + NearMiss.of(key, keys)
                                .map(near -> near + "; did you mean that?")
                                .orElse("one of " + String.join(", ", keys))
                        + ")");
            }
        });
        return new Judgement(
                known,
                faults(known, schema),
                unknown.stream().sorted().toList(),
                text.remarks().stream().sorted().toList());
    }

    /**
     * Collects all faults: a schema throws at the first one, so the key at fault is removed and the rest read again.
     */
    private static List<String> faults(Map<String, String> values, Schema<?> schema) {
        List<String> faults = new ArrayList<>();
        Map<String, String> left = new TreeMap<>(values);
        boolean more = true;
        while (more) {
            more = false;
            try {
                schema.read(Map.copyOf(left));
            } catch (RuntimeException | LinkageError e) {
                String fault = Told.reason(e);
                faults.add(fault);
                more = e instanceof IllegalArgumentException && left.keySet().removeIf(key -> names(fault, key));
            }
        }
        return faults;
    }

    private static boolean names(String fault, String key) {
        return fault.startsWith(key + ":");
    }
}
