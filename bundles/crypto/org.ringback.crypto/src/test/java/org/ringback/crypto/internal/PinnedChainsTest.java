package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.Test;
import org.ringback.crypto.internal.TestChains.Issued;
import org.ringback.crypto.internal.TestChains.Recipe;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerChains;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;

/** The check of the chain to an X25519 leaf. What it shares with TLS's, {@link ServerChainCheckTest} has. */
public class PinnedChainsTest {
    private final ServerChains chains = new PinnedChains();
    private final Issued authority = Recipe.authority("CN=CA").selfSigned();

    @Test
    public void theLeafsKeyIsGivenAsItStandsInTheLeaf() throws ProtectionException {
        Issued leaf = leaf().signedBy(authority);
        assertArrayEquals(leaf.keys().getPublic().getEncoded(), check(leaf, authority));
    }

    @Test
    public void theServersOwnChainIsTakenByEachOfItsNames() throws ProtectionException {
        CertificateAuthorities authorities = new CertificateAuthorities();
        NewAuthority made = authorities.create(TestChains.NOW);
        List<String> hosts = List.of("ring.example.org", "192.0.2.1", "2001:db8::1");
        ServerCredentials credentials = authorities.credentials(made.authority(), hosts, TestChains.NOW);
        for (String host : hosts) {
            byte[] info = chains.agreementKey(credentials.agreementChain(), made.pins(), host, TestChains.NOW);
            assertEquals(44, info.length);
        }
    }

    @Test
    public void aLeafForTlsIsRefusedHereAndThisLeafInTls() {
        refused(Reason.BAD_CHAIN, Recipe.leaf().signedBy(authority), authority);
        ServerChainCheck tls =
                new ServerChainCheck(pins(authority), ServerHost.parse(TestChains.HOST), TestChains.NOW, LeafUse.TLS);
        Issued leaf = leaf().signedBy(authority);
        assertEquals(
                Reason.BAD_CHAIN,
                assertThrows(
                                ProtectionException.class,
                                () -> tls.check(List.of(leaf.certificate(), authority.certificate())))
                        .reason());
    }

    @Test
    public void aKeyThatIsNotX25519IsRefusedWhateverItsUse() {
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf()
                        .usage(KeyUsage.keyAgreement)
                        .purpose(LeafUse.AGREEMENT.purpose())
                        .signedBy(authority),
                authority);
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf()
                        .ed25519()
                        .usage(KeyUsage.keyAgreement)
                        .purpose(LeafUse.AGREEMENT.purpose())
                        .signedBy(authority),
                authority);
    }

    @Test
    public void anotherUseOrPurposeIsRefused() {
        refused(Reason.BAD_CHAIN, leaf().usage(KeyUsage.digitalSignature).signedBy(authority), authority);
        refused(Reason.BAD_CHAIN, leaf().usage(null).signedBy(authority), authority);
        refused(Reason.BAD_CHAIN, leaf().purpose(KeyPurposeId.id_kp_serverAuth).signedBy(authority), authority);
        refused(
                Reason.BAD_CHAIN,
                leaf().purpose(KeyPurposeId.anyExtendedKeyUsage).signedBy(authority),
                authority);
        refused(Reason.BAD_CHAIN, leaf().purpose(null).signedBy(authority), authority);
    }

    @Test
    public void aChainThatIsTooShortOrTooLongOrNotPinnedIsRefused() {
        Issued leaf = leaf().signedBy(authority);
        refused(Reason.BROKEN);
        refused(Reason.BROKEN, authority);
        refused(Reason.BROKEN, leaf, leaf, leaf, leaf, authority);
        Issued other = Recipe.authority("CN=CA").selfSigned();
        refused(Reason.WRONG_KEY, leaf().signedBy(other), other);
    }

    @Test
    public void everyByteOfALeafMayBeChangedAndNoneIsTakenForAFault() throws GeneralSecurityException {
        Issued leaf = leaf().signedBy(authority);
        byte[] ca = authority.certificate().getEncoded();
        Mutations.all(leaf.certificate().getEncoded())
                .forEach(changed -> assertThrows(
                        ProtectionException.class,
                        () -> chains.agreementKey(
                                List.of(changed, ca), pins(authority), TestChains.HOST, TestChains.NOW)));
    }

    @Test
    public void anAuthorityOfWhichAnyByteIsChangedIsNoFaultOfOurs() throws GeneralSecurityException {
        byte[] leaf = leaf().signedBy(authority).certificate().getEncoded();
        // Some bytes do not matter, as only its key is pinned; what matters is that no other exception comes.
        Mutations.all(authority.certificate().getEncoded()).forEach(changed -> {
            try {
                assertEquals(
                        44,
                        chains.agreementKey(List.of(leaf, changed), pins(authority), TestChains.HOST, TestChains.NOW)
                                .length);
            } catch (ProtectionException expected) {
                assertEquals(false, expected.getMessage().isEmpty());
            }
        });
    }

    @Test
    public void aHostThatIsNoneIsTheCallersFault() {
        assertThrows(
                IllegalArgumentException.class,
                () -> chains.agreementKey(List.of(), pins(authority), "not a host", TestChains.NOW));
    }

    private static Recipe leaf() {
        return Recipe.leaf().x25519().usage(KeyUsage.keyAgreement).purpose(LeafUse.AGREEMENT.purpose());
    }

    private void refused(Reason reason, Issued... chain) {
        assertEquals(
                reason,
                assertThrows(ProtectionException.class, () -> check(chain)).reason());
    }

    private byte[] check(Issued... chain) throws ProtectionException {
        List<byte[]> der = new ArrayList<>();
        for (Issued each : chain) {
            try {
                der.add(each.certificate().getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        return chains.agreementKey(der, pins(authority), TestChains.HOST, TestChains.NOW);
    }

    private static ServerPins pins(Issued pinned) {
        return new ServerPins(List.of(Spki.of(pinned.certificate()).fingerprint()));
    }
}
