package org.ringback.config.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file changed, once it no longer changes: until then it may be only half written. Guarded by the
 * caller.
 */
final class Watch {
    private final Path path;
    private @Nullable Stamp seen;
    private @Nullable Stamp taken;

    Watch(Path path) {
        this.path = path;
    }

    /**
     * Looks at the file.
     *
     * @param atOnce whether to report also a file that still changes
     * @return whether it changed since this method last returned true; true also the first time
     */
    boolean changed(boolean atOnce) {
        Stamp stamp = Stamp.of(path);
        boolean changed = !stamp.equals(taken) && (atOnce || stamp.equals(seen));
        if (changed) {
            taken = stamp;
        }
        seen = stamp;
        return changed;
    }
}
