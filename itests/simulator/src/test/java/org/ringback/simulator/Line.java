package org.ringback.simulator;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageFramer;

/** One connection of one process: cuts its bytes into messages and tells the party's core. */
final class Line implements LinkUser {
    private final Party<?, ?> party;
    private final long connection;
    private final Hears hears;
    private final MessageFramer framer;
    private End end;

    /** The four things that can happen to a connection, as events of a core. */
    interface Hears {
        void established(long connection, Proof proof);

        void received(long connection, Message message);

        void malformed(long connection, Optional<Message> refusal, String why);

        void closed(long connection, Close how, String why);
    }

    Line(Party<?, ?> party, long connection, Door door, Hears hears) {
        this.party = party;
        this.connection = connection;
        this.hears = hears;
        this.framer = new MessageFramer(party.codec(), door);
    }

    void on(End one) {
        end = one;
    }

    @Override
    public void established(Proof proof) {
        party.simulation().note(party.name(), "proved " + end.link(), proof.peer());
        hears.established(connection, proof);
    }

    @Override
    public void received(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining() && !end.over()) {
            try {
                framer.next(rest).ifPresent(this::message);
            } catch (MalformedMessageException e) {
                hears.malformed(connection, e.refusal(), String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private void message(Message message) {
        party.simulation().note(party.name(), "<- " + end.link(), message);
        hears.received(connection, message);
    }

    @Override
    public void closed(Close how, String why) {
        party.simulation().note(party.name(), "over " + end.link(), how + ": " + why);
        party.forget(connection);
        hears.closed(connection, how, why);
    }
}
