package org.ringback.relay.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.ringback.api.RingStory;

/** The stories of the latest rings. Bounded. Not thread-safe. */
final class Stories {
    static final int MAX = 256;

    private final Deque<StoryLog> logs = new ArrayDeque<>();

    StoryLog begin(StoryLog log) {
        if (logs.size() >= MAX) {
            logs.removeLast();
        }
        logs.addFirst(log);
        return log;
    }

    /** All of them, latest first. */
    List<RingStory> snapshot() {
        return logs.stream().map(StoryLog::story).toList();
    }
}
