package org.ringback.spi;

import java.util.Optional;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.OpaqueString;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;

/**
 * The content of the issuer's box, which only the acceptor can read; the server passes it on. Immutable (the arrays are
 * not copied: nobody changes them).
 *
 * @param system the system that the issuer asked the server for
 * @param service the service wanted, for example {@code http}; 1 to 32 characters of {@code a-z 0-9 -}
 * @param grant the grant under which the issuer rings
 * @param issuer the issuer's key
 * @param grantProof 32 bytes, see {@link RingCrypto#ringProof}
 * @param passwordProof 32 bytes, if the system needs the password
 * @param rawPasswordProof 32 bytes: the proof of the password as typed, if it differs from its {@link OpaqueString};
 *     for gateways whose record an older version made
 * @param firstTry the nonce of the same ring's first try, if this is its second try, over the other address family
 */
public record BoxContent(
        RingSystem system,
        String service,
        GrantId grant,
        KeyFingerprint issuer,
        byte[] grantProof,
        Optional<byte[]> passwordProof,
        Optional<byte[]> rawPasswordProof,
        Optional<RingNonce> firstTry) {

    /**
     * The content for a ring's first try.
     *
     * @param system the system that the issuer asked the server for
     * @param service the service wanted
     * @param grant the grant under which the issuer rings
     * @param issuer the issuer's key
     * @param grantProof 32 bytes
     * @param passwordProof 32 bytes, if the system needs the password
     */
    public BoxContent(
            RingSystem system,
            String service,
            GrantId grant,
            KeyFingerprint issuer,
            byte[] grantProof,
            Optional<byte[]> passwordProof) {
        this(system, service, grant, issuer, grantProof, passwordProof, Optional.empty(), Optional.empty());
    }
}
