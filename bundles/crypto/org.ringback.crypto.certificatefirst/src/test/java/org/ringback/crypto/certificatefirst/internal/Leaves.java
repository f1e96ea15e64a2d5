package org.ringback.crypto.certificatefirst.internal;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ServerPins;

/** A CA of the JDK's making, and leaves under it as they should be but for what a test asks. Not thread-safe. */
final class Leaves {
    /** The extended key usage of a leaf that agrees on keys. */
    static final KeyPurposeId AGREEMENT =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.25.38957331933549686859022070591070805707"));

    private static final X500Name CA = new X500Name("CN=test CA");
    private static final Duration DAY = Duration.ofDays(1);

    final byte[] privateKey = Curve.newPrivate(new SecureRandom());
    private final KeyPair authority;
    private final byte[] authorityCertificate;
    private byte[] keyInfo = KeyInfo.ofX25519(Curve.publicOf(privateKey));
    private Instant notBefore = Setting.NOW.minus(DAY);
    private Instant notAfter = Setting.NOW.plus(DAY);
    private int usage = KeyUsage.keyAgreement;
    private KeyPurposeId purpose = AGREEMENT;
    private String host = Setting.HOST;
    private boolean isAuthority;

    Leaves() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        authority = generator.generateKeyPair();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                CA,
                BigInteger.ONE,
                Date.from(notBefore),
                Date.from(notAfter),
                CA,
                SubjectPublicKeyInfo.getInstance(authority.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        authorityCertificate = sign(builder);
    }

    Leaves dates(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
        return this;
    }

    Leaves usage(int bits) {
        usage = bits;
        return this;
    }

    Leaves purpose(KeyPurposeId only) {
        purpose = only;
        return this;
    }

    Leaves host(String name) {
        host = name;
        return this;
    }

    Leaves keyInfo(byte[] info) {
        keyInfo = info;
        return this;
    }

    Leaves authority() {
        isAuthority = true;
        return this;
    }

    ServerPins pins() throws GeneralSecurityException {
        return new ServerPins(List.of(KeyFingerprint.of(MessageDigest.getInstance("SHA-256")
                .digest(authority.getPublic().getEncoded()))));
    }

    byte[] authorityCertificate() {
        return authorityCertificate;
    }

    List<byte[]> chain() throws Exception {
        return List.of(leaf(), authorityCertificate);
    }

    byte[] leaf() throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                CA,
                BigInteger.TWO,
                Date.from(notBefore),
                Date.from(notAfter),
                new X500Name("CN=test server"),
                SubjectPublicKeyInfo.getInstance(keyInfo));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return sign(builder);
    }

    private byte[] sign(X509v3CertificateBuilder builder) throws Exception {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()))
                .getEncoded();
    }
}
