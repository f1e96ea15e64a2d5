package org.ringback.acceptor.core;

import org.ringback.kernel.ConnectionOwner;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/** One way of a {@link RingCall} to its issuer: a connection, dialled directly or through the relay. */
final class CallWay implements ConnectionOwner {
    private final RingCall call;
    private final boolean relayed;
    private long connection;
    private long deadline;
    private boolean open;
    private boolean proved;

    CallWay(RingCall call, boolean relayed, long deadline) {
        this.call = call;
        this.relayed = relayed;
        this.deadline = deadline;
    }

    /** {@return what a story calls it} */
    String name() {
        return relayed ? "relay" : "direct";
    }

    boolean isRelayed() {
        return relayed;
    }

    long connection() {
        return connection;
    }

    void connection(long number) {
        connection = number;
    }

    /** {@return whether its dial reached somebody, of whom nothing may be proved; at the relay, that both ends are there} */
    boolean isOpen() {
        return open;
    }

    /** {@return whether the issuer's key is proved on it} */
    boolean isProved() {
        return proved;
    }

    /** {@return what became of it until now, in words} */
    String soFar() {
        return proved
                ? "the issuer's key was proved, and the other way was asked"
                : open ? "nobody was proved in time" : "no answer until then";
    }

    void deadline(long until) {
        deadline = until;
    }

    /** Another way stands. */
    void hurry(long until) {
        deadline = Math.min(deadline, until);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void opened(Turn turn) {
        open = true;
        call.opened(this);
    }

    @Override
    public void established(PeerFacts peer, Turn turn) {
        opened(turn);
        proved = true;
        call.keyAgreement(this, String.valueOf(peer.protection()), peer.keyAgreement(), turn);
        call.proved(this, peer.key(), turn);
    }

    @Override
    public void received(Message message, Turn turn) {
        call.received(this, message, turn);
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        call.ended(this, reason, turn);
    }

    @Override
    public void notWritten(String why, Turn turn) {
        call.inTrouble(why, turn);
    }

    void give(CloseReason.Kind kind, String why, Context context, Turn turn) {
        context.owners().fail(connection, CloseReason.of(kind, why), turn);
    }
}
