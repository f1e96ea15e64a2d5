package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;

/** The stories of the latest 256 rings. */
final class Stories {
    private static final int CAPACITY = 256;

    private final Map<RingNonce, Story> stories = new LinkedHashMap<>();

    void add(Story story) {
        stories.put(story.nonce(), story);
        if (stories.size() > CAPACITY) {
            stories.remove(stories.keySet().iterator().next());
        }
    }

    /** {@return a copy, latest first} */
    List<RingStory> snapshot() {
        List<RingStory> latestFirst = new ArrayList<>();
        stories.values().forEach(story -> latestFirst.add(story.told()));
        Collections.reverse(latestFirst);
        return List.copyOf(latestFirst);
    }
}
