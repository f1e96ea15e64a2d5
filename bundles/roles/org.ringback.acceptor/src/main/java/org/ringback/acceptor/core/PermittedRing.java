package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import org.ringback.api.RingNonce;
import org.ringback.spi.BoxContent;

/**
 * A ring whose issuer may be called back.
 *
 * @param equipment which was asked
 * @param nonce the ring
 * @param box what the issuer said
 * @param issuer where it is
 */
record PermittedRing(Equipment equipment, RingNonce nonce, BoxContent box, InetSocketAddress issuer) {}
