package org.ringback.crypto.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.ringback.api.Secret;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Identities;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;

/** {@link Identities} on Bouncy Castle. Thread-safe. */
public final class StoredIdentities implements Identities {
    private static final X500Name NAME = new X500Name("CN=ringback device");

    /** Any date would do, as nobody checks it: a device may boot in 1970. */
    private static final Time NOT_BEFORE = new Time(new ASN1UTCTime("700101000000Z"));

    /** The date that means "no well-defined end" (RFC 5280 §4.1.2.5). */
    private static final Time NOT_AFTER = new Time(new ASN1GeneralizedTime("99991231235959Z"));

    private final SecureRandom random;
    private final HeldIdentities held;

    /** Uses the system's randomness. */
    public StoredIdentities() {
        this(new SecureRandom());
    }

    StoredIdentities(SecureRandom random) {
        this(random, encoded -> StoredIdentity.of(KeyAndChain.read(StoredIdentity.WHAT, encoded)));
    }

    StoredIdentities(SecureRandom random, Function<Secret, StoredIdentity> reader) {
        this.random = random;
        this.held = new HeldIdentities(reader);
    }

    @Override
    public DeviceIdentity create() {
        KeyPair pair = Certificates.ed25519(random);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                NAME,
                Certificates.serial(random),
                NOT_BEFORE,
                NOT_AFTER,
                NAME,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        try {
            Certificates.usage(builder, KeyUsage.digitalSignature);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return StoredIdentity.of(
                new KeyAndChain(pair.getPrivate(), List.of(Certificates.sign(builder, pair.getPrivate(), random))));
    }

    @Override
    public DeviceIdentity identity(Secret encoded) {
        return held.get(encoded);
    }

    @Override
    public SealingKey createSealingKey() {
        X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(random);
        return new SealingKey(SealingPublicKey.of(key.generatePublicKey().getEncoded()), Kdf.take(key.getEncoded()));
    }
}
