package org.ringback.updater.release;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a bundle of an {@link Overlay} has got. Those that have nothing to prove have none. */
public enum Standing {
    /** It was put in its place, and did not protect enough connections yet to be held for good. */
    UNPROVED,
    /** What was put in its place since was taken back; what was before it is not known any more. */
    RETURNED,
    /** It was written down for the next start, and had never run then. */
    STAGED;

    static Optional<Standing> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
