package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import org.ringback.api.Moment;
import org.ringback.api.RingStory;
import org.ringback.kernel.ServerAddress;

/** One proved wake-up until its bind is answered, and the beginning of its ring's story. */
final class WakeUp {
    private final int connectionId;
    private final ServerAddress server;
    private final Moment came;
    private final List<RingStory.Step> steps = new ArrayList<>();
    private boolean waitsToOpen;
    private boolean askedBefore;

    WakeUp(int connectionId, ServerAddress server, Turn turn) {
        this.connectionId = connectionId;
        this.server = server;
        this.came = turn.now();
        step(turn.nanos(), "wake-up", "from " + server.server());
    }

    /** {@return the ring, or policy, as the server calls it} */
    int connectionId() {
        return connectionId;
    }

    ServerAddress server() {
        return server;
    }

    Moment came() {
        return came;
    }

    void step(long nanos, String name, String detail) {
        steps.add(Story.step(came, nanos, name, detail));
    }

    /** {@return what happened so far: a copy} */
    List<RingStory.Step> steps() {
        return List.copyOf(steps);
    }

    /** It waits because as many connections were opened as may be. */
    void waitsToOpen() {
        waitsToOpen = true;
    }

    /** Its bind goes out now. */
    void goesOn(long nanos) {
        if (waitsToOpen) {
            step(nanos, "waited to open a connection", "one a second is opened, three at once");
            waitsToOpen = false;
        }
    }

    /** Its bind went out on a connection that was lost, or was not answered in time: it has one more try. */
    void asksAnew() {
        askedBefore = true;
    }

    boolean askedBefore() {
        return askedBefore;
    }
}
