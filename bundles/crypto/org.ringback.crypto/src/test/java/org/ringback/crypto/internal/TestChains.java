package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
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
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/** Makes certificates of any kind, the wrong ones above all. */
final class TestChains {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String HOST = "ring.example.org";

    private static final SecureRandom RANDOM = new SecureRandom();

    private TestChains() {}

    /** A key with its certificate, which may sign others. */
    record Issued(KeyPair keys, X509Certificate certificate) {}

    /** What goes into a certificate; starts as a good server's leaf. */
    static final class Recipe {
        private String subject = "CN=ringback server";
        private Instant notBefore = NOW.minus(Duration.ofDays(1));
        private Instant notAfter = NOW.plus(Duration.ofDays(1));
        private Integer usage = KeyUsage.digitalSignature;
        private KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
        private BasicConstraints constraints;
        private List<ServerHost> hosts = List.of(ServerHost.parse(HOST));
        private boolean ed25519;
        private boolean x25519;

        static Recipe leaf() {
            return new Recipe();
        }

        static Recipe authority(String subject) {
            Recipe recipe = new Recipe();
            recipe.subject = subject;
            recipe.usage = KeyUsage.keyCertSign;
            recipe.purpose = null;
            recipe.hosts = List.of();
            recipe.constraints = new BasicConstraints(true);
            return recipe;
        }

        Recipe dates(Instant from, Instant to) {
            notBefore = from;
            notAfter = to;
            return this;
        }

        Recipe usage(Integer bits) {
            usage = bits;
            return this;
        }

        Recipe purpose(KeyPurposeId only) {
            purpose = only;
            return this;
        }

        Recipe constraints(BasicConstraints value) {
            constraints = value;
            return this;
        }

        Recipe hosts(String... names) {
            hosts = List.of(names).stream().map(ServerHost::parse).toList();
            return this;
        }

        Recipe ed25519() {
            ed25519 = true;
            return this;
        }

        /** A key that cannot sign: for a leaf that agrees on keys. */
        Recipe x25519() {
            x25519 = true;
            return this;
        }

        Issued selfSigned() {
            KeyPair keys = keys();
            return new Issued(keys, sign(keys, new X500Name(subject), keys));
        }

        Issued signedBy(Issued issuer) {
            KeyPair keys = keys();
            X500Name name = X500Name.getInstance(
                    issuer.certificate().getSubjectX500Principal().getEncoded());
            return new Issued(keys, sign(keys, name, issuer.keys()));
        }

        private KeyPair keys() {
            if (x25519) {
                return xdh();
            }
            return ed25519 ? Certificates.ed25519(RANDOM) : Certificates.p256(RANDOM);
        }

        private static KeyPair xdh() {
            try {
                return KeyPairGenerator.getInstance("X25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private X509Certificate sign(KeyPair keys, X500Name issuer, KeyPair signer) {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    Certificates.serial(RANDOM),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    new X500Name(subject),
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            add(builder, Extension.basicConstraints, constraints);
            add(builder, Extension.keyUsage, usage == null ? null : new KeyUsage(usage));
            add(builder, Extension.extendedKeyUsage, purpose == null ? null : new ExtendedKeyUsage(purpose));
            if (!hosts.isEmpty()) {
                add(
                        builder,
                        Extension.subjectAlternativeName,
                        new GeneralNames(
                                hosts.stream().map(ServerHost::generalName).toArray(GeneralName[]::new)));
            }
            return Certificates.sign(builder, signer.getPrivate(), RANDOM);
        }

        private static void add(X509v3CertificateBuilder builder, ASN1ObjectIdentifier type, ASN1Encodable value) {
            if (value == null) {
                return;
            }
            try {
                builder.addExtension(type, true, value);
            } catch (CertIOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
