package org.ringback.config.internal;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of one file of the folder. Guarded by the folder. */
final class FileState {
    final ConfigurationFile file;
    final Watch watch;
    final Told told = new Told();
    /** What is in force of it; null if nothing is. */
    @Nullable
    Map<String, String> inForce;
    /** What was in force of it first: that is what its bundle has, if it takes changes at its next start. */
    @Nullable
    Map<String, String> first;
    /** Whether what becomes of it is recorded: not what a start finds, but each change after it. */
    boolean recorded;
    /** Why it was refused when it was judged now; empty if it was not. */
    Optional<String> refused = Optional.empty();
    /** Why it was refused the last time; empty if it was not. */
    String outcome = "";

    FileState(ConfigurationFile file, boolean recorded) {
        this.file = file;
        this.recorded = recorded;
        this.watch = new Watch(file.path());
    }
}
