package org.ringback.issuer.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingReason;

/** What is known so far of why a ring is not answered. Belongs to the core's thread. */
final class Endings {
    private @Nullable Ending furthest;
    private @Nullable Ending expected;

    /** An attempt is over, and another one begins. */
    void attemptOver(Ending ending) {
        furthest = ending.orFurther(furthest);
        expected = null;
    }

    /** How this attempt ends if nothing more comes. */
    void expect(Ending ending) {
        expected = ending.orFurther(expected);
    }

    /** How this attempt ends, as nothing more came in time. */
    Ending overdue(RingReason otherwise, Duration limit) {
        Ending known = expected;
        return known == null ? Ending.of(otherwise, "no answer within " + limit.toSeconds() + " s") : known;
    }

    /** How the ring ends, its last attempt being over. */
    Ending furthest(Ending last) {
        return last.orFurther(furthest);
    }
}
