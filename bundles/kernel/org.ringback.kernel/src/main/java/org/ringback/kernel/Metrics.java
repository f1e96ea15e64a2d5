package org.ringback.kernel;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a role, by declared names. Thread-safe. */
public final class Metrics {
    /** Up to which times {@link #count(Metric, String, Duration)} counts, beside all. */
    private static final List<Limit> LIMITS = List.of(
            Limit.of(250),
            Limit.of(500),
            Limit.of(1_000),
            Limit.of(2_500),
            Limit.of(5_000),
            Limit.of(10_000),
            Limit.of(45_000));

    private static final String ALL = "all";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * Something that a role counts. The constants of a class that is called …{@code Metric} stand in docs/counters.md.
     *
     * @param id its name: words with hyphens, parts separated by dots; a label is added after a dot
     * @param help what one count more means, in words
     */
    public record Metric(String id, String help) {}

    /** One limit of a time, and its name, which sorts by the time. */
    private record Limit(Duration most, String name) {
        static Limit of(int millis) {
            return new Limit(Duration.ofMillis(millis), String.format(Locale.ROOT, "%05dms", millis));
        }
    }

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

    /**
     * Counts one more that took some time, as a histogram with cumulative buckets (OpenMetrics): behind the label follow
     * the limits, {@code 00250ms} to {@code 45000ms}, each counting what took no longer, and {@code all}.
     *
     * @param metric the counter
     * @param label the label; from a fixed set, as each has eight counters of its own
     * @param took how long
     */
    public void count(Metric metric, String label, Duration took) {
        String name = metric.id() + "." + label + ".";
        for (Limit limit : LIMITS) {
            add(name + limit.name(), took.compareTo(limit.most()) <= 0 ? 1 : 0);
        }
        add(name + ALL);
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
