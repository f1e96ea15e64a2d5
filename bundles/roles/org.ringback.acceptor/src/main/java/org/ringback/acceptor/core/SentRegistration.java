package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.TransactionId;

/**
 * A registration that was sent. The server may also answer one with a lease's key later, by a wake-up or a datagram
 * ring.
 *
 * @param transaction its transaction ID, which the answer names
 * @param server the address to which it was sent
 * @param lease the keys under which it was sent; empty if it only asks for a nonce
 * @param sequence its SEQUENCE under its nonce; 0 if it has no nonce
 * @param again sends its copies
 */
record SentRegistration(
        TransactionId transaction,
        ServerAddress server,
        Optional<LeaseKeys> lease,
        long sequence,
        Retransmission again) {
    boolean authenticated() {
        return lease.isPresent();
    }

    /** {@return the lease's keys, for a registration that was sent with a lease} */
    LeaseKeys keys() {
        return lease.orElseThrow();
    }
}
