package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import org.ringback.api.RingNonce;
import org.ringback.spi.BoxContent;

/**
 * A ring that was judged, and whose issuer may be called back.
 *
 * @param equipment the equipment that was rung
 * @param nonce the ring
 * @param box the content of the issuer's box
 * @param issuer the address to dial
 */
record PermittedRing(Equipment equipment, RingNonce nonce, BoxContent box, InetSocketAddress issuer) {}
