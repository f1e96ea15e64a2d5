package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ServerChains;
import org.ringback.spi.ServerPins;

/**
 * {@link ServerChains} by {@link ServerChainCheck}; does not check a chain again that {@link SeenChains} has.
 * Thread-safe.
 */
public final class PinnedChains implements ServerChains {
    private final SeenChains seen;

    /** Starts with no chain seen. */
    public PinnedChains() {
        this(new SeenChains());
    }

    PinnedChains(SeenChains seen) {
        this.seen = seen;
    }

    @Override
    public byte[] agreementKey(List<byte[]> chain, ServerPins pins, String host, Instant now)
            throws ProtectionException {
        ServerChainCheck check = new ServerChainCheck(pins, ServerHost.parse(host), now, LeafUse.AGREEMENT);
        Optional<Spki> known = seen.find(chain, check);
        if (known.isPresent()) {
            return known.get().der().clone();
        }
        List<X509Certificate> certificates;
        Spki leaf;
        try {
            certificates = read(chain);
            leaf = check.check(certificates);
        } catch (GeneralSecurityException | RuntimeException malformed) {
            // For some malformed content Bouncy Castle throws unchecked exceptions of many kinds.
            throw new ProtectionException(Reason.BROKEN, "server chain: malformed (expected: X.509 in DER)");
        }
        if (leaf.x25519().length == 0) {
            throw new ProtectionException(Reason.BAD_CHAIN, "server chain: the leaf's key (expected: X25519)");
        }
        seen.remember(chain, certificates, check, leaf);
        return leaf.der().clone();
    }

    private static List<X509Certificate> read(List<byte[]> chain) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : chain) {
            X509Certificate certificate = KeyAndChain.certificate(der);
            if (!Arrays.equals(der, certificate.getEncoded())) {
                throw new CertificateEncodingException("certificate: another encoding (expected: DER, and no more)");
            }
            certificates.add(certificate);
        }
        return certificates;
    }
}
