package org.ringback.shell.internal;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;

/** Why a role does not run, as far as the errors logged lately tell. Thread-safe. */
@Component(service = Troubles.class)
public final class Troubles {
    private static final String OURS = "org.ringback.";

    private final LogReaderService log;

    /**
     * Reads what was logged.
     *
     * @param log keeps the latest entries
     */
    @Activate
    public Troubles(@Reference LogReaderService log) {
        this.log = log;
    }

    /**
     * The latest error of a bundle, or else of any of ours: a role may wait for a service whose bundle failed.
     *
     * @param bundle its symbolic name
     * @return in words
     */
    Optional<String> of(String bundle) {
        List<LogEntry> errors = Collections.list(log.getLog()).stream()
                .filter(entry ->
                        entry.getLogLevel() == LogLevel.ERROR && origin(entry).startsWith(OURS))
                .toList();
        return errors.stream()
                .filter(entry -> origin(entry).equals(bundle))
                .findFirst()
                .or(() -> errors.stream().findFirst())
                .map(LogEntry::getMessage);
    }

    private static String origin(LogEntry entry) {
        Bundle bundle = entry.getBundle();
        return bundle == null || bundle.getSymbolicName() == null ? "" : bundle.getSymbolicName();
    }
}
