package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ServerPins;

/**
 * Checks a server's chain: it ends with a CA whose key is pinned; PKIX (RFC 5280 §6) leads from that CA to the leaf on
 * the given date; and the leaf is for the use and the host. Checks length, name, key usage and extended key usage
 * itself, as PKIX accepts an empty path, any usage and any name. Does not check the CA's own dates, as only its key is
 * pinned. Immutable.
 *
 * @param pins the key hashes of acceptable CAs
 * @param host the host dialled
 * @param now the date
 * @param use what the leaf must be for
 */
record ServerChainCheck(ServerPins pins, ServerHost host, Instant now, LeafUse use) implements PeerCheck {
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 4;

    /** Index of the bit keyCertSign in KeyUsage (RFC 5280 §4.2.1.3). */
    private static final int KEY_CERT_SIGN = 5;

    /** {@link X509Certificate#getBasicConstraints()} of a certificate that is no CA. */
    private static final int NO_CA = -1;

    @Override
    public Spki check(List<X509Certificate> chain) throws ProtectionException {
        // [CF-8] The chain has 2 to 4 certificates: the leaf first, the CA last.
        if (chain.size() < MIN_LENGTH || chain.size() > MAX_LENGTH) {
            throw strange(
                    Amount.of(chain.size(), "certificate") + " (expected: " + MIN_LENGTH + " to " + MAX_LENGTH + ")");
        }
        X509Certificate authority = chain.get(chain.size() - 1);
        // [TLS-8] The server shows a chain of 2 to 4 certificates that ends with the CA: the CA's key hash is pinned …
        if (!pins.authorities().contains(Spki.of(authority).fingerprint())) {
            throw new ProtectionException(
                    Reason.WRONG_KEY,
                    "server CA: " + Spki.of(authority).fingerprint().shortForm() + " (expected: "
                            + pins.authorities().stream()
                                    .map(KeyFingerprint::shortForm)
                                    .collect(Collectors.joining(" or "))
                            + ", which the string named)");
        }
        if (authority.getBasicConstraints() == NO_CA || !mayUse(authority, KEY_CERT_SIGN)) {
            throw bad("the last is no CA (expected: one that may sign certificates)");
        }
        List<X509Certificate> path = chain.subList(0, chain.size() - 1);
        checkDates(path);
        validate(path, authority);
        checkLeaf(chain.get(0));
        return Spki.of(chain.get(0));
    }

    /**
     * Checks the dates before the validator does, to say that this machine's clock is probably wrong, which is the
     * likelier cause.
     */
    private void checkDates(List<X509Certificate> path) throws ProtectionException {
        for (X509Certificate each : path) {
            Instant from = each.getNotBefore().toInstant();
            Instant to = each.getNotAfter().toInstant();
            if (now.isBefore(from)) {
                throw bad("not valid yet, only from " + from + " on" + clock());
            }
            if (now.isAfter(to)) {
                throw bad("expired on " + to + clock());
            }
        }
    }

    private String clock() {
        return " (expected: valid now; this machine's clock says " + now + ": see that it is right, then try again)";
    }

    private void validate(List<X509Certificate> path, X509Certificate authority) throws ProtectionException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX", BouncyCastle.PROVIDER)
                    .validate(
                            CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                                    .generateCertPath(path),
                            parameters);
        } catch (CertPathValidatorException e) {
            throw bad(e.getMessage() + " (expected: a chain that its CA signed, valid on " + now + ")");
        } catch (GeneralSecurityException e) {
            throw strange("malformed (expected: X.509)");
        }
    }

    private void checkLeaf(X509Certificate leaf) throws ProtectionException {
        // [TLS-9] the leaf is no CA, has digitalSignature and serverAuth, and carries the host dialled as dNSName …
        if (leaf.getBasicConstraints() != NO_CA) {
            throw bad("the leaf is a CA (expected: a server)");
        }
        // [CF-9] A leaf for TLS is refused here, this leaf in TLS.
        if (!mayUse(leaf, use.usageBit())) {
            throw bad("the leaf's key usage (expected: " + use.usageName() + ")");
        }
        if (!hasPurpose(leaf)) {
            throw bad("the leaf's extended key usage (expected: " + use.purposeName() + ")");
        }
        if (!host.isIn(leaf)) {
            throw bad("the leaf is for another server (expected: " + host + ")");
        }
    }

    private static boolean mayUse(X509Certificate certificate, int use) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && usage.length > use && usage[use];
    }

    private boolean hasPurpose(X509Certificate leaf) throws ProtectionException {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages != null && usages.contains(use.purpose().getId());
        } catch (CertificateParsingException e) {
            throw bad("the leaf's extended key usage is malformed (expected: " + use.purposeName() + ")");
        }
    }

    /** Refuses what no server of ours would send, whatever the date. */
    private static ProtectionException strange(String what) {
        return new ProtectionException(Reason.BROKEN, "server chain: " + what);
    }

    private static ProtectionException bad(String what) {
        return new ProtectionException(Reason.BAD_CHAIN, "server chain: " + what);
    }
}
