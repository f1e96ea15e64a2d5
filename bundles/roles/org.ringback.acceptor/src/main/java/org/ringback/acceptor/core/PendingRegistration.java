package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Turn;
import org.ringback.wire.TransactionId;

/** A registration under way. */
final class PendingRegistration {
    private static final int SENDS = 4;
    private static final Duration LAST_WAIT = Duration.ofSeconds(4);
    private static final Duration KNOCK_WAIT = Duration.ofSeconds(2);

    private final TransactionId transaction;
    private final ServerAddress server;
    private final Optional<LeaseKeys> keys;
    private final byte[] bytes;
    private final long sequence;
    private final Retransmission again;

    /**
     * Plans it.
     *
     * @param transaction its transaction ID
     * @param server where it is sent
     * @param keys of the lease, if there is one
     * @param bytes the datagram
     * @param sequence its number under its nonce; 0 if it carries no nonce
     * @param knock whether one copy is enough
     */
    PendingRegistration(
            TransactionId transaction,
            ServerAddress server,
            Optional<LeaseKeys> keys,
            byte[] bytes,
            long sequence,
            boolean knock) {
        this.transaction = transaction;
        this.bytes = bytes;
        this.server = server;
        this.keys = keys;
        this.sequence = sequence;
        // [REG-13] 18 to 23 s after the last try began (74 to 92 % of REFRESH-TIME, if that is less), if that is …
        this.again = knock ? new Retransmission(1, KNOCK_WAIT) : new Retransmission(SENDS, LAST_WAIT);
    }

    TransactionId transaction() {
        return transaction;
    }

    ServerAddress server() {
        return server;
    }

    /** {@return those of the lease that it was sent under; there must have been one} */
    LeaseKeys keys() {
        return keys.orElseThrow();
    }

    long sequence() {
        return sequence;
    }

    boolean authenticated() {
        return sequence > 0;
    }

    void send(Turn turn) {
        turn.act(new AcceptorAction.ToServer(bytes, server.address()));
        again.sent(turn);
    }

    long nextAt() {
        return again.nextAt();
    }

    boolean exhausted() {
        return again.exhausted();
    }
}
