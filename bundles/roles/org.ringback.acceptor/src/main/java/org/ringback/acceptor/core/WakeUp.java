package org.ringback.acceptor.core;

import org.ringback.api.Moment;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;

/** One proved wake-up until its bind is answered, and the beginning of its ring's story. */
final class WakeUp {
    private final int connectionId;
    private final BindPlaces places;
    private final Moment came;
    private final Story story;
    private boolean waitsToOpen;
    private boolean askedBefore;

    /**
     * Takes a wake-up.
     *
     * @param connectionId the server's CONNECTION-ID
     * @param places where to bind it
     * @param turn has the clock
     */
    WakeUp(int connectionId, BindPlaces places, Turn turn) {
        this.connectionId = connectionId;
        this.places = places;
        this.came = turn.now();
        this.story = new Story(AcceptorCore.PARTY, came);
        story.step(turn, "wake-up", "from " + places.first().server());
    }

    /** {@return the server's CONNECTION-ID of the ring or policy} */
    int connectionId() {
        return connectionId;
    }

    /** {@return where it may be bound} */
    BindPlaces places() {
        return places;
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
