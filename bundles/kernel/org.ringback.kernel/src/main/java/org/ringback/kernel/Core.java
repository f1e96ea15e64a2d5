package org.ringback.kernel;

import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.ringback.api.EndedRing;
import org.ringback.api.Moment;

/**
 * A role's protocol without I/O: takes events and returns actions. The same events, times and random bits give the same
 * actions. To be used by one thread at a time.
 */
public interface Core {
    /**
     * Takes one event.
     *
     * @param event what happened
     * @param now when
     * @return the actions, to be carried out in this order
     */
    List<Action> handle(Event event, Moment now);

    /**
     * When to give it an {@link Event.Tick}; one that comes too early does no harm.
     *
     * @return monotonic nanoseconds, in the past for at once; {@link Long#MAX_VALUE} for never
     */
    long nextDeadline();

    /**
     * Tells which rings ended, each once; the default has none.
     *
     * @return those that ended since the last call
     */
    default List<EndedRing> takeEnded() {
        return List.of();
    }

    /**
     * Finds the earliest of some deadlines.
     *
     * @param <T> the type of what has a deadline
     * @param all all that have a deadline
     * @param deadline gives the deadline of each
     * @return monotonic nanoseconds; {@link Long#MAX_VALUE} if there are none
     */
    static <T> long earliest(Collection<T> all, ToLongFunction<T> deadline) {
        return all.stream().mapToLong(deadline).min().orElse(Long.MAX_VALUE);
    }
}
