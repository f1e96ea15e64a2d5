package org.ringback.relay.core;

import java.util.Objects;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** One end of a ring that may be relayed: its ticket, and its connection once that came. Not thread-safe. */
final class RelayLeg {
    private static final long NONE = -1;

    final PendingRing ring;
    final RelayTicket ticket;
    /** Whether the gateway's judge agreed. */
    boolean counts;
    /** The connection that came with the ticket; negative before. */
    long connection = NONE;
    /** Of its Relay Bind. */
    TransactionId transaction = new TransactionId(0, 0);

    RelayLeg(PendingRing ring, RelayTicket ticket) {
        this.ring = ring;
        this.ticket = ticket;
    }

    /** Both ends of its ring. */
    RelayLegs legs() {
        return Objects.requireNonNull(ring.relay, "a leg is one of two");
    }

    /** Its connection ended before the other came. */
    void left() {
        connection = NONE;
    }

    boolean there() {
        return connection != NONE;
    }
}
