package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.Test;
import org.ringback.api.Secret;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Identities;
import org.ringback.spi.SealingKey;
import org.ringback.wire.Tlv;

public class StoredIdentitiesTest {
    private final Identities identities = new StoredIdentities();

    @Test
    public void aStoredIdentityComesBackTheSame() {
        DeviceIdentity made = identities.create();
        DeviceIdentity read = identities.identity(made.encoded());
        assertEquals(made.fingerprint(), read.fingerprint());
        assertEquals(made.encoded(), read.encoded());
    }

    @Test
    public void everyIdentityIsAnother() {
        assertNotEquals(identities.create().fingerprint(), identities.create().fingerprint());
    }

    @Test
    public void theCertificateOnlyCarriesTheKey() throws GeneralSecurityException {
        X509Certificate certificate =
                StoredIdentity.of(identities.create()).material().certificate();
        certificate.verify(certificate.getPublicKey(), BouncyCastle.PROVIDER);
        assertEquals(Instant.EPOCH, certificate.getNotBefore().toInstant());
        assertEquals(
                Instant.parse("9999-12-31T23:59:59Z"), certificate.getNotAfter().toInstant());
        assertEquals("Ed25519", certificate.getSigAlgName());
        assertTrue(Spki.of(certificate).ed25519());
    }

    @Test
    public void theFingerprintIsTheHashOfTheSpki() {
        StoredIdentity identity = StoredIdentity.of(identities.create());
        byte[] spki = identity.material().certificate().getPublicKey().getEncoded();
        assertArrayEquals(Kdf.sha256(spki), identity.fingerprint().bytes());
    }

    @Test
    public void anIdentitySignsWhatAnotherImplementationVerifies() throws GeneralSecurityException {
        DeviceIdentity identity = identities.create();
        byte[] message = Fields.ascii("ringback 1 something");
        byte[] signature = identity.sign(message);
        assertEquals(64, signature.length);
        byte[] info = identity.publicKey();
        assertEquals(44, info.length);
        assertArrayEquals(Kdf.sha256(info), identity.fingerprint().bytes());
        Signature verifier = Signature.getInstance("Ed25519", "SunEC");
        verifier.initVerify(KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(info)));
        verifier.update(message);
        assertTrue(verifier.verify(signature));
    }

    @Test
    public void nobodyChangesAnIdentityThroughItsPublicKey() {
        DeviceIdentity identity = identities.create();
        identity.publicKey()[20] ^= 1;
        assertArrayEquals(
                Kdf.sha256(identity.publicKey()), identity.fingerprint().bytes());
    }

    @Test
    public void aKeyThatDoesNotFitItsCertificateIsNoIdentity() {
        Tlv one = Tlv.read(identities.create().encoded().copyBytes());
        Tlv two = Tlv.read(identities.create().encoded().copyBytes());
        Secret mixed = Secret.copyOf(
                new Tlv.Writer().put(1, one.bytes(1)).put(2, two.bytes(2)).toBytes());
        assertThrows(IllegalArgumentException.class, () -> identities.identity(mixed));
    }

    @Test
    public void whatIsNoIdentityIsRefused() {
        byte[] stored = identities.create().encoded().copyBytes();
        Mutations.cutOrLonger(stored)
                .forEach(cut ->
                        assertThrows(IllegalArgumentException.class, () -> identities.identity(Secret.copyOf(cut))));
    }

    @Test
    public void aServersKeyIsNoIdentity() {
        Secret authority = new CertificateAuthorities().create(Instant.EPOCH).authority();
        assertThrows(IllegalArgumentException.class, () -> identities.identity(authority));
    }

    @Test
    public void aSealingKeysHalvesBelongTogether() {
        SealingKey key = identities.createSealingKey();
        assertArrayEquals(
                key.publicKey().bytes(),
                new X25519PrivateKeyParameters(key.encoded().copyBytes())
                        .generatePublicKey()
                        .getEncoded());
    }

    @Test
    public void anIdentityNeverPrintsItsKey() {
        DeviceIdentity identity = identities.create();
        assertEquals("StoredIdentity[" + identity.fingerprint().shortForm() + "]", identity.toString());
    }
}
