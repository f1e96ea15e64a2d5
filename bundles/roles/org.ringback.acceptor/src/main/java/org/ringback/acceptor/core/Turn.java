package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringback.api.Moment;
import org.ringback.store.Change;

/** One call of the core: its time, and the actions that come of it. */
final class Turn {
    private final Moment now;
    private final List<AcceptorAction> actions = new ArrayList<>();

    Turn(Moment now) {
        this.now = now;
    }

    Moment now() {
        return now;
    }

    long nanos() {
        return now.nanos();
    }

    long in(Duration duration) {
        return now.plus(duration);
    }

    void act(AcceptorAction action) {
        actions.add(action);
    }

    void persist(List<Change> changes, AcceptorAction... then) {
        actions.add(new AcceptorAction.Persist(changes, List.of(then)));
    }

    List<AcceptorAction> actions() {
        return List.copyOf(actions);
    }
}
