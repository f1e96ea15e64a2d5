package org.ringback.kernel;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a role counts, by the names that it declared. To be used by one thread at a time. */
public final class Metrics {
    private final Map<String, long[]> counts = new HashMap<>();

    /** Something that a role counts: the constants of one enum in each role, so what there is can be listed. */
    public interface Metric {
        /** {@return its name, words with hyphens, parts behind dots; with a label that follows a dot} */
        String id();

        /** {@return what one count more means, in words} */
        String help();
    }

    /** Begins with nothing counted. */
    public Metrics() {}

    /**
     * Counts one more.
     *
     * @param metric of what
     */
    public void count(Metric metric) {
        add(metric.id());
    }

    /**
     * Counts one more of a kind.
     *
     * @param metric of what
     * @param label which kind; of a fixed set, as each is kept
     */
    public void count(Metric metric, String label) {
        add(metric.id() + "." + label);
    }

    private void add(String name) {
        counts.computeIfAbsent(name, key -> new long[1])[0]++;
    }

    /** {@return what was counted so far, by name; a copy} */
    public SortedMap<String, Long> snapshot() {
        SortedMap<String, Long> copy = new TreeMap<>();
        counts.forEach((name, count) -> copy.put(name, count[0]));
        return Collections.unmodifiableSortedMap(copy);
    }
}
