package org.ringback.crypto.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * Makes a server's leaf certificates under its CA. Used by one thread.
 *
 * @param authority the CA
 * @param names the subjectAltNames of the leaves; the array is not copied
 * @param notBefore from when they are valid
 * @param notAfter until when
 * @param random for serial numbers and signatures
 */
record LeafMaker(KeyAndChain authority, GeneralName[] names, Instant notBefore, Instant notAfter, SecureRandom random) {
    private static final X500Name NAME = new X500Name("CN=ringback server");

    /** Makes the leaf for a key and a use; returns it and the CA. */
    List<X509Certificate> chain(LeafUse use, SubjectPublicKeyInfo key) {
        X509Certificate issuer = authority.certificate();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                Certificates.serial(random),
                Date.from(notBefore),
                Date.from(notAfter),
                NAME,
                key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            Certificates.usage(builder, use.usage());
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use.purpose()));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            Certificates.keyIds(builder, key, Certificates.spki(issuer.getPublicKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(Certificates.sign(builder, authority.key(), random), issuer);
    }
}
