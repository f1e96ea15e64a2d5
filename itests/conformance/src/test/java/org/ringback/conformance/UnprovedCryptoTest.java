package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.CryptoWatch;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.crypto.internal.BouncyProvider;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.HeldSuites;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.SealingKey;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/** Real crypto that is new is not blamed for whatever strangers say, and for what it does wrong meanwhile it is. */
public class UnprovedCryptoTest {
    private static final int TIMES = 40;
    private static final int LONGEST = 700;
    private static final int RECORD_HEADER = 5;
    private static final String HOST = "localhost";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final CryptoBundle OLD = new CryptoBundle("org.ringback.crypto", "1.0.0", 12, 1);
    private static final CryptoBundle NEW = new CryptoBundle("org.ringback.crypto", "1.1.0", 40, 2);

    private final HeldSuites suites = new HeldSuites();
    private final Random random = new Random(19);
    private boolean wrong;
    private int refusals;
    private CryptoWatch watch;

    /** Both ends of a connection. */
    private record Ends(ProtectionSession dialler, ProtectionSession answerer) {}

    private interface Meeting {
        Ends ends();
    }

    @Before
    public void both() throws Exception {
        suites.take(provider(Crypto.RINGS), OLD, 0);
        suites.take(provider(changing()), NEW, 100);
        for (ProtectionId protection : Crypto.protections()) {
            suites.take(Crypto.connections(protection), OLD, protection.number());
            suites.take(Crypto.connections(protection), NEW, 100 + protection.number());
        }
        watch = suites.watch(Set.of(NEW.id()));
    }

    private static CryptoProvider provider(RingCrypto rings) {
        return new BouncyProvider(
                "org.ringback.crypto",
                rings,
                Crypto.STRINGS,
                Crypto.IDENTITIES,
                Crypto.AUTHORITIES,
                new PinnedChains(),
                Crypto.CALLS);
    }

    /** Once it is wrong it gives one bit otherwise in the proof of a ring. */
    private RingCrypto changing() {
        return (RingCrypto) Proxy.newProxyInstance(
                RingCrypto.class.getClassLoader(), new Class<?>[] {RingCrypto.class}, (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(Crypto.RINGS, arguments);
                        if (wrong && method.getName().equals("ringProof")) {
                            ((byte[]) result)[0] ^= 1;
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private List<Meeting> meetings() {
        CryptoProvider provider = suites.current().provider();
        DeviceIdentity lamp = provider.identities().create();
        DeviceIdentity anna = provider.identities().create();
        NewAuthority authority = provider.authorities().create(NOW);
        ServerCredentials credentials = provider.authorities().credentials(authority.authority(), List.of(HOST), NOW);
        ExpectedServer expected = new ExpectedServer(provider.chains(), authority.pins(), HOST, NOW);
        ConnectionProtection tls = suites.current().find(ProtectionId.TLS13).orElseThrow();
        ConnectionProtection agreed =
                suites.current().find(ProtectionId.CERTIFICATE_FIRST).orElseThrow();
        return List.of(
                () -> new Ends(
                        provider.calls().dial(lamp, anna.fingerprint()),
                        provider.calls().answer(anna, lamp.fingerprint())),
                () -> new Ends(tls.dial(lamp, Role.ACCEPTOR, expected), tls.answer(credentials)),
                () -> new Ends(agreed.dial(lamp, Role.ACCEPTOR, expected), agreed.answer(credentials)));
    }

    @Test
    public void noiseBehindTheBeginningOfAHandshakeIsNoFaultOfIt() throws Exception {
        noise();
        assertEquals(List.of(), watch.faults());
        assertEquals("nobody is proved by it", 0, watch.proved());
        assertTrue("refused: " + refusals, refusals > TIMES);
    }

    private void noise() throws Exception {
        for (Meeting meeting : meetings()) {
            for (int i = 0; i < TIMES; i++) {
                Said said = new Said();
                Ends ends = meeting.ends();
                ends.answerer().start(new Said());
                ends.dialler().start(said);
                byte[] hello = said.bytes();
                if (i % 2 == 0) {
                    hears(ends.answerer(), hello, random.nextInt(hello.length + 1), i / 2);
                } else {
                    Said answer = new Said();
                    ends.answerer().receive(ByteBuffer.wrap(hello), answer);
                    hears(ends.dialler(), answer.bytes(), random.nextInt(answer.bytes().length), i / 2);
                }
            }
        }
    }

    /** A beginning of what the other end says, then noise, in a record of some kind or in none. */
    private void hears(ProtectionSession end, byte[] said, int length, int kind) {
        byte[] noise = new byte[RECORD_HEADER + 1 + random.nextInt(LONGEST)];
        random.nextBytes(noise);
        if (kind % 4 < 3) {
            ByteBuffer.wrap(noise)
                    .put(new byte[] {0x16, 0x17, 0x15}[kind % 4])
                    .putShort((short) 0x0303)
                    .putShort((short) (noise.length - RECORD_HEADER));
        }
        try {
            end.receive(ByteBuffer.wrap(said, 0, length), new Said());
            end.receive(ByteBuffer.wrap(noise), new Said());
        } catch (ProtectionException refused) {
            refusals++; // as it should be; what promises more waits for it
        }
    }

    @Test
    public void ringsThatAreRefusedAreNoFaultOfIt() {
        rings();
        assertEquals(List.of(), watch.faults());
    }

    /** Boxes for another key, of noise, and such as a revoked issuer or a thief seals. */
    private void rings() {
        RingCrypto rings = suites.rings();
        SealingKey key = suites.current().provider().identities().createSealingKey();
        Secret secret = Secret.copyOf(new byte[32]);
        byte[] id = new byte[12];
        for (int i = 0; i < TIMES; i++) {
            byte[] noise = new byte[random.nextInt(LONGEST)];
            random.nextBytes(noise);
            RingNonce nonce = RingNonce.random(random);
            assertTrue(rings.openBox(key, LAMP, nonce, noise).isEmpty());
            assertTrue(rings.openDatagram(secret, id, id, LAMP, noise, noise).isEmpty());
            rings.hmac(secret, noise);
            proof(rings, nonce);
        }
    }

    private static byte[] proof(RingCrypto rings, RingNonce nonce) {
        DeviceIdentity one = Crypto.IDENTITIES.create();
        return rings.ringProof(
                Secret.copyOf(new byte[32]),
                ProofUse.GRANT,
                RingSystem.CALL_BACK,
                nonce,
                LAMP,
                "http",
                one.fingerprint(),
                one.fingerprint());
    }

    @Test
    public void whatItDoesWrongIsSeenAmongAllThat() throws Exception {
        noise();
        rings();
        wrong = true;
        proof(suites.rings(), RingNonce.random(random));
        noise();
        assertEquals(List.of("ring proof: differs from that of the one before"), watch.faults());
    }

    /** What an end says. */
    private static final class Said implements ProtectionSession.Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void toPeer(ByteBuffer said) {
            while (said.hasRemaining()) {
                bytes.write(said.get());
            }
        }

        @Override
        public void toApplication(ByteBuffer plaintext) {
            throw new AssertionError("noise became plaintext");
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
