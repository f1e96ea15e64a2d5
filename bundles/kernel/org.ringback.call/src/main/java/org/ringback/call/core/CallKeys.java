package org.ringback.call.core;

import org.ringback.api.Secret;
import org.ringback.spi.CallKey;
import org.ringback.spi.RingCrypto.CallProofUse;

/** Makes the key of one call, and the proofs by it, with the crypto that runs. */
public interface CallKeys {
    /**
     * Makes the key.
     *
     * @param acceptorHalf what the acceptor's CALL says
     * @param issuerHalf what the issuer's says
     * @return the call's ID and secret
     */
    CallKey key(Secret acceptorHalf, Secret issuerHalf);

    /**
     * Makes a proof.
     *
     * @param key what {@link #key} made
     * @param use which end proves
     * @param epoch the number of the session
     * @return its bytes
     */
    byte[] proof(CallKey key, CallProofUse use, long epoch);
}
