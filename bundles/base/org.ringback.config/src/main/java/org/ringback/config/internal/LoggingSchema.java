package org.ringback.config.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/** The configuration keys of the logging bundles, which are not ours and register no schema. Immutable. */
final class LoggingSchema extends Schema<Path> {
    static final String PID = "org.ops4j.pax.logging";

    private final Path folder;

    private final Key<Path> file = key(PID + ".logback.config.file", this::resolve)
            .standard("logback.xml")
            .expects("the path of a file")
            .says("Where the log's own configuration stands: a Logback file, by its path from this folder.");

    private final Key<Integer> kept = number(PID + ".logReaderServiceSize", 100, 1, 1_000_000)
            .says("How many of the latest entries are kept in memory, for bundles that read the log.");

    private final Key<Boolean> locks = choice(PID + ".useLocks", true, List.of(true, false), String::valueOf)
            .says("Whether a change waits until what is being logged is written.");

    /** Makes the schema for one home's {@code config} folder. */
    LoggingSchema(Path folder) {
        super(PID, "the log's bundles.");
        this.folder = folder;
    }

    /** Reads the path of the Logback file. */
    @Override
    public Path read(Map<String, ?> values) {
        kept.in(values);
        locks.in(values);
        return file.in(values);
    }

    private Path resolve(String text) {
        return folder.resolve(text);
    }

    /** The same values with the absolute path of the Logback file. */
    Map<String, String> placed(Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.put(file.name(), file.in(values).toString());
        return all;
    }
}
