package org.ringback.call.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringback.transport.Loop;

/**
 * A timer on a loop for one deadline that moves often. If the deadline becomes later, the timer is left alone: it fires
 * too early and is then set again. To be used on the loop only.
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
