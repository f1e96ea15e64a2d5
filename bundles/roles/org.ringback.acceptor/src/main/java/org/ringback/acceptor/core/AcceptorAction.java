package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;

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

    /** After {@link AcceptorEvent.Leave}: no ring is under way any more. */
    record AtRest() implements AcceptorAction {}

    /**
     * Give the core an event, once the actions before this one are done.
     *
     * @param event the event
     */
    record Tell(AcceptorEvent event) implements AcceptorAction {}
}
