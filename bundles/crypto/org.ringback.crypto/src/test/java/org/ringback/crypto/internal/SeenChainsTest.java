package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.TestChains.Issued;
import org.ringback.crypto.internal.TestChains.Recipe;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.Identities;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;

/** What a dial does again and what it remembers, counted. */
public class SeenChainsTest {
    private static final Instant NOW = TestChains.NOW;
    private static final String HOST = TestChains.HOST;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int DIALS = 20;

    private final Counting seen = new Counting();
    private final CertificateAuthorities authorities = new CertificateAuthorities();
    private final NewAuthority made = authorities.create(NOW.minus(DAY));
    private final ServerCredentials credentials =
            authorities.credentials(made.authority(), List.of(HOST, "192.0.2.1"), NOW);
    private final Tls13Protection tls = new Tls13Protection(new TlsEngines(new SecureRandom()), seen);

    /** Counts chains that were validated and found good. */
    private static final class Counting extends SeenChains {
        private int validated;

        @Override
        void remember(List<byte[]> chain, List<X509Certificate> certificates, ServerChainCheck check, Spki leaf) {
            validated++;
            super.remember(chain, certificates, check, leaf);
        }
    }

    @Test
    public void manyDialsReadTheKeyOnceAndValidateTheChainOnce() {
        AtomicInteger reads = new AtomicInteger();
        Identities identities = new StoredIdentities(new SecureRandom(), encoded -> {
            reads.incrementAndGet();
            return StoredIdentity.of(KeyAndChain.read(StoredIdentity.WHAT, encoded));
        });
        Secret stored = identities.create().encoded();
        for (int i = 0; i < DIALS; i++) {
            TestEnd dialler = dial(identities.identity(stored), made.pins(), HOST, NOW.plusSeconds(i));
            assertEquals(State.ESTABLISHED, dialler.session.state());
            assertEquals(credentials.leaf(), dialler.session.peerKey());
        }
        assertEquals(1, reads.get());
        assertEquals(1, seen.validated);
    }

    @Test
    public void manyDialsOfCertificateFirstValidateTheChainOnce() throws ProtectionException {
        PinnedChains chains = new PinnedChains(seen);
        for (int i = 0; i < DIALS; i++) {
            chains.agreementKey(credentials.agreementChain(), made.pins(), HOST, NOW);
        }
        assertEquals(1, seen.validated);
    }

    @Test
    public void aChainThatEndedIsNoticedAtTheNextDialAndSoIsAClockThatWentBack() throws ProtectionException {
        PinnedChains chains = new PinnedChains(seen);
        List<byte[]> chain = credentials.agreementChain();
        chains.agreementKey(chain, made.pins(), HOST, NOW);
        Instant end = NOW.plus(DAY.multipliedBy(90));
        chains.agreementKey(chain, made.pins(), HOST, end);
        assertRefused(Reason.BAD_CHAIN, chains, chain, made.pins(), HOST, end.plusSeconds(1));
        assertRefused(Reason.BAD_CHAIN, chains, chain, made.pins(), HOST, NOW.minus(DAY.multipliedBy(2)));
        chains.agreementKey(chain, made.pins(), HOST, NOW);
        assertEquals(1, seen.validated);
        assertEquals(
                Reason.BAD_CHAIN,
                dialAfter(DAY.multipliedBy(91)).refusal().orElseThrow().reason());
    }

    private TestEnd dialAfter(Duration time) {
        DeviceIdentity device = new StoredIdentities().create();
        assertEquals(
                State.ESTABLISHED, dial(device, made.pins(), HOST, NOW).session.state());
        return dial(device, made.pins(), HOST, NOW.plus(time));
    }

    @Test
    public void otherPinsOrAnotherHostOrUseAreAskedAnew() throws ProtectionException {
        PinnedChains chains = new PinnedChains(seen);
        List<byte[]> chain = credentials.agreementChain();
        chains.agreementKey(chain, made.pins(), HOST, NOW);
        ServerPins backupAlone =
                new ServerPins(List.of(made.pins().authorities().get(1)));
        assertRefused(Reason.WRONG_KEY, chains, chain, backupAlone, HOST, NOW);
        assertRefused(Reason.BAD_CHAIN, chains, chain, made.pins(), "192.0.2.2", NOW);
        chains.agreementKey(chain, made.pins(), "192.0.2.1", NOW);
        assertEquals(2, seen.validated);
        List<X509Certificate> certificates = certificates(chain);
        ServerCheck forTls =
                new ServerCheck(seen, new ServerChainCheck(made.pins(), ServerHost.parse(HOST), NOW, LeafUse.TLS));
        assertEquals(
                Reason.BAD_CHAIN,
                assertThrows(ProtectionException.class, () -> forTls.check(certificates))
                        .reason());
    }

    @Test
    public void anotherLeafOfTheSameServerIsValidatedAndOneThatIsNotValidIsRefused() throws ProtectionException {
        Issued authority = Recipe.authority("CN=CA").selfSigned();
        Issued stranger = Recipe.authority("CN=CA").selfSigned();
        ServerPins pins =
                new ServerPins(List.of(Spki.of(authority.certificate()).fingerprint()));
        ServerCheck check = new ServerCheck(seen, new ServerChainCheck(pins, ServerHost.parse(HOST), NOW, LeafUse.TLS));
        List<Spki> leaves = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Issued leaf = Recipe.leaf().signedBy(authority);
            leaves.add(check.check(List.of(leaf.certificate(), authority.certificate())));
            assertEquals(leaves.get(i), check.check(List.of(leaf.certificate(), authority.certificate())));
        }
        assertNotEquals(leaves.get(0).fingerprint(), leaves.get(1).fingerprint());
        assertEquals(2, seen.validated);
        List<X509Certificate> forged = List.of(Recipe.leaf().signedBy(stranger).certificate(), authority.certificate());
        for (int i = 0; i < 2; i++) {
            assertThrows(ProtectionException.class, () -> check.check(forged));
        }
        assertEquals(2, seen.validated);
    }

    @Test
    public void theChainsThatAreRememberedAreBounded() throws ProtectionException {
        PinnedChains chains = new PinnedChains(seen);
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i <= SeenChains.MAX; i++) {
            hosts.add("h" + i + ".example.org");
        }
        List<byte[]> chain =
                authorities.credentials(made.authority(), hosts, NOW).agreementChain();
        for (String host : hosts) {
            chains.agreementKey(chain, made.pins(), host, NOW);
        }
        int all = seen.validated;
        chains.agreementKey(chain, made.pins(), hosts.get(hosts.size() - 1), NOW);
        assertEquals(all, seen.validated);
        chains.agreementKey(chain, made.pins(), hosts.get(0), NOW);
        assertEquals(all + 1, seen.validated);
    }

    private static List<X509Certificate> certificates(List<byte[]> chain) {
        return chain.stream()
                .map(der -> {
                    try {
                        return KeyAndChain.certificate(der);
                    } catch (GeneralSecurityException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private TestEnd dial(DeviceIdentity device, ServerPins pins, String host, Instant now) {
        TestEnd server = new TestEnd(tls.answer(credentials));
        TestEnd dialler =
                new TestEnd(tls.dial(device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), pins, host, now)));
        TestEnd.connect(dialler, server);
        return dialler;
    }

    private static void assertRefused(
            Reason reason, PinnedChains chains, List<byte[]> chain, ServerPins pins, String host, Instant now) {
        assertEquals(
                reason,
                assertThrows(ProtectionException.class, () -> chains.agreementKey(chain, pins, host, now))
                        .reason());
    }
}
