package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.store.Change;

/**
 * The rule for what the disk refuses, the same in every role. The records that memory changed are written again, as memory
 * has them then, with the next write of anything, or after {@link #AGAIN}: so whoever asks again is answered only once all
 * of it is on disk. A command whose end depended on it is refused; a connection on which something was to be sent is lost.
 * Bounded by what memory holds and lately dropped. Belongs to the core's thread.
 */
public final class Unwritten {
    /** After so long without another write what is unwritten is written by itself. */
    public static final Duration AGAIN = Duration.ofSeconds(30);

    private final Records records;
    /** Whether a record was to be written for good, by its name. */
    private final Map<Name, Boolean> names = new LinkedHashMap<>();

    private long againAt = Long.MAX_VALUE;

    private record Name(String table, String key) {}

    /** Knows what a core has in memory. */
    @FunctionalInterface
    public interface Records {
        /**
         * A record as it must be on disk now.
         *
         * @param table its table
         * @param key its key
         * @return the change that makes it so
         */
        Change record(String table, String key);
    }

    /** Hears of connections that cannot go on. */
    @FunctionalInterface
    public interface Lost {
        /**
         * What was to be sent or dialled depends on what is not on disk.
         *
         * @param connection on which connection
         * @param why in words
         */
        void notWritten(long connection, String why);
    }

    /**
     * Begins with nothing.
     *
     * @param records what is in memory
     */
    public Unwritten(Records records) {
        this.records = records;
    }

    /**
     * Changes, behind those that could not be written before. Whoever asks writes them.
     *
     * @param changes which
     * @return all of them
     */
    public List<Change> with(List<Change> changes) {
        if (names.isEmpty()) {
            return changes;
        }
        List<Change> all = new ArrayList<>();
        names.forEach((name, lasting) -> {
            Change change = records.record(name.table(), name.key());
            all.add(lasting ? change.lasting() : change);
        });
        names.clear();
        againAt = Long.MAX_VALUE;
        all.addAll(changes);
        return all;
    }

    /**
     * A write failed.
     *
     * @param event which
     * @param turn takes the refusals
     * @param lost hears of connections that cannot go on
     */
    public void failed(Event.NotWritten event, Turn turn, Lost lost) {
        add(event.changes());
        againAt = Math.min(againAt, turn.in(AGAIN));
        event.dropped().forEach(action -> dropped(action, event.why(), turn, lost));
    }

    private void add(List<Change> failed) {
        failed.forEach(
                change -> names.merge(new Name(change.table(), change.key()), change.isLasting(), Boolean::logicalOr));
    }

    private void dropped(Action action, String why, Turn turn, Lost lost) {
        if (action instanceof Action.Completed<?> completed) {
            turn.act(new Action.Refused(
                    completed.request(),
                    "not stored: " + why + " (expected: room on the disk; then give the command again)"));
        } else if (action instanceof Action.Send send) {
            lost.notWritten(send.connection(), why);
        } else if (action instanceof Action.Dial dial) {
            lost.notWritten(dial.connection(), why);
        } else if (action instanceof Action.Persist persist) {
            add(persist.changes());
            persist.then().forEach(behind -> dropped(behind, why, turn, lost));
        }
    }

    /**
     * Whether it is time to write what is unwritten, whatever else there is to write.
     *
     * @param nanos now, monotonic
     * @return whether it is
     */
    public boolean due(long nanos) {
        return againAt <= nanos;
    }

    /** {@return the monotonic nanoseconds at which it will be {@link #due}; {@link Long#MAX_VALUE} for never} */
    public long deadline() {
        return againAt;
    }
}
