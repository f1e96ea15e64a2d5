package org.ringback.config.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sees that a file changed, once it rests: until then it may be only half written. Guarded by whoever looks. */
final class Watch {
    private final Path path;
    private @Nullable Stamp seen;
    private @Nullable Stamp taken;

    Watch(Path path) {
        this.path = path;
    }

    /**
     * Looks.
     *
     * @param atOnce whether it counts too if it does not rest yet
     * @return whether it changed since this was true last, or is seen for the first time
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
