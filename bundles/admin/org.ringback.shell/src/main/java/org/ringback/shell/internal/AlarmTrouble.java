package org.ringback.shell.internal;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.Warnings;

/**
 * Warns of the program of {@code on-alarm} that failed last. Apart from {@link AlarmComponent}, which looks at all
 * warnings, so that neither waits for the other. Thread-safe.
 */
@Component(service = {AlarmTrouble.class, Warnings.class})
public final class AlarmTrouble implements Warnings {
    private volatile Optional<String> trouble = Optional.empty();

    /** Begins without trouble. */
    @Activate
    public AlarmTrouble() {}

    /** Notes how the last run came out: in words if it failed, empty if it did not. */
    void set(Optional<String> how) {
        trouble = how;
    }

    @Override
    public List<String> warnings() {
        return trouble.stream().toList();
    }
}
