package org.ringback.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringback.api.configuration.ConfigurationRules;
import org.ringback.api.configuration.NearMiss;
import org.ringback.config.file.ConfigurationText;

/**
 * What one text is worth to the bundle that it is for. Immutable.
 *
 * @param values what is given to the bundle: what no rule knows is left out, so that it cannot be taken for something
 * @param faults why the bundle refuses it, each {@code key: value (expected: …)}; best empty
 * @param unknown keys that no rule knows, in words: most are slips of the pen, whose values are missed elsewhere
 * @param remarks what else is odd about it, in words
 */
record Judgement(Map<String, String> values, List<String> faults, List<String> unknown, List<String> remarks) {
    /** For whom there are no rules. */
    static Judgement none(ConfigurationText text) {
        return new Judgement(text.values(), List.of(), List.of(), text.remarks());
    }

    /** Holds a text against the rules. */
    static Judgement of(ConfigurationText text, ConfigurationRules rules) {
        Map<String, String> known = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        Set<String> keys = new TreeSet<>(rules.keys());
        text.values().forEach((key, value) -> {
            if (keys.contains(key) || ofTheFramework(key)) {
                known.put(key, value);
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
                faults(known, rules),
                unknown.stream().sorted().toList(),
                text.remarks().stream().sorted().toList());
    }

    /** The rules name one key at a time: without its value they tell the next. */
    private static List<String> faults(Map<String, String> values, ConfigurationRules rules) {
        List<String> faults = new ArrayList<>();
        Map<String, String> left = new TreeMap<>(values);
        boolean more = true;
        while (more) {
            more = false;
            try {
                rules.check(Map.copyOf(left));
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

    /** What Declarative Services and the service registry understand with every component. */
    private static boolean ofTheFramework(String key) {
        return key.startsWith("service.") || key.endsWith(".target");
    }
}
