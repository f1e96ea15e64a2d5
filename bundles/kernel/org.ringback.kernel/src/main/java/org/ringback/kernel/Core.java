package org.ringback.kernel;

import java.util.List;
import org.ringback.api.Moment;

/**
 * A role's protocol without I/O: events in, actions out. The same events, times and random bits give the same actions. To be
 * used by one thread at a time.
 */
public interface Core {
    /**
     * Takes one event.
     *
     * @param event what happened
     * @param now when
     * @return what is to be done, in this order
     */
    List<Action> handle(Event event, Moment now);

    /**
     * When an {@link Event.Tick} is wanted; one that comes too early does no harm.
     *
     * @return monotonic nanoseconds, in the past for at once; {@link Long#MAX_VALUE} for never
     */
    long nextDeadline();
}
