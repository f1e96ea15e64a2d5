package org.ringback.issuer.core;

import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;

/**
 * An identity of this issuer as kept on disk: there is one for all servers and equipment, and a further one for each
 * server that revoked it. Immutable.
 *
 * @param fingerprint its public key
 * @param encoded what {@link org.ringback.spi.Identities#identity(Secret)} reads
 */
public record IssuerKey(KeyFingerprint fingerprint, Secret encoded) {}
