package org.ringback.crypto.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys, serial numbers and signatures for all certificates of ours. Stateless. */
final class Certificates {
    /** Random bits in a serial number, which must be positive and at most 20 bytes long (RFC 5280 §4.1.2.2). */
    private static final int SERIAL_BITS = 64;

    private Certificates() {}

    /** Makes a key pair on P-256, which every TLS stack knows. */
    static KeyPair p256(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle knows P-256", e);
        }
    }

    static KeyPair ed25519(SecureRandom random) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519", BouncyCastle.PROVIDER);
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(
                            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey())
                                    .getEncoded())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(
                            PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle knows Ed25519", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    static void usage(X509v3CertificateBuilder builder, int usage) throws IOException {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    }

    /** Adds subject and authority key identifier (RFC 5280 §4.2.1.1 and §4.2.1.2). */
    static void keyIds(X509v3CertificateBuilder builder, SubjectPublicKeyInfo own, SubjectPublicKeyInfo issuer)
            throws IOException {
        try {
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(own));
            builder.addExtension(Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(issuer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1, which only names keys here", e);
        }
    }

    static SubjectPublicKeyInfo spki(PublicKey key) {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded());
    }

    static SubjectPublicKeyInfo spki(AsymmetricKeyParameter key) {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey signer, SecureRandom random) {
        try {
            return KeyAndChain.certificate(
                    builder.build(new JcaContentSignerBuilder(KeyAndChain.signatureAlgorithm(signer))
                                    .setProvider(BouncyCastle.PROVIDER)
                                    .setSecureRandom(random)
                                    .build(signer))
                            .getEncoded());
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours can be signed and read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
