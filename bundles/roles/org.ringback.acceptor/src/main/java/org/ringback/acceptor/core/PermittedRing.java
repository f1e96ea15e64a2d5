package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.ringback.api.RingNonce;
import org.ringback.spi.BoxContent;

/**
 * A ring that was judged, and whose issuer may be called back.
 *
 * @param equipment the equipment that was rung
 * @param nonce the ring
 * @param box the content of the issuer's box
 * @param issuer where the server sees the issuer
 * @param notDialled why that address is not dialled, so that only the relay is left; empty if it is
 * @param punching how both ends dial at the same moment; empty if they do not
 * @param relay the way through the server's relay; empty if there is none
 */
record PermittedRing(
        Equipment equipment,
        RingNonce nonce,
        BoxContent box,
        InetSocketAddress issuer,
        Optional<RefusedRing> notDialled,
        Optional<Punching> punching,
        Optional<RelayWay> relay) {}
