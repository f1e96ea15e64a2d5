package org.ringback.config.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ringback.api.configuration.ConfigurationRules;
import org.ringback.api.configuration.ConfigurationValues;

/** What the log's bundles take as their configuration: they are others', and do not say so themselves. Immutable. */
final class LoggingRules implements ConfigurationRules {
    static final String PID = "org.ops4j.pax.logging";

    private static final String FILE = PID + ".logback.config.file";
    private static final String KEPT = PID + ".logReaderServiceSize";
    private static final String LOCKS = PID + ".useLocks";
    private static final String STANDARD = "logback.xml";
    private static final int MAX_KEPT = 1_000_000;

    private final Path folder;

    /** Judges for one home, whose files of the configuration are there. */
    LoggingRules(Path folder) {
        this.folder = folder;
    }

    @Override
    public String pid() {
        return PID;
    }

    @Override
    public Set<String> keys() {
        return Set.of(FILE, KEPT, LOCKS);
    }

    @Override
    public void check(Map<String, String> values) {
        file(values);
        ConfigurationValues.number(values, KEPT, 100, 1, MAX_KEPT);
        String locks = ConfigurationValues.text(values, LOCKS, "true");
        if (!locks.equals("true") && !locks.equals("false")) {
            throw new IllegalArgumentException(LOCKS + ": '" + locks + "' (expected: true or false)");
        }
    }

    /** Where the log's own configuration stands. */
    Path file(Map<String, String> values) {
        String text = ConfigurationValues.text(values, FILE, STANDARD);
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(FILE + ": '" + text + "' (expected: the path of a file)", e);
        }
    }

    /** The same values with that place in them. */
    Map<String, String> placed(Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.put(FILE, file(values).toString());
        return all;
    }
}
