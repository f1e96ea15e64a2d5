package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;

/** What a gateway wants done, beside what every role wants. Immutable (arrays are not copied). */
public sealed interface AcceptorAction extends Action {
    /**
     * Send a datagram to a server, from the one UDP socket of its address family.
     *
     * @param bytes what
     * @param to where
     */
    record ToServer(byte[] bytes, InetSocketAddress to) implements AcceptorAction {}

    /**
     * A call-back was accepted: the connection carries a call from now on. {@link org.ringback.kernel.Event.Closed} is still to
     * be told.
     *
     * @param connection which
     * @param facts what is known of the call
     */
    record HandOver(long connection, CallFacts facts) implements AcceptorAction {}

    /**
     * Tell the core something, once what it stands behind is done.
     *
     * @param event what
     */
    record Tell(AcceptorEvent event) implements AcceptorAction {}
}
