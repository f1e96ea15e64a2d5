package org.ringback.crypto.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
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
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerAuthorities;
import org.ringback.api.crypto.ServerCredentials;
import org.ringback.api.crypto.ServerPins;

/**
 * {@link ServerAuthorities} with keys on P-256, so that any TLS 1.3 stack can check the chain. Thread-safe.
 */
@Component(service = ServerAuthorities.class, property = Epoch.RANKING)
public final class CertificateAuthorities implements ServerAuthorities {
    private static final int AUTHORITY_YEARS = 20;
    private static final Duration LEAF_LIFETIME = Duration.ofDays(90);
    private static final Duration RENEW_AFTER = Duration.ofDays(60);
    private static final String WHAT = "server authority";
    private static final X500Name LEAF_NAME = new X500Name("CN=ringback server");

    private final SecureRandom random;

    /** Starts with the system's randomness. */
    @Activate
    public CertificateAuthorities() {
        this(new SecureRandom());
    }

    CertificateAuthorities(SecureRandom random) {
        this.random = random;
    }

    @Override
    public NewAuthority create(Instant now) {
        KeyAndChain authority = authority("CN=ringback CA", now);
        KeyAndChain backup = authority("CN=ringback backup CA", now);
        return new NewAuthority(
                authority.encoded(),
                pem(backup),
                new ServerPins(List.of(
                        Spki.of(authority.certificate()).fingerprint(),
                        Spki.of(backup.certificate()).fingerprint())));
    }

    @Override
    public ServerCredentials credentials(Secret authority, List<String> hosts, Instant now) {
        KeyAndChain ca = KeyAndChain.read(WHAT, authority);
        if (ca.certificate().getBasicConstraints() < 0) {
            throw new IllegalArgumentException(WHAT + ": a certificate that is no CA's (expected: a CA's)");
        }
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts: none (expected: the server's names or addresses)");
        }
        GeneralName[] names = hosts.stream()
                .map(host -> ServerHost.parse(host).generalName())
                .distinct()
                .toArray(GeneralName[]::new);
        X509Certificate issuer = ca.certificate();
        Instant notBefore = issuer.getNotBefore().toInstant();
        Instant made = now.isBefore(notBefore) ? notBefore : now;
        Instant end = made.plus(LEAF_LIFETIME);
        Instant notAfter = end.isAfter(issuer.getNotAfter().toInstant())
                ? issuer.getNotAfter().toInstant()
                : end;
        KeyPair pair = Certificates.p256(random);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                Certificates.serial(random),
                Date.from(notBefore),
                Date.from(notAfter),
                LEAF_NAME,
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            Certificates.usage(builder, KeyUsage.digitalSignature);
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            keyIds(builder, pair.getPublic(), issuer.getPublicKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        X509Certificate leaf = Certificates.sign(builder, ca.key(), random);
        return StoredCredentials.of(
                new KeyAndChain(pair.getPrivate(), List.of(leaf, issuer)),
                made.plus(RENEW_AFTER).truncatedTo(ChronoUnit.SECONDS));
    }

    private KeyAndChain authority(String name, Instant now) {
        KeyPair pair = Certificates.p256(random);
        X500Name subject = new X500Name(name);
        Instant start = now.truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                subject,
                Certificates.serial(random),
                Date.from(start),
                Date.from(start.atOffset(ZoneOffset.UTC)
                        .plusYears(AUTHORITY_YEARS)
                        .toInstant()),
                subject,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            Certificates.usage(builder, KeyUsage.keyCertSign | KeyUsage.cRLSign);
            keyIds(builder, pair.getPublic(), pair.getPublic());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KeyAndChain(pair.getPrivate(), List.of(Certificates.sign(builder, pair.getPrivate(), random)));
    }

    private static void keyIds(X509v3CertificateBuilder builder, PublicKey own, PublicKey issuer) throws IOException {
        try {
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(own));
            builder.addExtension(Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(issuer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1, which only names keys here", e);
        }
    }

    private static Secret pem(KeyAndChain material) {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject("PRIVATE KEY", material.key().getEncoded()));
            pem.writeObject(new PemObject("CERTIFICATE", material.certificate().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours can be written", e);
        }
        return Kdf.take(Fields.ascii(text.toString()));
    }
}
