package org.ringback.issuer.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.osgi.framework.BundleContext;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.call.internal.CallsComponent;
import org.ringback.crypto.internal.BouncyProvider;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.crypto.internal.Tls13Protection;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.HeldEstates;
import org.ringback.kernel.HeldSuites;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.ServerPins;
import org.ringback.store.internal.MvStore;
import org.ringback.transport.internal.NettyTransport;
import org.ringback.wire.Attributes;

/** The issuer on real sockets, transport, cryptography and store, against a scripted server and acceptor. */
public class IssuerComponentTest {
    /** Reasons of a deactivation, as Declarative Services numbers them. */
    private static final int CONFIGURATION_DELETED = 4;

    private static final int BUNDLE_STOPPED = 6;

    /** Of services. */
    private static final long PROVIDER = 1;

    private static final long TLS13 = 2;
    private static final long CERTIFICATE_FIRST = 3;
    private static final long OTHER = 4;

    private final HeldEstates estates = new HeldEstates(System::nanoTime, () -> false);
    private HeldSuites suites = new HeldSuites();
    private static final Set<RingSystem> ALL = Set.of(RingSystem.values());

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    private NettyTransport transport;
    private CallsComponent calls;
    private MvStore store;
    private OtherSide other;
    private IssuerComponent issuer;

    @Before
    public void start() throws IOException {
        suites.take(new BouncyProvider(), CryptoBundle.NONE, PROVIDER);
        suites.take(OtherSide.TLS, CryptoBundle.NONE, TLS13);
        suites.take(OtherSide.CERTIFICATE_FIRST, CryptoBundle.NONE, CERTIFICATE_FIRST);
        transport = new NettyTransport(Map.of());
        store = store();
        calls = new CallsComponent(transport, suites);
        other = new OtherSide(transport, "127.0.0.1");
        issuer = issuer(Map.of());
    }

    private MvStore store() throws IOException {
        String home = folder.getRoot().getPath();
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> home);
        return new MvStore(context, Map.of());
    }

    private IssuerComponent issuer(Map<String, Object> config) {
        return new IssuerComponent(transport, store, suites, calls, estates, config);
    }

    @After
    public void stop() {
        issuer.stop(CONFIGURATION_DELETED);
        calls.close();
        other.close();
        store.close();
        transport.close();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static String refusal(CompletionStage<?> stage) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(stage));
        assertTrue(String.valueOf(e.getCause()), e.getCause() instanceof RefusedException);
        return String.valueOf(e.getCause().getMessage());
    }

    private GrantedEquipment takeGrant() throws Exception {
        return get(issuer.acceptGrant(other.grant(other.pins(), ALL)));
    }

    private Ring ring(RingSystem system) throws RefusedException {
        return issuer.ring(new RingRequest(OtherSide.LAMP, Optional.of(system), "http"));
    }

    private Ring answered(RingSystem system) throws Exception {
        other.callers.add(other.equipment);
        Ring ring = ring(system);
        RingStory story = get(ring.answer());
        assertTrue(String.valueOf(story), story.answered());
        return ring;
    }

    private static void assertTalks(Ring ring) throws IOException {
        try (Conversation conversation = ring.open()) {
            conversation.output().write("hello".getBytes(UTF_8));
            conversation.output().close();
            assertEquals("HELLO", new String(conversation.input().readAllBytes(), UTF_8));
        }
    }

    @Test
    public void aRingIsAnsweredAndTalksInConversations() throws Exception {
        takeGrant();
        Ring ring = answered(RingSystem.CALL_BACK);
        assertTalks(ring);
        assertTalks(ring);
        RingStory story = issuer.stories().get(0);
        assertEquals(ring.nonce(), story.nonce());
        assertEquals("tls13", story.protection());
        assertEquals("X25519MLKEM768", story.keyAgreement());
        ring.close();
        Awaitility.await().until(() -> other.ended.size() == 1);
        assertThrows(IOException.class, ring::open);
    }

    @Test
    public void aRingTellsThatItsCallBackBrokeOff() throws Exception {
        takeGrant();
        Ring ring = answered(RingSystem.CALL_BACK);
        other.close();
        Awaitility.await().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        String why = calls.calls().get(0).end().orElseThrow().why();
        assertTrue(why, why.startsWith("connection lost: "));
        IOException over = assertThrows(IOException.class, ring::open);
        assertTrue(over.getMessage(), over.getMessage().contains(why));
        other = new OtherSide(transport, "127.0.0.1");
    }

    @Test
    public void thePasswordIsProvedAndNeverSent() throws Exception {
        takeGrant();
        RefusedException early = assertThrows(RefusedException.class, () -> ring(RingSystem.PASSWORD));
        assertTrue(early.getMessage(), early.getMessage().contains("first password lamp-1"));
        get(issuer.password(OtherSide.LAMP, Secret.copyOf("sesame".getBytes(UTF_8))));
        answered(RingSystem.PASSWORD).close();
        var box = other.boxes.get(0);
        BouncyRingCrypto crypto = new BouncyRingCrypto();
        byte[] expected = crypto.ringProof(
                crypto.passwordInformation(
                        Secret.copyOf("sesame".getBytes(UTF_8)), OtherSide.LAMP, other.equipment.fingerprint()),
                ProofUse.PASSWORD,
                RingSystem.PASSWORD,
                other.connects.get(0).get(Attributes.RING_NONCE),
                OtherSide.LAMP,
                "http",
                box.issuer(),
                other.equipment.fingerprint());
        assertArrayEquals(expected, box.passwordProof().orElseThrow());
    }

    @Test
    public void aCallerWithAnotherKeyIsTurnedAwayAndTheRightOneTaken() throws Exception {
        takeGrant();
        other.callers.add(new StoredIdentities().create());
        other.callers.add(other.equipment);
        Ring ring = ring(RingSystem.CALL_BACK);
        assertTrue(get(ring.answer()).answered());
        assertTalks(ring);
        ring.close();
    }

    @Test
    public void whenARingIsGivenUpItsPortIsClosed() throws Exception {
        takeGrant();
        Ring ring = ring(RingSystem.CALL_BACK);
        Awaitility.await().until(() -> other.connects.size() == 1);
        InetSocketAddress port = other.connects.get(0).get(Attributes.CALLBACK_ADDRESS);
        new Socket(port.getAddress(), port.getPort()).close();
        ring.close();
        RingStory story = get(ring.answer());
        assertFalse(story.answered());
        assertTrue(story.toString(), story.ended().orElseThrow().reason().endsWith("hung up before it was answered"));
        Awaitility.await()
                .untilAsserted(() ->
                        assertThrows(IOException.class, () -> new Socket(port.getAddress(), port.getPort()).close()));
        assertThrows(IOException.class, ring::open);
    }

    @Test
    public void aRingGoesThroughCertificateFirstWhereTheEnrolmentAllowsNothingElse() throws Exception {
        withCertificateFirst();
        takeGrant();
        assertTalks(answered(RingSystem.CALL_BACK));
        assertEquals("certificate-first", issuer.stories().get(0).protection());
    }

    @Test
    public void aProtectionThatIsNotRunningIsNamedAndNoOtherOneTried() throws Exception {
        withCertificateFirst();
        takeGrant();
        issuer.stop(CONFIGURATION_DELETED);
        suites = new HeldSuites();
        suites.take(new BouncyProvider(), CryptoBundle.NONE, PROVIDER);
        suites.take(OtherSide.TLS, CryptoBundle.NONE, TLS13);
        issuer = issuer(Map.of());
        RingStory story = get(ring(RingSystem.CALL_BACK).answer());
        String why = story.ended().orElseThrow().reason();
        assertTrue(
                why,
                why.contains(
                        "protection: number 2: no bundle brings it (running: tls13; expected: one that runs: start its"
                                + " bundle, or name another)"));
        assertTrue(other.connects.isEmpty());
    }

    @Test
    public void aProtectionThatIsConfiguredAndNotAllowedIsRefused() {
        issuer.modified(Map.of("protection", "certificate-first"));
        String why = refusal(issuer.acceptGrant(other.grant(other.pins(), ALL)));
        assertTrue(why, why.contains("certificate-first"));
        assertTrue(other.enrolledKeys.isEmpty());
    }

    private void withCertificateFirst() throws IOException {
        other.close();
        other = new OtherSide(transport, "127.0.0.1", OtherSide.CERTIFICATE_FIRST);
    }

    /** Well below the 5 s that a handshake may take, which the reading would wait for. */
    @Test
    public void aStrangerWhoSpeaksNoTlsAtAPendingRingsPortIsClosedAtOnce() throws Exception {
        takeGrant();
        Ring ring = ring(RingSystem.CALL_BACK);
        Awaitility.await().until(() -> other.connects.size() == 1);
        InetSocketAddress port = other.connects.get(0).get(Attributes.CALLBACK_ADDRESS);
        try (Socket stranger = new Socket(port.getAddress(), port.getPort())) {
            stranger.setSoTimeout(2_000);
            stranger.getOutputStream().write('G');
            assertThrows(SocketException.class, () -> stranger.getInputStream().read());
        }
        ring.close();
    }

    @Test
    public void aServerOfAnotherAuthorityIsNotBelieved() throws Exception {
        ServerPins others = new ServerPins(List.of(other.equipment.fingerprint()));
        String why = refusal(issuer.acceptGrant(other.grant(others, ALL)));
        assertTrue(why, why.contains("another server answers: 127.0.0.1:"));
        assertEquals(Optional.empty(), issuer.granted(OtherSide.LAMP));
    }

    @Test
    public void whatIsForgottenIsKeptNoMoreAndTakenAnew() throws Exception {
        takeGrant();
        get(issuer.forget(OtherSide.LAMP));
        assertEquals(Optional.empty(), issuer.granted(OtherSide.LAMP));
        assertTrue(refusal(issuer.forget(OtherSide.LAMP)).startsWith("equipment: no grant for "));
        takeGrant();
        assertTrue(issuer.granted(OtherSide.LAMP).isPresent());
    }

    @Test
    public void whatMayBeRungIsToldByPage() throws Exception {
        GrantedEquipment lamp = takeGrant();
        assertEquals(new Page<>(List.of(lamp), false), issuer.granted(Optional.empty(), 1));
        assertEquals(new Page<>(List.of(), false), issuer.granted(Optional.of(OtherSide.LAMP), 1));
        assertEquals(Optional.of(lamp), issuer.granted(OtherSide.LAMP));
        assertThrows(IllegalArgumentException.class, () -> issuer.granted(Optional.empty(), 0));
        assertThrows(IllegalArgumentException.class, () -> issuer.granted(Optional.empty(), Page.MOST + 1));
    }

    @Test
    public void whoIsStoppedSaysSoAndNotThatNothingIsGranted() throws Exception {
        takeGrant();
        issuer.stop(CONFIGURATION_DELETED);
        String why = assertThrows(IllegalStateException.class, () -> issuer.granted(Optional.empty(), 1))
                .getMessage();
        assertEquals("this issuer does not answer: it is stopped, or overloaded", why);
    }

    @Test
    public void anEnrolmentStringEnrolsAndTheKeySurvivesARestart() throws Exception {
        assertEquals(new EquipmentId("anna"), get(issuer.join(other.enrolmentString(Role.ISSUER))));
        assertEquals(Optional.empty(), issuer.granted(OtherSide.LAMP));
        issuer.stop(CONFIGURATION_DELETED);
        issuer = issuer(Map.of());
        takeGrant();
        answered(RingSystem.CALL_BACK).close();
        assertEquals(2, other.enrolledKeys.size());
        assertEquals(other.enrolledKeys.get(0), other.enrolledKeys.get(1));
        String why = refusal(issuer.join(other.enrolmentString(Role.ACCEPTOR)));
        assertTrue(why, why.contains("give it to the gateway"));
    }

    @Test
    public void aBundleThatIsExchangedFinishesTheRingThatIsUnderWay() throws Exception {
        takeGrant();
        other.callers.add(other.equipment);
        Ring ring = ring(RingSystem.CALL_BACK);
        issuer.stop(BUNDLE_STOPPED);
        issuer = issuer(Map.of());
        assertTrue(get(ring.answer()).answered());
        assertTalks(ring);
    }

    @Test
    public void aServerThatIsGoneIsToldInWords() throws Exception {
        takeGrant();
        other.close();
        RingStory story = get(ring(RingSystem.CALL_BACK).answer());
        String why = story.ended().orElseThrow().reason();
        assertTrue(why, why.contains("nobody listens there"));
        other = new OtherSide(transport, "127.0.0.1");
    }

    @Test
    public void afterARestartItRingsWithTheSameKeyGrantAndPasswordAndTellsTheRingBefore() throws Exception {
        takeGrant();
        get(issuer.password(OtherSide.LAMP, Secret.copyOf("sesame".getBytes(UTF_8))));
        Ring first = answered(RingSystem.PASSWORD);
        first.close();
        issuer.stop(CONFIGURATION_DELETED);
        store.close();
        store = store();
        issuer = issuer(Map.of());
        RingStory kept = issuer.stories().get(0);
        assertEquals(first.nonce(), kept.nonce());
        assertEquals("one rings himself", Optional.empty(), kept.person());
        assertTrue(kept.answered());
        answered(RingSystem.PASSWORD).close();
        assertEquals(other.boxes.get(0).issuer(), other.boxes.get(1).issuer());
        assertEquals(other.boxes.get(0).grant(), other.boxes.get(1).grant());
    }

    @Test
    public void theCryptoServicesMayBeExchangedWhileACallBackStands() throws Exception {
        takeGrant();
        Ring ring = answered(RingSystem.CALL_BACK);
        suites.take(new BouncyProvider(), CryptoBundle.NONE, OTHER);
        suites.dropProvider(PROVIDER);
        suites.take(new Tls13Protection(), CryptoBundle.NONE, OTHER);
        assertTalks(ring);
        Ring next = answered(RingSystem.DATAGRAM);
        assertTalks(next);
        assertTalks(ring);
    }

    /** A port that the system picks while connecting may be another connection's too: none to listen on. */
    @Test
    public void ringsListenBesideManyOtherConnectionsOfTheMachine() throws Exception {
        takeGrant();
        List<Socket> others = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 1_500; i++) {
                others.add(new Socket(server.getInetAddress(), server.getLocalPort()));
                others.add(server.accept());
            }
            for (int i = 0; i < 25; i++) {
                answered(RingSystem.CALL_BACK).close();
            }
        } finally {
            for (Socket socket : others) {
                socket.close();
            }
        }
    }

    @Test
    public void itRingsOverIpv6() throws Exception {
        other.close();
        other = new OtherSide(transport, "::1");
        takeGrant();
        Ring ring = answered(RingSystem.CALL_BACK);
        assertTalks(ring);
    }

    @Test
    public void aLocalAddressIsDialledFrom() throws Exception {
        issuer.stop(CONFIGURATION_DELETED);
        issuer = issuer(Map.of("local", "127.0.0.1"));
        takeGrant();
        answered(RingSystem.CALL_BACK).close();
        InetSocketAddress from = other.connects.get(0).get(Attributes.CALLBACK_ADDRESS);
        assertEquals("127.0.0.1", from.getAddress().getHostAddress());
    }

    @Test
    public void stoppingEndsTheRingsUnderWayAndNoCall() throws Exception {
        takeGrant();
        Ring standing = answered(RingSystem.CALL_BACK);
        Ring pending = ring(RingSystem.CALL_BACK);
        Awaitility.await().until(() -> other.connects.size() == 2);
        issuer.stop(CONFIGURATION_DELETED);
        assertTrue(get(pending.answer()).ended().orElseThrow().reason().endsWith("this issuer is stopped"));
        assertTalks(standing);
        refusal(issuer.acceptGrant("late"));
        issuer = issuer(Map.of("calls", 1));
        RefusedException full = assertThrows(RefusedException.class, () -> ring(RingSystem.CALL_BACK));
        assertEquals("it counts", "calls: 1 call-back stands (expected: at most 1; close one)", full.getMessage());
        standing.close();
        Awaitility.await().until(() -> other.ended.size() == 1);
        answered(RingSystem.CALL_BACK).close();
    }

    @Test
    public void theForwardsOfTheConfigurationInForceAreTold() throws Exception {
        assertEquals(List.of(), issuer.forwards());
        issuer.modified(Map.of("forwards", "8080=lamp-1/http; [::1]:2222=lamp-2/ssh"));
        assertEquals(
                Set.of(forward("127.0.0.1", 8080, "lamp-1", "http"), forward("::1", 2222, "lamp-2", "ssh")),
                Set.copyOf(issuer.forwards()));
        for (String bad : List.of(
                "0=lamp-1/http", "192.0.2.1:80=lamp-1/http", "8080=lamp-1", "lamp-1/http=8080", "8080=a/b;8080=c/d")) {
            issuer.modified(Map.of("forwards", bad));
            assertEquals(bad, 2, issuer.forwards().size());
        }
        issuer.modified(Map.of());
        assertEquals(List.of(), issuer.forwards());
    }

    private static Forward forward(String host, int port, String equipment, String service) throws IOException {
        return new Forward(
                new InetSocketAddress(InetAddress.getByName(host), port),
                new RingRequest(new EquipmentId(equipment), Optional.empty(), service));
    }

    @Test
    public void badConfigurationIsRefusedAndTheOneBeforeStays() throws Exception {
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("pending-rings", "none"),
                Map.of("pending-rings", 65),
                Map.of("calls", 0),
                Map.of("protection", "TLS 1.2"),
                Map.of("local", "localhost"),
                Map.of("local", "1.2.3.400"),
                Map.of("local", "0.0.0.0"))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> issuer(bad));
            assertTrue(e.getMessage(), e.getMessage().contains("(expected: "));
            issuer.modified(bad);
        }
        takeGrant();
        answered(RingSystem.CALL_BACK).close();
    }

    @Test
    public void aNewConfigurationCountsAtOnce() throws Exception {
        takeGrant();
        issuer.modified(Map.of("pending-rings", 1));
        Ring first = ring(RingSystem.CALL_BACK);
        RefusedException refused = assertThrows(RefusedException.class, () -> ring(RingSystem.CALL_BACK));
        assertTrue(refused.getMessage(), refused.getMessage().contains("at most 1"));
        first.close();
    }
}
