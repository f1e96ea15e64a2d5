package org.ringback.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.ringback.api.RingStory;

/** The stories of the latest rings, a bounded number of them. Belongs to the core's thread. */
public final class Stories {
    /** How many are kept (docs/protocol.md, "Limits"). */
    public static final int MAX = 256;

    private final Deque<Story> stories = new ArrayDeque<>();

    /** Begins without stories. */
    public Stories() {}

    /**
     * Keeps a story; drops the oldest one if there are too many.
     *
     * @param story a story whose ring is known
     */
    public void add(Story story) {
        if (stories.size() >= MAX) {
            stories.removeLast();
        }
        stories.addFirst(story);
    }

    /** {@return copies, the latest first} */
    public List<RingStory> snapshot() {
        return stories.stream().map(Story::told).toList();
    }
}
