package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.ServerAddress;
import org.ringback.spi.RingCrypto;
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
    void leave(EstateWriter out) {
        out.bytes(transaction.bytes());
        AcceptorEstate.write(server, out);
        out.number(sequence).bytes(keys().registration().copyBytes());
    }

    /** One that a predecessor sent, and that nobody sends again. */
    static SentRegistration inherited(EstateRow in, Optional<LeaseKeys> lease, EquipmentId self, RingCrypto crypto) {
        TransactionId transaction = TransactionId.of(in.bytes());
        ServerAddress server = AcceptorEstate.server(in);
        long sequence = in.number();
        Secret key = Secret.copyOf(in.bytes());
        LeaseKeys keys = lease.filter(held -> held.registration().equals(key))
                .orElseGet(() -> LeaseKeys.derive(key, self, crypto));
        Retransmission none =
                new Retransmission(new AcceptorAction.ToServer(new byte[0], server.address()), 0, Duration.ZERO);
        return new SentRegistration(transaction, server, Optional.of(keys), sequence, none);
    }

    boolean authenticated() {
        return lease.isPresent();
    }

    /** {@return the lease's keys, for a registration that was sent with a lease} */
    LeaseKeys keys() {
        return lease.orElseThrow();
    }
}
