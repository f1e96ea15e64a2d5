package org.ringback.issuer.core;

import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;

/**
 * This issuer's identity, as it is kept: one for the process, whichever servers and equipment there are. Immutable.
 *
 * @param fingerprint its public key
 * @param encoded what {@link org.ringback.api.crypto.Identities#identity(Secret)} reads
 */
public record IssuerKey(KeyFingerprint fingerprint, Secret encoded) {}
