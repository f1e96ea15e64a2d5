package org.ringback.simulator;

import java.nio.ByteBuffer;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** A device's end of a connection that asks the server to be relayed, until the other end is there. */
final class RelayUser implements ClearUser {
    private final Party party;
    private final long connection;
    private final byte[] bind;
    private final Runnable bound;

    RelayUser(Party party, long connection, byte[] bind, Runnable bound) {
        this.party = party;
        this.connection = connection;
        this.bind = bind;
        this.bound = bound;
    }

    @Override
    public void connected() {
        party.end(connection).send(bind);
    }

    @Override
    public void received(byte[] message) {
        try {
            Message answer = party.codec().decode(ByteBuffer.wrap(message), Door.DEVICE_RELAY);
            party.simulation().note(party.name(), "<- relay", answer);
            if (answer.kind() == MessageKind.RELAY_BOUND) {
                bound.run();
            } else {
                party.end(connection).abort();
                over(Kind.REFUSED, "the relay refused: " + answer.get(Attributes.ERROR_CODE));
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void over(Kind how, String why) {
        party.simulation().note(party.name(), "relay over", how + ": " + why);
        party.forget(connection);
        party.event(new Event.Closed(connection, how, why));
    }
}
