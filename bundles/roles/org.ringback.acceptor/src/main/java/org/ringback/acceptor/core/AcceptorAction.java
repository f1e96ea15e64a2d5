package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.kernel.Action;

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
     * A call-back was accepted: the connection carries conversations from now on. {@link org.ringback.kernel.Event.Closed} is
     * still to be told.
     *
     * @param connection which
     * @param equipment the equipment called
     * @param service the service asked for
     * @param peer the issuer's key
     * @param ring the ring that it answers
     */
    record HandOver(long connection, EquipmentId equipment, String service, KeyFingerprint peer, RingNonce ring)
            implements AcceptorAction {}

    /**
     * Tell the core something, once what it stands behind is done.
     *
     * @param event what
     */
    record Tell(AcceptorEvent event) implements AcceptorAction {}
}
