package org.ringback.api.control;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One piece of work on bundles, done or not. Immutable.
 *
 * @param when it ended
 * @param what was asked for, for example {@code update}
 * @param done whether it was done; else nothing has changed
 * @param words what was done, or why nothing was
 * @param millis how long each step took, in their order
 */
public record BundleChange(Instant when, String what, boolean done, String words, Map<String, Long> millis) {
    /** Copies the map, whose order it keeps. */
    public BundleChange {
        millis = Collections.unmodifiableMap(new LinkedHashMap<>(millis));
    }
}
