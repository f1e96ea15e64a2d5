package org.ringback.spi;

import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;

/**
 * What names a call and proves it, where a next session carries it: of both ends' halves, and of nobody else's. Kept in
 * memory only.
 *
 * @param id {@link RingCrypto#CALL_ID_LENGTH} bytes
 * @param secret 32 bytes; whoever has the key destroys it at the end of the call
 * @param acceptor the acceptor's key
 * @param issuer the issuer's key
 */
public record CallKey(byte[] id, Secret secret, KeyFingerprint acceptor, KeyFingerprint issuer) {}
