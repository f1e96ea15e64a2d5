package org.ringback.acceptor.core;

import org.ringback.api.Moment;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;

/** One proved wake-up until its bind is answered, and the beginning of its ring's story. */
final class WakeUp {
    private final int connectionId;
    private final ServerAddress server;
    private final Moment came;
    private final Story story;
    private boolean waitsToOpen;
    private boolean askedBefore;

    WakeUp(int connectionId, ServerAddress server, Turn turn) {
        this.connectionId = connectionId;
        this.server = server;
        this.came = turn.now();
        this.story = new Story(AcceptorCore.PARTY, came);
        story.step(turn, "wake-up", "from " + server.server());
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

    /** {@return the beginning of its ring's story} */
    Story story() {
        return story;
    }

    /** It waits because as many connections were opened as may be. */
    void waitsToOpen() {
        waitsToOpen = true;
    }

    /** Its bind goes out now. */
    void goesOn(long nanos) {
        if (waitsToOpen) {
            story.step(nanos, "waited to open a connection", "one a second is opened, three at once");
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
