package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.Secret;
import org.ringback.crypto.certificatefirst.internal.CertificateFirstProtection;
import org.ringback.crypto.kit.Extent;
import org.ringback.crypto.kit.ProviderKit;
import org.ringback.crypto.kit.Report;
import org.ringback.crypto.kit.Subject;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.ServerChains;

/** The kit takes this project's crypto, and crypto with one wrong function is refused by that function's name. */
public class ProviderKitTest {
    private static final boolean ALL = Boolean.getBoolean("kit.all");
    private static final CryptoProvider PROVIDER = new BouncyProvider();
    private static final ConnectionProtection TLS = new Tls13Protection();
    private static final ConnectionProtection CERTIFICATE_FIRST = new CertificateFirstProtection();
    private static final Subject REFERENCE = new Subject(PROVIDER, List.of(TLS, CERTIFICATE_FIRST));
    private static final Duration PLENTY = Duration.ofHours(1);

    @Test
    public void thisProjectsCryptoPassesEveryCheck() {
        Report report = ProviderKit.run(
                new Subject(new BouncyProvider(), List.of(new Tls13Protection(), new CertificateFirstProtection())),
                REFERENCE,
                ALL ? Extent.ALL : Extent.SAMPLE,
                PLENTY);
        assertEquals("", report.words());
        assertTrue(report.good());
        assertTrue(report.passed().toString(), report.passed().size() > 60);
    }

    @Test
    public void aWrongHmacIsRefusedByName() {
        refused("hmac", flipping("hmac"), List.of());
    }

    @Test
    public void aWrongHkdfIsRefusedByName() {
        refused("hkdf", flipping("macKey"), List.of());
        refused("hkdf", flipping("codeKey"), List.of());
    }

    @Test
    public void aWrongProofOfACallIsRefusedByName() {
        refused("call", flipping("callProof"), List.of());
    }

    @Test
    public void aWrongHpkeIsRefusedByName() {
        // An own way to seal that fits its own way to open.
        CryptoProvider tried = provider(changing(RingCrypto.class, PROVIDER.rings(), (method, arguments) -> {
            if (method.equals("sealBox") || method.equals("openBox")) {
                arguments[2] =
                        new RingNonce(((RingNonce) arguments[2]).toString().replace('1', '9'));
            }
        }));
        refused("hpke", tried, List.of());
    }

    @Test
    public void aWrongArgon2idIsRefusedByName() {
        CryptoProvider lessMemory =
                provider(new BouncyRingCrypto(new SecureRandom(), new PasswordHash(PasswordHash.LITTLE)));
        refused("argon2id", lessMemory, List.of());
    }

    @Test
    public void anotherTlsGroupIsRefusedByName() {
        TlsEngines weaker = new TlsEngines(new SecureRandom(), List.of("x25519", "secp256r1"), true);
        Report report = run(PROVIDER, List.of(new Tls13Protection(weaker)));
        assertEquals(Set.of("tls13: TLS group"), checks(report));
        BouncyProvider calls = new BouncyProvider(
                "weaker",
                PROVIDER.rings(),
                PROVIDER.strings(),
                PROVIDER.identities(),
                PROVIDER.authorities(),
                PROVIDER.chains(),
                new TlsCallProtection(weaker));
        assertEquals(Set.of("call: TLS group"), checks(run(calls, List.of())));
    }

    @Test
    public void aWrongNoiseNkIsRefusedByName() {
        // A device that agrees with another key than the chain has.
        ConnectionProtection wrong = changing(ConnectionProtection.class, CERTIFICATE_FIRST, (method, arguments) -> {
            if (method.equals("dial")) {
                ExpectedServer server = (ExpectedServer) arguments[2];
                ServerChains chains =
                        (chain, pins, host, now) -> flip(server.chains().agreementKey(chain, pins, host, now));
                arguments[2] = new ExpectedServer(chains, server.pins(), server.host(), server.now());
            }
        });
        refused("certificate-first (Noise NK): tried dials the reference", PROVIDER, List.of(wrong));
    }

    @Test
    public void aChainCheckThatBelievesTooMuchIsRefusedByName() {
        ServerChains anyHost =
                (chain, pins, host, now) -> PROVIDER.chains().agreementKey(chain, pins, "localhost", now);
        BouncyProvider tried = new BouncyProvider(
                "believes",
                PROVIDER.rings(),
                PROVIDER.strings(),
                PROVIDER.identities(),
                PROVIDER.authorities(),
                anyHost,
                PROVIDER.calls());
        assertEquals(
                "chain: refused: another host was taken (expected: to be refused)",
                run(tried, List.of()).words());
    }

    @Test
    public void whatNeverEndsHasFailedAndIsLeftBehind() {
        CountDownLatch never = new CountDownLatch(1);
        CryptoProvider hangs = provider(changing(RingCrypto.class, PROVIDER.rings(), (method, arguments) -> {
            if (method.equals("hmac")) {
                never.await();
            }
        }));
        Report report = ProviderKit.run(new Subject(hangs, List.of()), REFERENCE, Extent.SAMPLE, Duration.ofMillis(1));
        assertFalse(report.good());
        assertTrue(report.words(), report.words().startsWith("hmac: RFC 4231, case 1: not ended after 1 ms; "));
        assertEquals(List.of(), report.passed());
    }

    @Test
    public void whateverAProviderThrowsIsAFailedCheck() {
        CryptoProvider throwing = provider(changing(RingCrypto.class, PROVIDER.rings(), (method, arguments) -> {
            if (method.equals("codeKey")) {
                throw new NoClassDefFoundError("Kdf");
            }
        }));
        assertEquals("hkdf: code: Kdf", run(throwing, List.of()).words());
    }

    @Test
    public void wholeRingsOverSocketsHoldInBothProtections() {
        Report report = ProviderKit.ring(REFERENCE, 2);
        assertEquals("", report.words());
        assertEquals(
                List.of("ring 1, tls13", "ring 2, tls13", "ring 1, certificate-first", "ring 2, certificate-first"),
                report.passed());
    }

    @Test
    public void whatWearsOutIsRefusedByTheRingThatFails() {
        AtomicInteger proofs = new AtomicInteger();
        CryptoProvider worn = provider(changing(RingCrypto.class, PROVIDER.rings(), (method, arguments) -> {
            if (method.equals("callProof") && proofs.incrementAndGet() > 2) {
                throw new IllegalStateException("worn out");
            }
        }));
        Report report = ProviderKit.ring(new Subject(worn, List.of(TLS)), 2);
        assertEquals(List.of("ring 1, tls13"), report.passed());
        assertEquals("ring 2, tls13: worn out", report.words());
    }

    private static void refused(String by, CryptoProvider tried, List<ConnectionProtection> protections) {
        Set<String> failed = checks(run(tried, protections));
        assertFalse("nothing failed", failed.isEmpty());
        assertTrue(
                failed.toString(),
                failed.stream().anyMatch(name -> name.startsWith(by))
                        && failed.stream().allMatch(name -> name.startsWith(by.split("[:,]", 2)[0])));
    }

    private static Report run(CryptoProvider tried, List<ConnectionProtection> protections) {
        return ProviderKit.run(new Subject(tried, protections), REFERENCE, Extent.SAMPLE, PLENTY);
    }

    private static Set<String> checks(Report report) {
        return report.failed().stream().map(Report.Failure::check).collect(Collectors.toSet());
    }

    private static CryptoProvider provider(RingCrypto rings) {
        return new BouncyProvider(
                "wrong",
                rings,
                PROVIDER.strings(),
                PROVIDER.identities(),
                PROVIDER.authorities(),
                PROVIDER.chains(),
                PROVIDER.calls());
    }

    /** A provider that gives one function's result with a bit changed. */
    private static CryptoProvider flipping(String function) {
        return provider((RingCrypto) Proxy.newProxyInstance(
                RingCrypto.class.getClassLoader(), new Class<?>[] {RingCrypto.class}, (self, method, arguments) -> {
                    Object result = invoke(PROVIDER.rings(), method, arguments);
                    if (!method.getName().equals(function)) {
                        return result;
                    }
                    return result instanceof Secret secret
                            ? Secret.copyOf(flip(secret.copyBytes()))
                            : flip((byte[]) result);
                }));
    }

    private static byte[] flip(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[flipped.length - 1] ^= 1;
        return flipped;
    }

    private interface Change {
        void of(String method, Object[] arguments) throws Exception;
    }

    /** Something real that is called with other arguments. */
    private static <T> T changing(Class<T> type, T real, Change change) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    change.of(method.getName(), arguments);
                    return invoke(real, method, arguments);
                }));
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
