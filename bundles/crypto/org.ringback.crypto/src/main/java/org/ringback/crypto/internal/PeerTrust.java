package org.ringback.crypto.internal;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/** Runs the {@link PeerCheck} of one session, and keeps its result. Confined to its session. */
final class PeerTrust {
    private final PeerCheck check;
    private @Nullable Spki accepted;
    private @Nullable ProtectionException refusal;

    PeerTrust(PeerCheck check) {
        this.check = check;
    }

    /** The peer's key, if its chain was accepted; proved only when the handshake is complete. */
    Optional<Spki> accepted() {
        return Optional.ofNullable(accepted);
    }

    /** Why the chain was refused, if it was. */
    Optional<ProtectionException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Checks the peer's chain.
     *
     * @param chain as sent, the peer's own certificate first
     * @throws ProtectionException if it is refused
     */
    void decide(X509Certificate[] chain) throws ProtectionException {
        accepted = null;
        try {
            accepted = check.check(List.of(chain));
        } catch (ProtectionException e) {
            refusal = e;
            throw e;
        } catch (IllegalArgumentException | IllegalStateException malformed) {
            refusal = new ProtectionException(Reason.BROKEN, "certificate: malformed (expected: X.509 in DER)");
            throw refusal;
        }
    }
}
