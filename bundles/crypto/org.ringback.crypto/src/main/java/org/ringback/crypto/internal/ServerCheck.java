package org.ringback.crypto.internal;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * A {@link ServerChainCheck} that is skipped for chains that were found valid before. Immutable, thread-safe.
 *
 * @param seen the chains that were found valid
 * @param check checks other chains
 */
record ServerCheck(SeenChains seen, ServerChainCheck check) implements PeerCheck {
    @Override
    public Spki check(List<X509Certificate> chain) throws ProtectionException {
        List<byte[]> der = der(chain);
        Optional<Spki> known = seen.find(der, check);
        if (known.isPresent()) {
            return known.get();
        }
        Spki leaf = check.check(chain);
        seen.remember(der, chain, check, leaf);
        return leaf;
    }

    private static List<byte[]> der(List<X509Certificate> chain) throws ProtectionException {
        List<byte[]> der = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                der.add(certificate.getEncoded());
            } catch (CertificateEncodingException malformed) {
                throw new ProtectionException(Reason.BROKEN, "certificate: malformed (expected: X.509 in DER)");
            }
        }
        return der;
    }
}
