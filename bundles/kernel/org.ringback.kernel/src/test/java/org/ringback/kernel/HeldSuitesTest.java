package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.ringback.api.ProtectionId;
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
        suites.take(tls13, 0, 7);
        assertFalse(suites.hasSuite());
        assertThrows(NullPointerException.class, suites::current);
        assertEquals(Optional.of(Absence.OF_PROVIDER), suites.absence(Optional.empty()));
        suites.take(first, 0, 8);
        assertTrue(suites.hasSuite());
        assertSame(tls13, suites.current().find(ProtectionId.TLS13).orElseThrow());
        assertEquals(Optional.empty(), suites.absence(Optional.of(ProtectionId.TLS13)));
    }

    @Test
    public void theHighestRankingCountsAndOfEqualOnesTheOldest() {
        suites.take(second, 1, 9);
        suites.take(first, 1, 8);
        assertSame(first, suites.current().provider());
        suites.dropProvider(8);
        assertSame(second, suites.current().provider());
        suites.take(first, 2, 10);
        assertSame(first, suites.current().provider());
        ConnectionProtection other = protection(ProtectionId.TLS13);
        suites.take(tls13, 1, 11);
        suites.take(other, 2, 12);
        assertSame(other, suites.current().find(ProtectionId.TLS13).orElseThrow());
        suites.dropProtection(12);
        assertSame(tls13, suites.current().find(ProtectionId.TLS13).orElseThrow());
    }

    @Test
    public void aProviderThatGoesIsKeptForWhatWasBegunAndNothingNewMayBegin() {
        suites.take(tls13, 0, 7);
        suites.take(first, 0, 8);
        Suite whole = suites.current();
        suites.dropProvider(8);
        suites.dropProtection(7);
        assertSame(whole, suites.current());
        Absence absence = suites.absence(Optional.of(ProtectionId.TLS13)).orElseThrow();
        assertTrue(absence.soon());
        assertEquals("no crypto runs here (expected: start org.ringback.crypto)", absence.words());
        suites.take(second, 0, 9);
        assertSame(second, suites.current().provider());
        assertEquals(Optional.empty(), suites.absence(Optional.empty()));
    }

    @Test
    public void aProtectionThatRanMayComeBackAndOneThatNeverDidIsNotWaitedFor() {
        suites.take(first, 0, 8);
        suites.take(tls13, 0, 7);
        suites.dropProtection(7);
        assertTrue(suites.absence(Optional.of(ProtectionId.TLS13)).orElseThrow().soon());
        Absence never =
                suites.absence(Optional.of(ProtectionId.CERTIFICATE_FIRST)).orElseThrow();
        assertFalse(never.soon());
        assertEquals(
                "protection: number 2: no bundle brings it (running: none; expected: one that runs: start its bundle, or name another)",
                never.words());
    }

    @Test
    public void eachChangeIsToldOnceUntilNobodyListens() {
        AtomicInteger told = new AtomicInteger();
        Runnable stop = suites.listen(told::incrementAndGet);
        suites.take(first, 0, 8);
        suites.take(tls13, 0, 7);
        assertEquals(2, told.get());
        stop.run();
        suites.dropProvider(8);
        assertEquals(2, told.get());
    }
}
