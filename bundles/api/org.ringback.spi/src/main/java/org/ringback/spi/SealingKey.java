package org.ringback.spi;

import org.ringback.api.Secret;

/**
 * A piece of equipment's X25519 key pair for HPKE, separate from its identity. Immutable.
 *
 * @param publicKey the 32 raw bytes (RFC 7748), as in a grant
 * @param encoded the private half, to be stored
 */
public record SealingKey(SealingPublicKey publicKey, Secret encoded) {}
