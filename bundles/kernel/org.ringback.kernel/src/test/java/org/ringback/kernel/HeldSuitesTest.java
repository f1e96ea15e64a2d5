package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.api.control.CryptoUse.State.GONE;
import static org.ringback.api.control.CryptoUse.State.STANDS_BY;
import static org.ringback.api.control.CryptoUse.State.USED;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.RefusedException;
import org.ringback.spi.Beginning;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.Prefix;

/** What comes of crypto bundles that come and go. */
public class HeldSuitesTest {
    private final HeldSuites suites = new HeldSuites();
    private final CryptoProvider first = provider();
    private final CryptoProvider second = provider();
    private final ConnectionProtection tls13 = protection(ProtectionId.TLS13);

    static CryptoProvider provider() {
        return stub(CryptoProvider.class, null);
    }

    static ConnectionProtection protection(ProtectionId protection) {
        return new TrialProtection(protection.number(), "p" + protection, new Prefix(1, protection.number()));
    }

    private static <T> T stub(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }

    @Test
    public void beforeThereIsAProviderThereIsNoSuite() {
        assertFalse(suites.hasSuite());
        suites.take(tls13, CryptoBundle.NONE, 7);
        assertFalse(suites.hasSuite());
        assertThrows(NullPointerException.class, suites::current);
        assertEquals(Optional.of(MissingCrypto.OF_PROVIDER), suites.missing(Optional.empty()));
        suites.take(first, CryptoBundle.NONE, 8);
        assertTrue(suites.hasSuite());
        assertSame(tls13, suites.current().find(ProtectionId.TLS13).orElseThrow());
        assertEquals(Optional.empty(), suites.missing(Optional.of(ProtectionId.TLS13)));
    }

    private static final CryptoBundle OLD = new CryptoBundle("org.ringback.crypto", "0.1.0", 12, 1);
    private static final CryptoBundle UPDATED = new CryptoBundle("org.ringback.crypto", "0.2.0", 12, 2);
    private static final CryptoBundle BESIDE = new CryptoBundle("org.ringback.crypto", "0.3.0", 40, 3);
    private static final CryptoBundle OTHER = new CryptoBundle("org.example.trial", "1.0.0", 41, 4);

    private static CryptoUse use(CryptoBundle bundle, CryptoUse.State state, int sessions) {
        return new CryptoUse(
                bundle.name(),
                bundle.version(),
                bundle.id(),
                Instant.ofEpochMilli(bundle.installed()),
                state,
                sessions);
    }

    @Test
    public void whatIsUsedStaysUsedUntilItGoesOrSomebodySaysOtherwise() throws RefusedException {
        suites.take(second, BESIDE, 9);
        suites.take(first, OLD, 8);
        assertSame("not the older one", second, suites.current().provider());
        suites.dropProvider(9);
        assertSame(first, suites.current().provider());
        suites.take(second, BESIDE, 10);
        assertSame("it came back, and is not taken", first, suites.current().provider());
        ConnectionProtection other = protection(ProtectionId.TLS13);
        suites.take(tls13, OLD, 11);
        suites.take(other, BESIDE, 12);
        assertSame(tls13, suites.current().find(ProtectionId.TLS13).orElseThrow());

        AtomicInteger told = new AtomicInteger();
        suites.listen(told::incrementAndGet);
        suites.use(Set.of(BESIDE.id()));
        assertEquals("one act", 1, told.get());
        assertSame(second, suites.current().provider());
        assertSame(other, suites.current().find(ProtectionId.TLS13).orElseThrow());
        suites.use(Set.of(OLD.id()));
        assertSame("and back", first, suites.current().provider());
        assertSame(tls13, suites.current().find(ProtectionId.TLS13).orElseThrow());
        suites.dropProtection(11);
        assertSame(other, suites.current().find(ProtectionId.TLS13).orElseThrow());
        assertSame(first, suites.current().provider());
    }

    @Test
    public void whatHasNotBeenTriedIsUsedForNothingBeforeItIsWanted() throws RefusedException {
        suites.take(first, OLD, 8);
        suites.keepOut(Set.of(BESIDE.id()));
        suites.take(second, BESIDE, 9);
        ConnectionProtection fresh = new TrialProtection(200, "trial", new Prefix(1, 99));
        suites.take(fresh, BESIDE, 10);
        assertEquals(Optional.empty(), suites.current().find(new ProtectionId(200)));
        suites.dropProvider(8);
        assertEquals(Optional.of(MissingCrypto.OF_PROVIDER), suites.missing(Optional.empty()));
        suites.use(Set.of(BESIDE.id()));
        assertSame(second, suites.current().provider());
        assertSame(fresh, suites.current().find(new ProtectionId(200)).orElseThrow());
    }

    @Test
    public void whatIsWatchedIsUsedFromThenOn() throws RefusedException {
        suites.take(first, OLD, 8);
        suites.keepOut(Set.of(BESIDE.id()));
        suites.take(second, BESIDE, 9);
        suites.watch(Set.of(BESIDE.id()));
        suites.dropProvider(8);
        assertEquals(Optional.empty(), suites.missing(Optional.empty()));
    }

    @Test
    public void whatIsWantedDisplacesNothingThatItDoesNotBring() throws RefusedException {
        suites.take(first, OLD, 8);
        suites.take(tls13, OLD, 9);
        ConnectionProtection trial = new TrialProtection(200, "trial", new Prefix(1, 99));
        suites.take(trial, OTHER, 10);
        suites.take(new TrialProtection(200, "trial", new Prefix(1, ProtectionId.TLS13.number())), BESIDE, 11);
        suites.use(Set.of(BESIDE.id()));
        assertSame(tls13, suites.current().find(ProtectionId.TLS13).orElseThrow());
        assertSame(trial, suites.current().find(new ProtectionId(200)).orElseThrow());
        assertTrue(
                suites.troubles().toString(),
                suites.troubles().get(0).startsWith("protection: number 200, 'trial', claims the first bytes"));
    }

    @Test
    public void aBundleThatBringsNoCryptoIsRefusedAndNothingChanges() {
        suites.take(first, OLD, 8);
        suites.take(second, BESIDE, 9);
        RefusedException refused =
                assertThrows(RefusedException.class, () -> suites.use(Set.of(BESIDE.id(), OTHER.id())));
        assertEquals(
                "bundle: 41 brings no crypto now (expected: one of those that do: 12 org.ringback.crypto 0.1.0, 40"
                        + " org.ringback.crypto 0.3.0)",
                refused.getMessage());
        assertSame(first, suites.current().provider());
    }

    @Test
    public void sessionsAreCountedForTheBundlesThatTheyUseUntilTheirSocketsAreGone() {
        ConnectionProtection trial = protection(ProtectionId.CERTIFICATE_FIRST);
        suites.take(first, OLD, 8);
        suites.take(tls13, OLD, 9);
        suites.take(trial, OTHER, 10);
        Runnable call = suites.begun(suites.current(), Optional.empty());
        Runnable tls = suites.begun(suites.current(), Optional.of(ProtectionId.TLS13));
        Runnable both = suites.begun(suites.current(), Optional.of(ProtectionId.CERTIFICATE_FIRST));
        assertEquals(List.of(use(OLD, USED, 3), use(OTHER, USED, 1)), suites.uses());
        suites.dropProvider(8);
        suites.dropProtection(9);
        assertEquals("kept", List.of(use(OLD, GONE, 3), use(OTHER, USED, 1)), suites.uses());
        suites.take(second, UPDATED, 11);
        suites.take(protection(ProtectionId.TLS13), UPDATED, 12);
        suites.take(provider(), BESIDE, 13);
        Runnable fresh = suites.begun(suites.current(), Optional.empty());
        assertEquals(
                List.of(use(OLD, GONE, 3), use(UPDATED, USED, 1), use(BESIDE, STANDS_BY, 0), use(OTHER, USED, 1)),
                suites.uses());
        List.of(call, tls, fresh).forEach(Runnable::run);
        assertEquals(use(OLD, GONE, 1), suites.uses().get(0));
        both.run();
        assertEquals(
                "let go",
                List.of(use(UPDATED, USED, 0), use(BESIDE, STANDS_BY, 0), use(OTHER, USED, 0)),
                suites.uses());
    }

    @Test
    public void ofAProtectionThatWentNothingIsHeldButWhatItClaims() {
        suites.take(first, OLD, 8);
        suites.take(tls13, OLD, 9);
        suites.dropProtection(9);
        assertEquals(
                "its connections wait for it",
                new FirstBytes(Beginning.WHOLE, Optional.of(ProtectionId.TLS13)),
                suites.look(ByteBuffer.wrap(new byte[] {(byte) ProtectionId.TLS13.number()})));
        assertEquals(Beginning.WRONG, suites.look(ByteBuffer.allocate(1)).beginning());
        ConnectionProtection taker =
                new TrialProtection(ProtectionId.CERTIFICATE_FIRST.number(), "p1", new Prefix(1, 77));
        suites.take(taker, OTHER, 10);
        assertEquals("who runs may have its name", List.of(), suites.troubles());
    }

    @Test
    public void aProviderThatGoesIsKeptForWhatWasBegunAndNothingNewMayBegin() {
        suites.take(tls13, CryptoBundle.NONE, 7);
        suites.take(first, CryptoBundle.NONE, 8);
        Suite whole = suites.current();
        suites.dropProvider(8);
        suites.dropProtection(7);
        assertSame(whole, suites.current());
        MissingCrypto missing = suites.missing(Optional.of(ProtectionId.TLS13)).orElseThrow();
        assertTrue(missing.soon());
        assertEquals("no crypto runs here (expected: start org.ringback.crypto)", missing.words());
        suites.take(second, CryptoBundle.NONE, 9);
        assertSame(second, suites.current().provider());
        assertEquals(Optional.empty(), suites.missing(Optional.empty()));
    }

    @Test
    public void whatRanAndDoesNotRunNowIsWarnedOfUntilItIsBack() {
        suites.take(first, CryptoBundle.NONE, 8);
        suites.take(tls13, CryptoBundle.NONE, 7);
        assertEquals(List.of(), suites.warnings());
        suites.dropProtection(7);
        assertEquals(
                List.of("protection: 'p1': no bundle brings it (running: none; expected: one that runs: start its"
                        + " bundle, or name another)"),
                suites.warnings());
        suites.dropProvider(8);
        assertEquals(List.of("no crypto runs here (expected: start org.ringback.crypto)"), suites.warnings());
        suites.take(first, CryptoBundle.NONE, 9);
        suites.take(tls13, CryptoBundle.NONE, 10);
        assertEquals(List.of(), suites.warnings());
    }

    @Test
    public void aProtectionThatRanMayComeBackAndOneThatNeverDidIsNotWaitedFor() {
        suites.take(first, CryptoBundle.NONE, 8);
        suites.take(tls13, CryptoBundle.NONE, 7);
        suites.dropProtection(7);
        assertTrue(suites.missing(Optional.of(ProtectionId.TLS13)).orElseThrow().soon());
        MissingCrypto never =
                suites.missing(Optional.of(ProtectionId.CERTIFICATE_FIRST)).orElseThrow();
        assertFalse(never.soon());
        assertEquals(
                "protection: number 2: no bundle brings it (running: none; expected: one that runs: start its bundle,"
                        + " or name another)",
                never.words());
    }

    @Test
    public void eachChangeIsToldOnceUntilNobodyListens() {
        AtomicInteger told = new AtomicInteger();
        Runnable stop = suites.listen(told::incrementAndGet);
        suites.take(first, CryptoBundle.NONE, 8);
        suites.take(tls13, CryptoBundle.NONE, 7);
        assertEquals(2, told.get());
        stop.run();
        suites.dropProvider(8);
        assertEquals(2, told.get());
    }
}
