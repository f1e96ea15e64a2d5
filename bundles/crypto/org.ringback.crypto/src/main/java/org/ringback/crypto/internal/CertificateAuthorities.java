package org.ringback.crypto.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
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
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.ringback.api.Secret;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;

/**
 * {@link ServerAuthorities} on Bouncy Castle. CA and TLS leaf have P-256 keys, so that any TLS 1.3 stack can check the
 * chain; the other leaf has an X25519 key. Thread-safe.
 */
public final class CertificateAuthorities implements ServerAuthorities {
    private static final int AUTHORITY_YEARS = 20;
    private static final Duration LEAF_LIFETIME = Duration.ofDays(90);
    private static final Duration RENEW_AFTER = Duration.ofDays(60);
    private static final String WHAT = "server authority";

    private final SecureRandom random;

    /** Uses the system's randomness. */
    public CertificateAuthorities() {
        this(new SecureRandom());
    }

    CertificateAuthorities(SecureRandom random) {
        this.random = random;
    }

    @Override
    public NewAuthority create(Instant now) {
        return withBackup(authority("CN=ringback CA", now), now);
    }

    @Override
    public NewAuthority fromBackup(Secret backupPem, Instant now) {
        return withBackup(BackupPem.read(backupPem, now), now);
    }

    private NewAuthority withBackup(KeyAndChain authority, Instant now) {
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
        LeafMaker leaves = new LeafMaker(ca, names, notBefore, notAfter, random);
        KeyPair pair = Certificates.p256(random);
        X25519PrivateKeyParameters agreement = new X25519PrivateKeyParameters(random);
        return StoredCredentials.of(
                new KeyAndChain(pair.getPrivate(), leaves.chain(LeafUse.TLS, Certificates.spki(pair.getPublic()))),
                new AgreementLeaf(
                        Kdf.take(agreement.getEncoded()),
                        leaves.chain(LeafUse.AGREEMENT, Certificates.spki(agreement.generatePublicKey()))),
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
            Certificates.keyIds(builder, Certificates.spki(pair.getPublic()), Certificates.spki(pair.getPublic()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KeyAndChain(pair.getPrivate(), List.of(Certificates.sign(builder, pair.getPrivate(), random)));
    }

    private static Secret pem(KeyAndChain material) {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(BackupPem.KEY, material.key().getEncoded()));
            pem.writeObject(
                    new PemObject(BackupPem.CERTIFICATE, material.certificate().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours can be written", e);
        }
        return Kdf.take(Fields.ascii(text.toString()));
    }
}
