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

    /** {@return the server's CONNECTION-ID of the ring or policy} */
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

    /** Notes in the story that it waits, because the most connections were opened. */
    void waitsToOpen() {
        waitsToOpen = true;
    }

    /** Notes that its bind is sent now. */
    void goesOn(long nanos) {
        if (waitsToOpen) {
            story.step(nanos, "waited to open a connection", "one a second is opened, three at once");
            waitsToOpen = false;
        }
    }

    /** Notes that its bind was lost or not answered in time, so that it has one more try. */
    void asksAnew() {
        askedBefore = true;
    }

    boolean askedBefore() {
        return askedBefore;
    }
}
