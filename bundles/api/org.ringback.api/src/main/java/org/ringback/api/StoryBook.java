package org.ringback.api;

import java.util.List;

/**
 * The stories of a party's latest rings, a bounded number of them, of earlier runs too. One service for each role that runs. Thread-safe.
 */
public interface StoryBook {
    /** {@return the stories, latest first} */
    List<RingStory> stories();
}
