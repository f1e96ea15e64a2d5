package org.ringback.kernel;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a role, by declared names. Thread-safe. */
public final class Metrics {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * Something that a role counts. The constants of a class that is called …{@code Metric} stand in docs/counters.md.
     *
     * @param id its name: words with hyphens, parts separated by dots; a label is added after a dot
     * @param help what one count more means, in words
     */
    public record Metric(String id, String help) {}

    /** Begins with nothing counted. */
    public Metrics() {}

    /**
     * Counts one more.
     *
     * @param metric the counter
     */
    public void count(Metric metric) {
        add(metric.id());
    }

    /**
     * Counts one more, under a label.
     *
     * @param metric the counter
     * @param label the label; from a fixed set, as each has a counter of its own
     */
    public void count(Metric metric, String label) {
        add(metric.id() + "." + label);
    }

    /**
     * Counts several more.
     *
     * @param metric the counter
     * @param more how many
     */
    public void count(Metric metric, long more) {
        add(metric.id(), more);
    }

    private void add(String name) {
        add(name, 1);
    }

    private void add(String name, long more) {
        counts.computeIfAbsent(name, key -> new LongAdder()).add(more);
    }

    /** {@return what was counted so far, by name; a copy} */
    public SortedMap<String, Long> snapshot() {
        SortedMap<String, Long> copy = new TreeMap<>();
        counts.forEach((name, count) -> copy.put(name, count.sum()));
        return Collections.unmodifiableSortedMap(copy);
    }
}
