package org.ringback.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.ringback.api.EndedRing;
import org.ringback.api.RingStory;

/**
 * The stories of the latest rings, a bounded number of them, and which of them ended lately. Belongs to the core's
 * thread.
 */
public final class Stories {
    /** How many are kept (docs/protocol.md, "Limits"). */
    public static final int MAX = 256;

    private final Deque<Story> stories = new ArrayDeque<>();
    /** Those that ended and were not taken yet. */
    private final Deque<Story> ended = new ArrayDeque<>();

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
        story.whenEnded(this::ended);
    }

    /**
     * Takes a story that ended before it was worth keeping, only to tell that it ended.
     *
     * @param story whose ring is known, and which ended
     */
    public void turnedAway(Story story) {
        ended(story);
    }

    private void ended(Story story) {
        if (ended.size() >= MAX) {
            ended.removeFirst();
        }
        ended.addLast(story);
    }

    /** {@return the rings that ended since the last call, in this order; at most {@link #MAX}} */
    public List<EndedRing> takeEnded() {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<EndedRing> taken = ended.stream().map(Story::record).toList();
        ended.clear();
        return taken;
    }

    /** {@return copies, the latest first} */
    public List<RingStory> snapshot() {
        return stories.stream().map(Story::told).toList();
    }
}
