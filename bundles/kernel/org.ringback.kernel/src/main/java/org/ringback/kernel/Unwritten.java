package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.store.Change;

/**
 * Remembers records that could not be written to disk, in every role. They are written again, as they then are in
 * memory, together with the next changes, or after {@link #AGAIN}: so a repeated request is answered only once all is
 * on disk. A command that depended on the failed write is refused, in words that say whether it is in force; a
 * connection on which its result should be sent is lost. Its size is bounded by that of the records in memory. Belongs
 * to the core's thread.
 */
public final class Unwritten {
    /** How long after a failed write the records are written again, if nothing else is written before. */
    public static final Duration AGAIN = Duration.ofSeconds(30);

    private final Records records;
    /** The records by name, and whether the change was a lasting one. */
    private final Map<Name, Boolean> names = new LinkedHashMap<>();

    private long againAt = Long.MAX_VALUE;

    private record Name(String table, String key) {}

    /** Gives the records that a core has in memory. */
    @FunctionalInterface
    public interface Records {
        /**
         * Gives the change that brings a record on disk to its state in memory.
         *
         * @param table its table
         * @param key its key
         * @return the change
         */
        Change record(String table, String key);
    }

    /** Is told of connections that cannot go on. */
    @FunctionalInterface
    public interface Lost {
        /**
         * A message or dial depended on changes that are not on disk.
         *
         * @param connection on which connection
         * @param why in words
         */
        void notWritten(long connection, String why);
    }

    /**
     * Begins without records.
     *
     * @param records gives the records in memory
     */
    public Unwritten(Records records) {
        this.records = records;
    }

    /**
     * Puts changes behind those that could not be written before. The caller must write them all.
     *
     * @param changes the new changes
     * @return all changes to write
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
     * Notes that a write failed.
     *
     * @param event which
     * @param turn takes the refusals
     * @param lost is told of connections that cannot go on
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
            turn.act(new Action.Refused(completed.request(), completed.inForce() ? inForce(why) : notMade(why)));
        } else if (action instanceof Action.Send send) {
            lost.notWritten(send.connection(), why);
        } else if (action instanceof Action.Dial dial) {
            lost.notWritten(dial.connection(), why);
        } else if (action instanceof Action.Persist persist) {
            add(persist.changes());
            persist.then().forEach(behind -> dropped(behind, why, turn, lost));
        }
    }

    private static String inForce(String why) {
        return "in force as long as the program runs, but not on disk yet: " + why
                + " (expected: room on the disk of HOME, to which the program then writes it by itself within "
                + AGAIN.toSeconds() + " s; if it ends before, give the command again)";
    }

    private static String notMade(String why) {
        return "nothing was made, as it could not be put on disk: " + why
                + " (expected: room on the disk of HOME; then give the command again)";
    }

    /**
     * Whether it is time to write the records again, even if nothing else is written.
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
