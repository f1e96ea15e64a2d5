package org.ringback.acceptor.core;

import java.time.Duration;
import org.ringback.driver.ServerAddress;
import org.ringback.wire.TransactionId;

/** A registration under way. */
final class PendingRegistration {
    private static final int SENDS = 7;
    private static final Duration LAST_WAIT = Duration.ofSeconds(8);

    private final TransactionId transaction;
    private final byte[] bytes;
    private final ServerAddress server;
    private final LeaseKeys keys;
    private final long sequence;
    private final Retransmission again = new Retransmission(SENDS, LAST_WAIT);

    /**
     * Plans it.
     *
     * @param sent as the server may name it
     * @param bytes the datagram
     * @param sequence its number under its nonce; 0 if it carries no nonce
     */
    PendingRegistration(SentRegistration sent, byte[] bytes, long sequence) {
        this.transaction = sent.transaction();
        this.bytes = bytes;
        this.server = sent.server();
        this.keys = sent.keys();
        this.sequence = sequence;
    }

    TransactionId transaction() {
        return transaction;
    }

    ServerAddress server() {
        return server;
    }

    LeaseKeys keys() {
        return keys;
    }

    long sequence() {
        return sequence;
    }

    boolean authenticated() {
        return sequence > 0;
    }

    void send(Turn turn) {
        turn.act(new AcceptorAction.SendDatagram(bytes, server.address()));
        again.sent(turn);
    }

    long nextAt() {
        return again.nextAt();
    }

    boolean exhausted() {
        return again.exhausted();
    }
}
