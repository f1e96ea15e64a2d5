package org.ringback.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringback.api.configuration.ConfigurationRules;
import org.ringback.config.file.ConfigurationText;

/**
 * What one text is worth to the bundle that it is for. Immutable.
 *
 * @param values what is given to the bundle
 * @param remarks what is odd about it, in words
 */
record Judgement(Map<String, String> values, List<String> remarks) {
    /**
     * Holds a text against the rules. What no rule knows is left out, so that it cannot be taken for something.
     *
     * @throws IllegalArgumentException if the bundle refuses it: {@code key: value (expected: …)}
     */
    static Judgement of(ConfigurationText text, ConfigurationRules rules) {
        Map<String, String> known = new TreeMap<>();
        List<String> remarks = new ArrayList<>(text.remarks());
        Set<String> keys = new TreeSet<>(rules.keys());
        text.values().forEach((key, value) -> {
            if (keys.contains(key) || ofTheFramework(key)) {
                known.put(key, value);
            } else {
                remarks.add(key + ": unknown key (expected: "
                        + NearMiss.of(key, keys)
                                .map(near -> near + "; did you mean that?")
                                .orElse("one of " + String.join(", ", keys))
                        + ")");
            }
        });
        rules.check(Map.copyOf(known));
        return new Judgement(known, remarks.stream().sorted().toList());
    }

    /** What Declarative Services and the service registry understand with every component. */
    private static boolean ofTheFramework(String key) {
        return key.startsWith("service.") || key.endsWith(".target");
    }
}
