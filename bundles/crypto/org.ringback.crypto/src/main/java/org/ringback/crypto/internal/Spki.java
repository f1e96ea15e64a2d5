package org.ringback.crypto.internal;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.ringback.api.KeyFingerprint;

/**
 * A certificate's SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), with exactly the bytes in the certificate, which a key
 * object might encode differently. Immutable.
 *
 * @param der the bytes; nobody changes them
 * @param fingerprint their SHA-256
 * @param ed25519 whether it is an Ed25519 key, encoded as RFC 8410 §4 says
 */
record Spki(byte[] der, KeyFingerprint fingerprint, boolean ed25519) {
    private static final int ED25519_KEY_BITS = 256;
    private static final int X25519_KEY_LENGTH = 32;
    private static final AlgorithmIdentifier X25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_X25519);
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);

    static Spki of(X509Certificate certificate) {
        try {
            SubjectPublicKeyInfo info =
                    Certificate.getInstance(certificate.getEncoded()).getSubjectPublicKeyInfo();
            byte[] der = info.getEncoded(ASN1Encoding.DER);
            boolean ed25519 = info.getAlgorithm().equals(ED25519)
                    && info.getPublicKeyData().getBytes().length * Byte.SIZE == ED25519_KEY_BITS
                    && info.getPublicKeyData().getPadBits() == 0;
            return new Spki(der, KeyFingerprint.of(Kdf.sha256(der)), ed25519);
        } catch (CertificateEncodingException | IOException e) {
            throw new IllegalArgumentException("certificate: (expected: one that can be encoded)", e);
        }
    }

    /** The X25519 key, if encoded as RFC 8410 §4 says; empty if it is no such key. */
    byte[] x25519() {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(der);
        byte[] key = info.getPublicKeyData().getBytes();
        boolean right = info.getAlgorithm().equals(X25519)
                && key.length == X25519_KEY_LENGTH
                && info.getPublicKeyData().getPadBits() == 0;
        return right ? key : new byte[0];
    }
}
