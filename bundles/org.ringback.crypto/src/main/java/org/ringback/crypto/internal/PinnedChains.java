package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.crypto.ProtectionException;
import org.ringback.api.crypto.ProtectionException.Reason;
import org.ringback.api.crypto.ServerChains;
import org.ringback.api.crypto.ServerPins;

/** {@link ServerChains} on {@link ServerChainCheck}. Stateless, thread-safe. */
@Component(service = ServerChains.class, property = Epoch.RANKING)
public final class PinnedChains implements ServerChains {
    /** Starts. */
    @Activate
    public PinnedChains() {
        // Nothing to prepare.
    }

    @Override
    public byte[] agreementKey(List<byte[]> chain, ServerPins pins, String host, Instant now)
            throws ProtectionException {
        ServerChainCheck check = new ServerChainCheck(pins, ServerHost.parse(host), now, LeafUse.AGREEMENT);
        Spki leaf;
        try {
            leaf = check.check(read(chain));
        } catch (GeneralSecurityException | RuntimeException malformed) {
            // Bouncy Castle tells of some malformed contents with exceptions of many kinds, none of them checked.
            throw new ProtectionException(Reason.BAD_CHAIN, "server chain: malformed (expected: X.509 in DER)");
        }
        if (leaf.x25519().length == 0) {
            throw new ProtectionException(Reason.BAD_CHAIN, "server chain: the leaf's key (expected: X25519)");
        }
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
