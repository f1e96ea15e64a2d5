package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.crypto.internal.TestChains.NOW;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.Test;
import org.ringback.crypto.internal.TestChains.Issued;
import org.ringback.crypto.internal.TestChains.Recipe;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ServerPins;

public class ServerChainCheckTest {
    private final Issued authority = Recipe.authority("CN=CA").selfSigned();
    private final Issued leaf = Recipe.leaf().signedBy(authority);
    private final ServerChainCheck check = checkWith(authority);

    @Test
    public void aGoodChainGivesTheLeafsKey() throws ProtectionException {
        assertEquals(
                Spki.of(leaf.certificate()).fingerprint(),
                check.check(chain(leaf, authority)).fingerprint());
    }

    @Test
    public void anEd25519ChainIsAsGood() throws ProtectionException {
        Issued edAuthority = Recipe.authority("CN=CA").ed25519().selfSigned();
        Issued edLeaf = Recipe.leaf().ed25519().signedBy(edAuthority);
        assertEquals(
                Spki.of(edLeaf.certificate()).fingerprint(),
                checkWith(edAuthority).check(chain(edLeaf, edAuthority)).fingerprint());
    }

    @Test
    public void anAuthorityBetweenMayStandInTheChain() throws ProtectionException {
        Issued between = Recipe.authority("CN=between").signedBy(authority);
        Issued under = Recipe.leaf().signedBy(between);
        check.check(chain(under, between, authority));
        refused(Reason.BAD_CHAIN, under, authority);
    }

    @Test
    public void aChainOfAnotherLengthIsRefused() {
        refused(Reason.BROKEN);
        refused(Reason.BROKEN, authority);
        refused(Reason.BROKEN, leaf);
        refused(Reason.BROKEN, leaf, authority, authority, authority, authority);
        assertEquals(
                "server chain: 1 certificate (expected: 2 to 4)",
                assertThrows(ProtectionException.class, () -> check.check(chain(leaf)))
                        .getMessage());
    }

    @Test
    public void anAuthorityThatIsNotPinnedIsRefused() {
        Issued other = Recipe.authority("CN=CA").selfSigned();
        refused(Reason.WRONG_KEY, Recipe.leaf().signedBy(other), other);
    }

    @Test
    public void aLeafThatThePinnedAuthorityDidNotSignIsRefused() {
        Issued other = Recipe.authority("CN=CA").selfSigned();
        refused(Reason.BAD_CHAIN, Recipe.leaf().signedBy(other), authority);
        refused(Reason.BAD_CHAIN, Recipe.leaf().selfSigned(), authority);
    }

    @Test
    public void aLeafThatIsPinnedItselfIsRefused() {
        Issued pinned = Recipe.leaf().selfSigned();
        assertEquals(
                Reason.BAD_CHAIN,
                assertThrows(ProtectionException.class, () -> checkWith(pinned)
                                .check(chain(Recipe.leaf().signedBy(pinned), pinned)))
                        .reason());
    }

    @Test
    public void anAuthorityThatMayNotSignIsRefused() {
        for (Issued bad : List.of(
                Recipe.authority("CN=CA").constraints(null).selfSigned(),
                Recipe.authority("CN=CA")
                        .constraints(new BasicConstraints(false))
                        .selfSigned(),
                Recipe.authority("CN=CA").usage(KeyUsage.digitalSignature).selfSigned(),
                Recipe.authority("CN=CA").usage(null).selfSigned())) {
            assertEquals(
                    Reason.BAD_CHAIN,
                    assertThrows(ProtectionException.class, () -> checkWith(bad)
                                    .check(chain(Recipe.leaf().signedBy(bad), bad)))
                            .reason());
        }
    }

    @Test
    public void aLeafOutsideItsDatesIsRefused() {
        Duration day = Duration.ofDays(1);
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf().dates(NOW.minus(day), NOW.minusSeconds(1)).signedBy(authority),
                authority);
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf().dates(NOW.plusSeconds(1), NOW.plus(day)).signedBy(authority),
                authority);
    }

    @Test
    public void theDatesOfThePinnedAuthorityDoNotMatter() throws ProtectionException {
        Issued old = Recipe.authority("CN=CA")
                .dates(NOW.minusSeconds(9), NOW.minusSeconds(8))
                .selfSigned();
        checkWith(old).check(chain(Recipe.leaf().signedBy(old), old));
    }

    @Test
    public void aLeafForAnotherUseIsRefused() {
        refused(Reason.BAD_CHAIN, Recipe.leaf().usage(KeyUsage.keyAgreement).signedBy(authority), authority);
        refused(Reason.BAD_CHAIN, Recipe.leaf().usage(null).signedBy(authority), authority);
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf().purpose(KeyPurposeId.id_kp_clientAuth).signedBy(authority),
                authority);
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf().purpose(KeyPurposeId.anyExtendedKeyUsage).signedBy(authority),
                authority);
        refused(Reason.BAD_CHAIN, Recipe.leaf().purpose(null).signedBy(authority), authority);
    }

    @Test
    public void aLeafThatIsAnAuthorityIsRefused() {
        refused(
                Reason.BAD_CHAIN,
                Recipe.leaf()
                        .constraints(new BasicConstraints(true))
                        .usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)
                        .signedBy(authority),
                authority);
    }

    @Test
    public void aLeafForAnotherHostOrNoneIsRefused() {
        refused(Reason.BAD_CHAIN, Recipe.leaf().hosts("other.example.org").signedBy(authority), authority);
        refused(Reason.BAD_CHAIN, Recipe.leaf().hosts("192.0.2.1").signedBy(authority), authority);
        refused(Reason.BAD_CHAIN, Recipe.leaf().hosts().signedBy(authority), authority);
    }

    @Test
    public void aClockThatIsYearsOffIsNamed() {
        Duration tenYears = Duration.ofDays(3650);
        String early = said(NOW.minus(tenYears));
        assertTrue(early, early.startsWith("server chain: not valid yet, only from "));
        assertTrue(early, early.contains("this machine's clock says " + NOW.minus(tenYears)));
        String late = said(NOW.plus(tenYears));
        assertTrue(late, late.startsWith("server chain: expired on "));
        assertTrue(late, late.contains("this machine's clock says " + NOW.plus(tenYears)));
    }

    private String said(Instant now) {
        ServerChainCheck atThatTime = new ServerChainCheck(check.pins(), check.host(), now, check.use());
        return String.valueOf(assertThrows(ProtectionException.class, () -> atThatTime.check(chain(leaf, authority)))
                .getMessage());
    }

    private void refused(Reason reason, Issued... chain) {
        assertEquals(
                reason,
                assertThrows(ProtectionException.class, () -> check.check(chain(chain)))
                        .reason());
    }

    private static ServerChainCheck checkWith(Issued pinned) {
        return new ServerChainCheck(
                new ServerPins(List.of(Spki.of(pinned.certificate()).fingerprint())),
                ServerHost.parse(TestChains.HOST),
                NOW,
                LeafUse.TLS);
    }

    private static List<X509Certificate> chain(Issued... chain) {
        return Arrays.stream(chain).map(Issued::certificate).toList();
    }
}
