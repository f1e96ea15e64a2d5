package org.ringback.api;

import java.util.List;

/** A party's stories of its latest rings. One service for each role that runs; bounded. Thread-safe. */
public interface StoryBook {
    /** {@return the stories, latest first} */
    List<RingStory> stories();
}
