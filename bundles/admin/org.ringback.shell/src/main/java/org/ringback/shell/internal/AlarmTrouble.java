package org.ringback.shell.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.Warnings;

/**
 * Warns of the program of {@code on-alarm} that failed last, and of warnings that it cannot be told. Apart from
 * {@link AlarmComponent}, which looks at all warnings, so that neither waits for the other. Thread-safe.
 */
@Component(service = {AlarmTrouble.class, Warnings.class})
public final class AlarmTrouble implements Warnings {
    private volatile Optional<String> ran = Optional.empty();
    private volatile Optional<String> looked = Optional.empty();

    /** Begins without trouble. */
    @Activate
    public AlarmTrouble() {}

    /** Notes how the last run came out: in words if it failed, empty if it did not. */
    void ran(Optional<String> how) {
        ran = how;
    }

    /** Notes how the last look at the warnings came out: in words if it failed, empty if it did not. */
    void looked(Optional<String> how) {
        looked = how;
    }

    /** Begins anew, as another program is named, or none. */
    void clear() {
        ran = Optional.empty();
        looked = Optional.empty();
    }

    @Override
    public List<String> warnings() {
        return Stream.of(ran, looked).flatMap(Optional::stream).toList();
    }
}
