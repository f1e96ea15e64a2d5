package org.ringback.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringback.store.Change;

/**
 * A party's disk: writes take a while and land in order, each whole or not at all; what had not landed when the process
 * died is lost. Between landing and the news of it a process can die too.
 */
final class Disk {
    private static final Duration LEAST = Duration.ofNanos(200_000);
    private static final Duration MOST = Duration.ofMillis(30);

    private final Map<String, Map<String, byte[]>> tables = new HashMap<>();
    private long commits;
    private long process;
    private long lastLanding = Long.MIN_VALUE;

    /** {@return a copy of a table} */
    Map<String, byte[]> table(String name) {
        return new TreeMap<>(tables.getOrDefault(name, Map.of()));
    }

    /** {@return the names of the tables in which something stands} */
    Set<String> names() {
        return new TreeSet<>(tables.keySet());
    }

    Disk copy() {
        Disk copy = new Disk();
        tables.forEach((name, records) -> copy.tables.put(name, new TreeMap<>(records)));
        copy.commits = commits;
        return copy;
    }

    /** {@return how often it was written} */
    long commits() {
        return commits;
    }

    /** {@return whether some record of a table contains these bytes} */
    boolean holds(String name, byte[] bytes) {
        String wanted = HexFormat.of().formatHex(bytes);
        return tables.getOrDefault(name, Map.of()).values().stream()
                .anyMatch(record -> HexFormat.of().formatHex(record).contains(wanted));
    }

    /** Changes what is on it behind everybody's back. */
    void forge(Change change) {
        apply(change);
    }

    void write(Simulation simulation, List<Change> changes, Runnable then, Runnable failed) {
        long writer = process;
        lastLanding = Math.max(
                lastLanding, simulation.now() + simulation.between(LEAST, MOST).toNanos());
        boolean fails = simulation.chance(simulation.weather().diskFailure());
        simulation.at(lastLanding, () -> {
            if (writer != process) {
                return;
            }
            if (fails) {
                simulation.fault(Fault.DISK, "disk", changes.size() + " changes");
            } else {
                commits++;
                changes.forEach(this::apply);
            }
            simulation.in(simulation.upTo(LEAST), fails ? failed : then);
        });
    }

    /** The process that wrote is dead. */
    void lose() {
        process++;
        lastLanding = Long.MIN_VALUE;
    }

    private void apply(Change change) {
        Map<String, byte[]> table = tables.computeIfAbsent(change.table(), name -> new TreeMap<>());
        change.value().ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
    }
}
