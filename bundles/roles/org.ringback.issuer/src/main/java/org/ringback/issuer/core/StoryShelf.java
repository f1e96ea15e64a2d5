package org.ringback.issuer.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.ringback.api.RingStory;

/** The latest stories, bounded. Belongs to the core's thread. */
final class StoryShelf {
    /** docs/protocol.md, "Limits". */
    static final int MAX_STORIES = 256;

    private final Deque<StoryDraft> drafts = new ArrayDeque<>();

    void add(StoryDraft draft) {
        if (drafts.size() >= MAX_STORIES) {
            drafts.removeLast();
        }
        drafts.addFirst(draft);
    }

    List<RingStory> snapshot() {
        return drafts.stream().map(StoryDraft::snapshot).toList();
    }
}
