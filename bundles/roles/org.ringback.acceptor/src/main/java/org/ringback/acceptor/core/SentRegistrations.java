package org.ringback.acceptor.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.spi.RingCrypto;
import org.ringback.wire.TransactionId;

/** The last registrations of one piece of equipment with a lease's key, which the server may still answer. */
final class SentRegistrations {
    private static final int REMEMBERED = 4;

    private final StoredEquipment self;
    private final Deque<SentRegistration> latest = new ArrayDeque<>();

    SentRegistrations(StoredEquipment self) {
        this.self = self;
    }

    void add(SentRegistration registration) {
        latest.addFirst(registration);
        // [REG-19] The acceptor remembers the transaction IDs of its last 4 registrations for each piece of …
        if (latest.size() > REMEMBERED) {
            latest.removeLast();
        }
    }

    /** {@return the registration that a message of the server names, if it is one of the last} */
    Optional<SentRegistration> find(TransactionId inReplyTo) {
        return latest.stream()
                .filter(one -> one.transaction().equals(inReplyTo))
                .findFirst();
    }

    void leave(EstateWriter out) {
        latest.forEach(one -> one.leave(AcceptorEstate.row(out, AcceptorEstate.SENT, self)));
    }

    void inherit(EstateReader in, Optional<LeaseKeys> lease, RingCrypto crypto) {
        AcceptorEstate.each(
                in,
                AcceptorEstate.SENT,
                self,
                row -> latest.addLast(SentRegistration.inherited(row, lease, self.id(), crypto)));
    }
}
