package org.ringback.crypto.internal;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.ringback.api.Amount;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * Accepts a device's self-signed certificate, of which only the Ed25519 key counts: dates, names and the certificate's
 * signature are not checked. Immutable.
 *
 * @param pinned the only key to be accepted, or empty for any
 */
record DeviceCheck(Optional<KeyFingerprint> pinned) implements PeerCheck {
    @Override
    public Spki check(List<X509Certificate> chain) throws ProtectionException {
        // [TLS-7] A device shows exactly one self-signed certificate with an Ed25519 key, of which only the key …
        if (chain.size() != 1) {
            throw new ProtectionException(
                    Reason.BAD_CHAIN, "device chain: " + Amount.of(chain.size(), "certificate") + " (expected: 1)");
        }
        Spki key = Spki.of(chain.get(0));
        if (!key.ed25519()) {
            throw new ProtectionException(Reason.WRONG_KEY, "device key: (expected: Ed25519)");
        }
        if (pinned.isPresent() && !pinned.get().equals(key.fingerprint())) {
            throw new ProtectionException(
                    Reason.WRONG_KEY,
                    "peer key: " + key.fingerprint().shortForm() + " (expected: "
                            + pinned.get().shortForm() + ")");
        }
        return key;
    }
}
