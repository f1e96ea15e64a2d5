package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.TransactionId;

/**
 * A registration that was sent. One under a lease's key the server may answer with a wake-up or a datagram ring, too.
 *
 * @param transaction its transaction ID, which the answer names
 * @param server where it was sent
 * @param lease the keys under which it was sent; empty if it only asks for a nonce
 * @param sequence its number under its nonce; 0 if it carries none
 * @param again sends it
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

    /** {@return those of the lease; it is sent under one} */
    LeaseKeys keys() {
        return lease.orElseThrow();
    }
}
