package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.SessionPlan;
import org.ringback.wire.TransactionId;

/** The actions of a gateway in addition to those of every role. Immutable (arrays are not copied). */
public sealed interface AcceptorAction extends Action {
    /**
     * Send a datagram to a server, from the one UDP socket of its address family.
     *
     * @param bytes the datagram
     * @param to the server's address
     */
    record ToServer(byte[] bytes, InetSocketAddress to) implements AcceptorAction {}

    /**
     * Hand an accepted call-back over: the connection carries a call from now on.
     * {@link org.ringback.kernel.Event.Closed} must still be reported.
     *
     * @param connection which
     * @param facts what is known of the call
     */
    record HandOver(long connection, CallFacts facts) implements AcceptorAction {}

    /**
     * Ask a server to be relayed; once the other end is there, protect the connection as one that was dialled.
     *
     * @param connection the number that the connection gets: odd
     * @param server where to dial
     * @param bind a whole Relay Bind
     * @param transaction its transaction ID
     * @param session how the connection is protected then
     */
    record Relay(
            long connection,
            InetSocketAddress server,
            byte[] bind,
            TransactionId transaction,
            SessionPlan.ToIssuer session)
            implements AcceptorAction {}

    /** After {@link AcceptorEvent.Leave}: no ring is under way any more. */
    record AtRest() implements AcceptorAction {}

    /**
     * Give the core an event, once the actions before this one are done.
     *
     * @param event the event
     */
    record Tell(AcceptorEvent event) implements AcceptorAction {}
}
