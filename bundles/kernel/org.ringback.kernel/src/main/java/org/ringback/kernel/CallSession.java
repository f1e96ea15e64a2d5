package org.ringback.kernel;

import org.ringback.api.RingNonce;

/**
 * How the session that carries a call was made, and by what another one takes its place. Immutable.
 *
 * @param plan makes this end's sessions
 * @param nonce the ring's try that the call answers, which both ends know
 * @param by whose code the present session runs
 */
public record CallSession(SessionPlan plan, RingNonce nonce, CryptoBundle by) {}
