package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringback.api.Moment;
import org.ringback.api.control.RefusedException;
import org.ringback.store.Change;

/** One call of a core: has its time, and collects its actions. Belongs to the core's thread. */
public final class Turn {
    private final Moment now;
    private final Unwritten unwritten;
    private final List<Action> actions = new ArrayList<>();

    /**
     * Begins a turn.
     *
     * @param now when
     * @param unwritten has the changes to write again with the next write
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
     * Adds an action.
     *
     * @param action the action
     */
    public void act(Action action) {
        actions.add(action);
    }

    /**
     * Runs a person's command; refuses its request if the command throws.
     *
     * @param request names the command
     * @param command the command
     */
    public void command(Request<?> request, Command command) {
        try {
            command.run();
        } catch (RefusedException why) {
            actions.add(new Action.Refused(request, String.valueOf(why.getMessage())));
        }
    }

    /** What a person asks for. */
    @FunctionalInterface
    public interface Command {
        /**
         * Carries the command out, or adds actions that do.
         *
         * @throws RefusedException if the command cannot be done; the message says why
         */
        void run() throws RefusedException;
    }

    /**
     * Adds an action that writes changes, all or none, together with those that could not be written before.
     *
     * @param changes which
     * @param then actions to carry out once the changes are on disk
     */
    public void persist(List<Change> changes, Action... then) {
        actions.add(new Action.Persist(unwritten.with(changes), List.of(then)));
    }

    /** {@return a turn of the same time with actions of its own, for those that must wait for something} */
    public Turn apart() {
        return new Turn(now, unwritten);
    }

    /** {@return the actions, in order} */
    public List<Action> actions() {
        return actions;
    }
}
