package org.ringback.itests.container;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** What the bundles logged at one level since this began to listen. Thread-safe. */
final class LogWatch implements AutoCloseable {
    private final LogReaderService reader;
    private final LogLevel level;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LogListener listener = this::logged;

    LogWatch(Osgi osgi, LogLevel level) {
        this.level = level;
        reader = osgi.service(LogReaderService.class);
        reader.addLogListener(listener);
    }

    private void logged(LogEntry entry) {
        if (entry.getLogLevel() == level) {
            lines.add(entry.getMessage());
        }
    }

    /** Waits for a line that contains all these words. */
    void await(String... words) {
        Await.until(
                () -> lines.stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains))
                        ? ""
                        : "no line with " + List.of(words) + " in " + lines);
    }

    @Override
    public void close() {
        reader.removeLogListener(listener);
    }
}
