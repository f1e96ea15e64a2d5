package org.ringback.simulator;

import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason.Kind;

/** An issuer's end of a connection that it dialled, until the first record came there. */
final class PunchUser implements ClearUser {
    private final Party party;
    private final long connection;

    PunchUser(Party party, long connection) {
        this.party = party;
        this.connection = connection;
    }

    @Override
    public void received(byte[] message) {
        throw new AssertionError(party.name() + ", connection " + connection + ": bytes before the first record");
    }

    @Override
    public void over(Kind how, String why) {
        party.simulation().note(party.name(), "punch over", how + ": " + why);
        party.forget(connection);
        party.event(new Event.Closed(connection, how, why));
    }
}
