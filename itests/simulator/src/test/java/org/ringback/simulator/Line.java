package org.ringback.simulator;

import java.nio.ByteBuffer;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageFramer;

/** One connection of one process: cuts its bytes into messages and tells the party's core. */
final class Line implements LinkUser {
    private final Party party;
    private final long connection;
    private final MessageFramer framer;
    private End end;

    Line(Party party, long connection, Door door) {
        this.party = party;
        this.connection = connection;
        this.framer = new MessageFramer(party.codec(), door);
    }

    void on(End one) {
        end = one;
    }

    @Override
    public void established(Proof proof) {
        party.simulation().note(party.name(), "proved " + end.link(), proof.peer());
        party.event(new Event.Established(connection, proof.facts()));
    }

    @Override
    public void received(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining() && !end.over()) {
            try {
                framer.next(rest).ifPresent(this::message);
            } catch (MalformedMessageException e) {
                party.event(new Event.Malformed(connection, e.refusal(), String.valueOf(e.getMessage())));
                return;
            }
        }
    }

    private void message(Message message) {
        party.simulation().note(party.name(), "<- " + end.link(), message);
        party.event(new Event.Received(connection, message));
    }

    @Override
    public void closed(Close how, String why) {
        party.simulation().note(party.name(), "over " + end.link(), how + ": " + why);
        party.forget(connection);
        party.event(new Event.Closed(connection, CloseReason.Kind.valueOf(how.name()), why));
    }
}
