package org.ringback.api;

import java.util.List;
import java.util.function.Consumer;

/**
 * The stories of a party's latest rings, a bounded number of them, of earlier runs too. One service for each role that runs. Thread-safe.
 */
public interface StoryBook {
    /** {@return the stories, latest first} */
    List<RingStory> stories();

    /**
     * Tells of each ring that ends, once; first of the latest that ended before somebody listened, a bounded number. One
     * listener at a time: a later one takes the place of the one before. The default tells nothing.
     *
     * @param ended told on the role's thread, which it must not hold up
     * @return ends it
     */
    default Runnable listen(Consumer<EndedRing> ended) {
        return () -> {};
    }
}
