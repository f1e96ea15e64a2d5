package org.ringback.itests.container;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** What the bundles logged as errors since this began to listen. Thread-safe. */
final class ErrorLog implements AutoCloseable {
    private final LogReaderService reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LogListener listener = this::logged;

    ErrorLog(Osgi osgi) {
        reader = osgi.service(LogReaderService.class);
        reader.addLogListener(listener);
    }

    private void logged(LogEntry entry) {
        if (entry.getLogLevel() == LogLevel.ERROR) {
            lines.add(entry.getMessage());
        }
    }

    /** Waits for a line that contains all these words. */
    void await(String... words) {
        Await.until(
                () -> lines.stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains))
                        ? ""
                        : "no error with " + List.of(words) + " in " + lines);
    }

    @Override
    public void close() {
        reader.removeLogListener(listener);
    }
}
