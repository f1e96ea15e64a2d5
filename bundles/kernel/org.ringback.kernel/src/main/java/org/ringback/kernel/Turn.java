package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringback.api.Moment;
import org.ringback.api.control.RefusedException;
import org.ringback.store.Change;

/** One call of a core: its time, and where the actions go that come of it. Belongs to the core's thread. */
public final class Turn {
    private final Moment now;
    private final Unwritten unwritten;
    private final List<Action> actions = new ArrayList<>();

    /**
     * Begins.
     *
     * @param now when
     * @param unwritten what is to be written again with the next write
     */
    public Turn(Moment now, Unwritten unwritten) {
        this.now = now;
        this.unwritten = unwritten;
    }

    /** {@return the time} */
    public Moment now() {
        return now;
    }

    /** {@return the time in monotonic nanoseconds} */
    public long nanos() {
        return now.nanos();
    }

    /**
     * A later time.
     *
     * @param duration how much later
     * @return monotonic nanoseconds
     */
    public long in(Duration duration) {
        return now.plus(duration);
    }

    /**
     * Wants something done.
     *
     * @param action what
     */
    public void act(Action action) {
        actions.add(action);
    }

    /**
     * Does what a person asks for.
     *
     * @param request names the command
     * @param command does it, or throws why it cannot be done
     */
    public void command(Request<?> request, Command command) {
        try {
            command.run();
        } catch (RefusedException why) {
            actions.add(new Action.Refused(request, String.valueOf(why.getMessage())));
        }
    }

    /** Does what a person asks for. */
    @FunctionalInterface
    public interface Command {
        /**
         * Does it, or wants it done.
         *
         * @throws RefusedException if it cannot be done, in words
         */
        void run() throws RefusedException;
    }

    /**
     * Wants changes written, all or none, with those that could not be written before.
     *
     * @param changes which
     * @param then to be done once they are on disk
     */
    public void persist(List<Change> changes, Action... then) {
        actions.add(new Action.Persist(unwritten.with(changes), List.of(then)));
    }

    /** {@return a turn of the same time whose actions are nobody's yet, for what must wait for something} */
    public Turn apart() {
        return new Turn(now, unwritten);
    }

    /** {@return what is to be done, in order} */
    public List<Action> actions() {
        return actions;
    }
}
