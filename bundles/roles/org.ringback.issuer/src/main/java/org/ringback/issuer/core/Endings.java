package org.ringback.issuer.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingReason;

/** Collects the reasons why a ring is not answered, over its attempts. Belongs to the core's thread. */
final class Endings {
    private @Nullable Ending furthest;
    private @Nullable Ending expected;

    /** Notes the ending of an attempt after which another one begins. */
    void attemptOver(Ending ending) {
        furthest = ending.orFurther(furthest);
        expected = null;
    }

    /** Sets how this attempt ends if nothing more comes. */
    void expect(Ending ending) {
        expected = ending.orFurther(expected);
    }

    /** The ending of this attempt, as nothing more came in time. */
    Ending overdue(RingReason otherwise, Duration limit) {
        Ending known = expected;
        return known == null ? Ending.of(otherwise, "no answer within " + limit.toSeconds() + " s") : known;
    }

    /** The ending of the ring, after its last attempt. */
    Ending furthest(Ending last) {
        return last.orFurther(furthest);
    }
}
