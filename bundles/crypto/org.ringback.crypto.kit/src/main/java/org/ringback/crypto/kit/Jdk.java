package org.ringback.crypto.kit;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;

/** The JDK's own cryptography, as a second opinion about keys and certificates. Stateless. */
final class Jdk {
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private Jdk() {}

    /** Ed25519 (RFC 8032 §5.1) under a key in DER (RFC 8410 §4). */
    static boolean signed(byte[] publicKey, byte[] message, byte[] signature) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    /** {@return X25519 of a private key and the base point (RFC 7748 §6.1)} */
    static byte[] x25519(Secret privateKey) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey.copyBytes())));
        agreement.doPhase(keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT)), true);
        return agreement.generateSecret();
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    static KeyFingerprint fingerprint(byte[] spki) throws GeneralSecurityException {
        return KeyFingerprint.of(MessageDigest.getInstance("SHA-256").digest(spki));
    }
}
