package org.ringback.kernel.internal;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.HeldSuites;
import org.ringback.kernel.TrialProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.Prefix;

/** What the log tells of crypto bundles that come and go. */
public class CryptoNewsTest {
    private static final CryptoBundle OLD = new CryptoBundle("org.ringback.crypto", "0.1.0", 12, 1);
    private static final CryptoBundle BESIDE = new CryptoBundle("org.ringback.crypto", "0.3.0", 40, 3);
    private static final CryptoBundle OTHER = new CryptoBundle("org.example.trial", "1.0.0", 41, 4);

    private final HeldSuites suites = new HeldSuites();
    private final CryptoNews news = new CryptoNews(suites);

    private void comes(CryptoBundle bundle, long id) {
        suites.take(
                (CryptoProvider) Proxy.newProxyInstance(
                        CryptoProvider.class.getClassLoader(),
                        new Class<?>[] {CryptoProvider.class},
                        (proxy, method, arguments) -> null),
                bundle,
                id);
        suites.take(new TrialProtection(1, "tls13", new Prefix(1, 1)), bundle, id + 1);
    }

    private void goes(long id) {
        suites.dropProvider(id);
        suites.dropProtection(id + 1);
    }

    private void expect(String... lines) {
        assertEquals(
                List.of(lines),
                news.since().stream()
                        .map(line -> (line.warning() ? "WARN " : "") + line.words())
                        .toList());
    }

    @Test
    public void aBundleThatComesAndGoesIsToldOnceWithItsVersion() {
        comes(OLD, 8);
        expect("crypto: org.ringback.crypto 0.1.0 (bundle 12) came and is used from now on");
        expect();
        goes(8);
        expect(
                "crypto: org.ringback.crypto 0.1.0 (bundle 12) went",
                "WARN no crypto runs here (expected: start org.ringback.crypto)");
        expect();
        comes(OLD, 10);
        expect("crypto: org.ringback.crypto 0.1.0 (bundle 12) came and is used from now on");
        goes(10);
        assertEquals("the warning too, each time", 2, news.since().size());
    }

    @Test
    public void oneThatTakesAnothersPlaceIsTold() throws RefusedException {
        comes(OLD, 8);
        news.since();
        comes(BESIDE, 10);
        expect("crypto: org.ringback.crypto 0.3.0 (bundle 40) came and stands by");
        suites.use(Set.of(BESIDE.id()));
        expect(
                "crypto: org.ringback.crypto 0.1.0 (bundle 12) stands by",
                "crypto: org.ringback.crypto 0.3.0 (bundle 40) is used from now on");
        goes(10);
        expect(
                "crypto: org.ringback.crypto 0.3.0 (bundle 40) went",
                "crypto: org.ringback.crypto 0.1.0 (bundle 12) is used from now on");
    }

    @Test
    public void aProtectionThatGoesIsWarnedOf() {
        comes(OLD, 8);
        suites.take(new TrialProtection(2, "trial", new Prefix(1, 2)), OTHER, 10);
        news.since();
        suites.dropProtection(10);
        expect(
                "crypto: org.example.trial 1.0.0 (bundle 41) went",
                "WARN protection: 'trial': no bundle brings it (running: tls13; expected: one that runs: start its"
                        + " bundle, or name another)");
    }

    @Test
    public void beforeAllHasComeNothingIsMissing() {
        suites.take(new TrialProtection(2, "trial", new Prefix(1, 2)), OTHER, 7);
        assertEquals(0, news.since().stream().filter(CryptoNews.Line::warning).count());
        suites.take(new TrialProtection(3, "trial", new Prefix(1, 3)), OTHER, 8);
        assertEquals(
                "but one that claims another's name is told",
                1,
                news.since().stream().filter(CryptoNews.Line::warning).count());
    }
}
