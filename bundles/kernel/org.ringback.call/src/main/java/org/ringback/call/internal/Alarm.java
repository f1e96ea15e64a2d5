package org.ringback.call.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringback.transport.Loop;

/**
 * One timer of a loop. A deadline that moves away does not disturb it: it rings too early, and is set again. To be used
 * on the loop only.
 */
final class Alarm {
    private final Loop loop;
    private final Runnable action;
    private @Nullable Runnable cancel;
    private long deadline;

    Alarm(Loop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    void set(long nanos) {
        if (cancel != null && nanos - deadline >= 0) {
            return;
        }
        cancel();
        deadline = nanos;
        long delay = Math.max(0, nanos - loop.now().nanos());
        cancel = loop.schedule(Duration.ofNanos(delay), this::rang);
    }

    void cancel() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    private void rang() {
        cancel = null;
        action.run();
    }
}
