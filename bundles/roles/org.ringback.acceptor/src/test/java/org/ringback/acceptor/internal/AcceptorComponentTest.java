package org.ringback.acceptor.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.osgi.framework.BundleContext;
import org.ringback.acceptor.core.AcceptorEstate;
import org.ringback.api.Conversation;
import org.ringback.api.ConversationResetException;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.GrantTerms;
import org.ringback.api.Page;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.RefusedException;
import org.ringback.call.internal.CallsComponent;
import org.ringback.crypto.internal.BouncyProvider;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.crypto.internal.Tls13Protection;
import org.ringback.kernel.Call;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.Faults;
import org.ringback.kernel.HeldEstates;
import org.ringback.kernel.HeldSuites;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Ticket;
import org.ringback.store.internal.MvStore;
import org.ringback.transport.UdpPort;
import org.ringback.transport.internal.NettyTransport;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** The acceptor on real sockets, transport, cryptography and store, against a scripted server and issuer. */
public class AcceptorComponentTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");

    /** Reasons of a deactivation, as Declarative Services numbers them. */
    private static final int CONFIGURATION_DELETED = 4;

    private static final int BUNDLE_STOPPED = 6;

    /** Of services. */
    private static final long PROVIDER = 1;

    private static final long TLS13 = 2;
    private static final long CERTIFICATE_FIRST = 3;
    private static final long OTHER = 4;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    private final EquipmentService capitals = AcceptorComponentTest::answerInCapitals;
    private final Map<String, Object> config =
            new TreeMap<>(Map.of("dialable", "127.0.0.0/8, ::1/128", "systems", "lamp-1=datagram,call-back,password"));
    private NettyTransport transport;
    private final HeldEstates estates = new HeldEstates(System::nanoTime, () -> false);
    private @Nullable DatagramSocket taken;
    private MvStore store;
    private ScriptedServer server;
    private CallsComponent calls;
    private HeldSuites suites = new HeldSuites();
    private AcceptorComponent acceptor;

    @Before
    public void start() throws IOException {
        transport = new NettyTransport(Map.of());
        String home = folder.getRoot().getPath();
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> home);
        store = new MvStore(context, Map.of());
        calls = new CallsComponent(transport, suites);
        server = new ScriptedServer(transport, "127.0.0.1", ScriptedServer.TLS);
        acceptor = started();
    }

    private AcceptorComponent started() {
        suites.take(new BouncyProvider(), CryptoBundle.NONE, PROVIDER);
        suites.take(ScriptedServer.TLS, CryptoBundle.NONE, TLS13);
        suites.take(ScriptedServer.CERTIFICATE_FIRST, CryptoBundle.NONE, CERTIFICATE_FIRST);
        calls.addEquipment(
                capitals, Map.of(EquipmentService.EQUIPMENT, new String[] {"*"}, EquipmentService.SERVICE, "capitals"));
        return new AcceptorComponent(transport, store, suites, calls, calls, estates, config);
    }

    @After
    public void stop() {
        acceptor.deactivate(CONFIGURATION_DELETED);
        if (taken != null) {
            taken.close();
        }
        calls.close();
        server.close();
        store.close();
        transport.close();
    }

    @Test
    public void aRingIsAnsweredInEachSystem() throws Exception {
        joined();
        Secret typed = Secret.copyOf("correct horse".getBytes(UTF_8));
        get(acceptor.password(LAMP, typed));
        try (ScriptedIssuer issuer = granted()) {
            Secret information = new BouncyRingCrypto().passwordInformation(typed, LAMP, lamp().key());
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            server.wake(LAMP, issuer.second(RingSystem.PASSWORD, "capitals", Optional.of(information)));
            assertTalks(issuer);
            server.ringByDatagram(
                    LAMP,
                    issuer.second(RingSystem.DATAGRAM, "capitals", Optional.empty())
                            .build());
            assertTalks(issuer);
            List<RingStory> stories = acceptor.stories();
            assertEquals(3, stories.size());
            stories.forEach(story -> assertTrue(story.toString(), story.answered()));
            assertEquals(RingSystem.DATAGRAM, stories.get(0).system());
            assertEquals("X25519MLKEM768", stories.get(0).keyAgreement());
            assertEquals("tls13", stories.get(1).protection());
            assertEquals("X25519MLKEM768", stories.get(1).keyAgreement());
            until(() -> server.reports.stream()
                            .filter(report -> report.get(Attributes.OUTCOME) == Outcome.REACHED)
                            .count()
                    == 3);
            assertEquals(3, (long) acceptor.counters().get("answer.served"));
        }
    }

    @Test
    public void whatIsRenamedAnswersByItsIdAndIsSaltedByItsIdAndEveryListHasItsName() throws Exception {
        EquipmentId hall = new EquipmentId("hall-lamp");
        Secret typed = Secret.copyOf("correct horse".getBytes(UTF_8));
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            get(acceptor.rename(LAMP, hall));
            assertTalks(issuer);
            acceptor.modified(Map.of("dialable", "127.0.0.0/8", "systems", "hall-lamp=password"));
            get(acceptor.password(hall, typed));
            EquipmentStatus now = acceptor.equipment(hall).orElseThrow();
            Secret information = new BouncyRingCrypto().passwordInformation(typed, LAMP, now.key());
            server.wake(LAMP, issuer.second(RingSystem.PASSWORD, "capitals", Optional.of(information)));
            assertTalks(issuer);
            assertEquals(
                    List.of(hall, hall),
                    calls.calls().stream().map(CallStatus::equipment).toList());
            assertEquals(hall, acceptor.stories().get(0).equipment());
        }
        assertEquals(1, (int) get(acceptor.renamePerson(ANNA, new EquipmentId("anna-smith"))));
        assertEquals(
                "equipment: 'lamp-1' is not of this gateway (expected: one that has joined)",
                refusal(acceptor.rename(LAMP, hall)));
    }

    @Test
    public void aWrongPasswordIsRefused() throws Exception {
        joined();
        get(acceptor.password(LAMP, Secret.copyOf("correct horse".getBytes(UTF_8))));
        try (ScriptedIssuer issuer = granted()) {
            Secret wrong = Secret.copyOf(new byte[32]);
            server.wake(LAMP, issuer.second(RingSystem.PASSWORD, "capitals", Optional.of(wrong)));
            until(() -> server.reported(Outcome.REFUSED));
            assertFalse(issuer.answered.isDone());
            assertEquals(
                    "wrong password",
                    acceptor.stories().get(0).ended().orElseThrow().reason());
        }
    }

    @Test
    public void anotherAddressToRegisterFromIsUsedAtOnce() throws Exception {
        joined();
        Map<String, Object> changed = new TreeMap<>(config);
        changed.put("local", "127.0.0.2");
        acceptor.modified(changed);
        until(() -> server.registeredFrom(LAMP).equals("127.0.0.2"));
        assertEquals(1, (long) acceptor.counters().get("network.changed"));
    }

    @Test
    public void anAddressToRegisterFromThatThisMachineLacksStandsAmongTheWarningsUntilItIsMended() throws Exception {
        joined();
        Map<String, Object> changed = new TreeMap<>(config);
        changed.put("local", "192.0.2.1");
        acceptor.modified(changed);
        String why = "local: 192.0.2.1:0: no address of this machine (expected: an address of this machine)";
        until(() -> acceptor.warnings().contains(why));
        acceptor.modified(config);
        until(() -> !acceptor.warnings().contains(why));
    }

    @Test
    public void aConversationIsForwardedToALocalAddress() throws Exception {
        joined();
        try (ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScriptedIssuer issuer = granted()) {
            Map<String, Object> changed = new TreeMap<>(config);
            changed.put("forward", "lamp-1/raw=127.0.0.1:" + local.getLocalPort());
            acceptor.modified(changed);
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "raw", Optional.empty()));
            Call call = get(issuer.answered);
            try (Conversation conversation = call.open()) {
                conversation.output().write("hello".getBytes(UTF_8));
                conversation.output().close();
                try (Socket accepted = local.accept()) {
                    assertEquals("hello", new String(accepted.getInputStream().readAllBytes(), UTF_8));
                    accepted.getOutputStream().write("world".getBytes(UTF_8));
                }
                assertEquals("world", new String(conversation.input().readAllBytes(), UTF_8));
            }
        }
    }

    @Test
    public void aServiceThatNobodyAnswersEndsTheConversationOnly() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "nothing", Optional.empty()));
            Call call = get(issuer.answered);
            try (Conversation conversation = call.open()) {
                assertThrows(IOException.class, () -> conversation.input().readAllBytes());
            }
            until(() -> acceptor.counters().containsKey("answer.no-service"));
            calls.removeEquipment(capitals);
            assertEquals(1, lamp().calls());
        }
    }

    @Test
    public void aForwardWhereNobodyListensIsToldToWhoRingsCountedAndInTheStatusUntilItAnswers() throws Exception {
        joined();
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Map<String, Object> changed = new TreeMap<>(config);
        changed.put("forward", "lamp-1/raw=127.0.0.1:" + port);
        acceptor.modified(changed);
        String begins = "lamp-1, service raw: 127.0.0.1:" + port + " did not answer when last dialled: ";
        assertFalse(warned(begins));
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "raw", Optional.empty()));
            Call call = get(issuer.answered);
            try (Conversation conversation = call.open()) {
                ConversationResetException reset = assertThrows(
                        ConversationResetException.class,
                        () -> conversation.input().read());
                assertEquals(Optional.of(RingReason.SERVICE_DOWN), reset.reason());
            }
            assertEquals(1, (long) acceptor.counters().get("forward.unreachable"));
            assertTrue(acceptor.warnings().toString(), warned(begins));
            try (ServerSocket up = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Conversation conversation = call.open();
                    Socket accepted = up.accept()) {
                accepted.getOutputStream().write('!');
                assertEquals('!', conversation.input().read());
            }
            assertFalse(acceptor.warnings().toString(), warned(begins));
            assertEquals(1, (long) acceptor.counters().get("forward.unreachable"));
            try (Conversation conversation = call.open()) {
                assertThrows(IOException.class, () -> conversation.input().read());
            }
            assertTrue(acceptor.warnings().toString(), warned(begins));
            changed.put("forward", "lamp-1/raw=127.0.0.1:1");
            acceptor.modified(changed);
            assertFalse("another address was not dialled yet", warned("lamp-1, service raw: "));
        }
    }

    @Test
    public void equipmentThatJoinedAndThatNothingAnswersForIsInTheStatusUntilSomethingDoes() throws Exception {
        String warning =
                "lamp-1: nothing answers its rings (expected: forward = lamp-1/http=ADDRESS:PORT, or a bundle that"
                        + " answers for it)";
        calls.removeEquipment(capitals);
        assertFalse("it has not joined", warned(warning));
        joined();
        assertTrue(acceptor.warnings().toString(), warned(warning));
        Map<String, Object> changed = new TreeMap<>(config);
        changed.put("forward", "thermostat-1/http=127.0.0.1:8080");
        acceptor.modified(changed);
        assertTrue("a forward of other equipment", warned(warning));
        changed.put("forward", "lamp-1/raw=127.0.0.1:8080");
        acceptor.modified(changed);
        assertFalse("a forward", warned(warning));
        acceptor.modified(config);
        assertTrue("the forward is gone", warned(warning));
        calls.addEquipment(
                capitals, Map.of(EquipmentService.EQUIPMENT, "lamp-1", EquipmentService.SERVICE, "capitals"));
        assertFalse("a bundle", warned(warning));
    }

    @Test
    public void equipmentThatTheConfigurationNamesAndThatNeverJoinedIsInTheStatus() throws Exception {
        Map<String, Object> changed = new TreeMap<>(config);
        changed.put("forward", "lmap-1/raw=127.0.0.1:8080");
        changed.put("systems", "lamp-1=call-back; fan=password");
        changed.put("protection", "lamp-2=tls13");
        acceptor.modified(changed);
        assertFalse("nothing has joined yet", warned("forward: "));
        joined();
        assertTrue(warned("forward: lmap-1 has not joined here (expected: lamp-1; did you mean that?)"));
        assertTrue(
                warned("systems: fan has not joined here (expected: a name that has, as lamp-1; or that fan joins)"));
        assertTrue(warned("protection: lamp-2 has not joined here (expected: lamp-1; did you mean that?)"));
        assertFalse(warned("systems: lamp-1"));
        assertFalse(warned("ringback.equipment: "));
        calls.addEquipment(
                capitals, Map.of(EquipmentService.EQUIPMENT, "lamp-1, lamb-1", EquipmentService.SERVICE, "capitals"));
        assertTrue(warned("ringback.equipment: lamb-1 has not joined here (expected: lamp-1; did you mean that?)"));
        acceptor.modified(config);
        assertFalse(warned("forward: "));
    }

    private boolean warned(String begins) {
        return acceptor.warnings().stream().anyMatch(warning -> warning.startsWith(begins));
    }

    @Test
    public void equipmentGrantsBindingAndStoriesSurviveARestart() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            EquipmentStatus before = lamp();
            RingStory story = acceptor.stories().get(0);
            acceptor.deactivate(CONFIGURATION_DELETED);
            until(() -> server.registrations.isEmpty());
            acceptor = started();
            RingStory kept = acceptor.stories().get(0);
            assertEquals(story.nonce(), kept.nonce());
            assertEquals(Optional.of(ANNA), kept.person());
            assertTrue(kept.answered());
            registered();
            assertEquals(before.key(), lamp().key());
            assertEquals(
                    issuer.identity.fingerprint(), lamp().grants().get(0).key().orElseThrow());
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
        }
    }

    @Test
    public void aBundleThatIsExchangedKeepsRegistrationAndPortAndTakesTheWakeUpThatCameMeanwhile() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            Message registration = server.registrations.get(LAMP);
            acceptor.deactivate(BUNDLE_STOPPED);
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            acceptor = started();
            assertTalks(issuer);
            assertSame("nothing was registered since", registration, server.registrations.get(LAMP));
            assertEquals("registered", lamp().state());
            assertEquals(Map.of(), new TreeMap<>(acceptor.counters().subMap("network.changed", "network.changed.")));
        }
    }

    @Test
    public void whoseSocketIsTakenMeanwhileRegistersAtOnceFromAnother() throws Exception {
        joined();
        Message registration = server.registrations.get(LAMP);
        acceptor.deactivate(BUNDLE_STOPPED);
        byte[] left = estates.take("acceptor").orElseThrow();
        EstateReader.read(left.clone(), AcceptorEstate.FORM, in -> in.only(AcceptorEstate.SOCKET)
                        .address())
                .ifPresent(this::take);
        estates.leave("acceptor", left);
        acceptor = started();
        until(() -> server.registrations.get(LAMP) != registration);
        assertEquals(1, (long) acceptor.counters().get("network.changed"));
    }

    /** Takes a parked socket and opens another one in its place. */
    private void take(InetSocketAddress address) {
        try {
            UdpPort parked = transport.openUdp(address, transport.newLoop("test"), (datagram, from, to) -> {});
            parked.close();
            taken = new DatagramSocket(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void revokingCutsACallThatStands() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            get(acceptor.revoke(LAMP, ANNA));
            get(issuer.ended);
            assertEquals(0, lamp().calls());
            assertTrue(lamp().grants().get(0).revoked());
        }
    }

    @Test
    public void stoppingEndsNoCallAndWhatIsRevokedLaterCutsIt() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            try (Conversation before = get(issuer.answered).open()) {
                before.output().write("hel".getBytes(UTF_8));
                acceptor.deactivate(BUNDLE_STOPPED);
                before.output().write("lo".getBytes(UTF_8));
                before.output().close();
                assertEquals("HELLO", new String(before.input().readAllBytes(), UTF_8));
            }
            assertTalks(issuer);
            acceptor = started();
            assertTalks(issuer);
            assertEquals(1, lamp().calls());
            get(acceptor.revoke(LAMP, ANNA));
            get(issuer.ended);
            assertEquals(0, lamp().calls());
        }
    }

    @Test
    public void aPolicyOfTheServersCutsToo() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            server.reports.clear();
            server.wake(
                    LAMP,
                    Message.of(MessageKind.POLICY, new TransactionId(1, 2))
                            .with(Attributes.REVOKED_KEYS, List.of(issuer.identity.fingerprint())));
            get(issuer.ended);
            until(() -> server.reported(Outcome.CALLING));
        }
    }

    @Test
    public void whileItRunsTheCryptoServicesMayBeExchanged() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            suites.take(new BouncyProvider(), CryptoBundle.NONE, OTHER);
            suites.dropProvider(PROVIDER);
            suites.take(new Tls13Protection(), CryptoBundle.NONE, OTHER);
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
        }
    }

    @Test
    public void equipmentThatIsEnrolledForCertificateFirstRingsThroughIt() throws Exception {
        withCertificateFirst();
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
        }
        assertEquals("certificate-first", acceptor.stories().get(0).protection());
    }

    @Test
    public void aProtectionThatIsNotRunningIsNamedAndNoOtherOneTried() throws Exception {
        withCertificateFirst();
        acceptor.deactivate(BUNDLE_STOPPED);
        suites = new HeldSuites();
        suites.take(new BouncyProvider(), CryptoBundle.NONE, PROVIDER);
        suites.take(ScriptedServer.TLS, CryptoBundle.NONE, TLS13);
        acceptor = new AcceptorComponent(transport, store, suites, calls, calls, estates, config);
        String why = refusal(acceptor.join(server.enrolmentString(LAMP)));
        assertTrue(
                why,
                why.contains(
                        "protection: number 2: no bundle brings it (running: tls13; expected: one that runs: start its"
                                + " bundle, or name another)"));
        assertTrue(server.keys.isEmpty());
    }

    @Test
    public void aProtectionThatTheEnrolmentDoesNotAllowIsRefused() {
        acceptor.modified(Map.of("protection", "lamp-1=certificate-first"));
        String why = refusal(acceptor.join(server.enrolmentString(LAMP)));
        assertTrue(why, why.contains("certificate-first"));
        assertTrue(server.keys.isEmpty());
    }

    private void withCertificateFirst() throws IOException {
        server.close();
        server = new ScriptedServer(transport, "127.0.0.1", ScriptedServer.CERTIFICATE_FIRST);
    }

    @Test
    public void aServerOfAnotherAuthorityIsNotJoined() throws Exception {
        try (ScriptedServer other = new ScriptedServer(transport, "127.0.0.1", ScriptedServer.TLS)) {
            String string = server.enrolmentString(LAMP);
            var ticket = new TextStrings().ticket(string);
            String elsewhere = new TextStrings()
                    .print(new Ticket(
                            List.of(other.address()),
                            ticket.pins(),
                            ticket.protections(),
                            ticket.id(),
                            ticket.role(),
                            ticket.codeId(),
                            ticket.code(),
                            ticket.made()));
            assertTrue(refusal(acceptor.join(elsewhere)).startsWith("join of lamp-1: "));
            assertTrue(other.keys.isEmpty());
        }
    }

    @Test
    public void commandsThatCannotBeDoneSayWhy() throws Exception {
        assertTrue(refusal(acceptor.password(LAMP, Secret.copyOf(new byte[] {'x'})))
                .startsWith("equipment: 'lamp-1' is not of this gateway"));
        assertTrue(refusal(acceptor.password(LAMP, Secret.copyOf(new byte[0]))).startsWith("password: 0 bytes"));
        assertTrue(refusal(acceptor.password(LAMP, Secret.copyOf(new byte[] {'p', (byte) 0xE4})))
                .startsWith("password: is not UTF-8"));
        assertTrue(refusal(acceptor.grant(LAMP, ANNA)).startsWith("equipment: "));
        GrantTerms some = new GrantTerms(List.of("http"), true, Optional.empty());
        assertTrue(refusal(acceptor.grant(LAMP, ANNA, some)).startsWith("equipment: "));
        assertTrue(refusal(acceptor.revoke(LAMP, ANNA)).startsWith("equipment: "));
        assertTrue(refusal(acceptor.suspend(LAMP, ANNA, "")).startsWith("equipment: "));
        assertTrue(refusal(acceptor.resume(LAMP, ANNA, "")).startsWith("equipment: "));
        assertTrue(refusal(acceptor.leave(LAMP)).startsWith("equipment: "));
        assertTrue(refusal(acceptor.hangUp(ANNA, Optional.of(LAMP))).startsWith("equipment: "));
        assertTrue(refusal(acceptor.hangUp(ANNA, Optional.empty())).startsWith("person: 'anna' has no grant here"));
        refusal(acceptor.join("nonsense"));
    }

    @Test
    public void aCallIsHungUpAGrantIsSuspendedAndResumedAndTheEquipmentLeavesWithBoth() throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            until(() -> lamp().calls() == 1);
            assertEquals(1, (int) get(acceptor.hangUp(ANNA, Optional.empty())));
            until(() -> lamp().calls() == 0);
            String id = lamp().grants().get(0).id().hex();
            get(acceptor.suspend(LAMP, ANNA, id.substring(0, 6)));
            assertTrue(lamp().grants().get(0).suspended());
            get(acceptor.resume(LAMP, ANNA, ""));
            assertFalse(lamp().grants().get(0).suspended());
            assertTrue(refusal(acceptor.revoke(LAMP, ANNA, "x")).startsWith("grant: 'x' begins none of anna's"));
            assertTrue(get(acceptor.leave(LAMP)));
            assertEquals(Optional.empty(), acceptor.equipment(LAMP));
            until(() -> !server.registrations.containsKey(LAMP));
        }
    }

    @Test
    public void aServiceThatTheOwnerMarksAdminEndsTheCallOfAGrantThatDoesNotNameItAndIsRungForInVain()
            throws Exception {
        joined();
        try (ScriptedIssuer issuer = granted()) {
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            assertTalks(issuer);
            until(() -> lamp().calls() == 1);
            Map<String, Object> changed = new TreeMap<>(config);
            changed.put("admin-services", "capitals");
            acceptor.modified(changed);
            until(() -> lamp().calls() == 0);
            server.wake(LAMP, issuer.second(RingSystem.CALL_BACK, "capitals", Optional.empty()));
            until(() -> acceptor.counters().getOrDefault("ring.refused-service-not-granted", 0L) == 1);
        }
    }

    @Test
    public void whateverIsThrownWhileAPasswordIsHashedIsSaidAtOnceAndTheEarlierOneStands() throws Exception {
        joined();
        Secret earlier = Secret.copyOf("correct horse".getBytes(UTF_8));
        get(acceptor.password(LAMP, earlier));
        RingCrypto real = new BouncyRingCrypto();
        for (Error fault : List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("Argon2"))) {
            RingCrypto faulty = (RingCrypto) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {RingCrypto.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("passwordInformation")) {
                            throw fault;
                        }
                        return method.invoke(real, arguments);
                    });
            BouncyProvider whole = new BouncyProvider();
            suites.take(
                    new BouncyProvider(
                            "faulty",
                            faulty,
                            whole.strings(),
                            whole.identities(),
                            whole.authorities(),
                            whole.chains(),
                            whole.calls()),
                    CryptoBundle.NONE,
                    OTHER);
            suites.dropProvider(PROVIDER);
            String why = refusal(acceptor.password(LAMP, Secret.copyOf("another".getBytes(UTF_8))));
            assertEquals("password: " + Faults.words(fault), why);
        }
        suites.take(new BouncyProvider(), CryptoBundle.NONE, PROVIDER);
        suites.dropProvider(OTHER);
        assertTrue(lamp().passwordStored());
        try (ScriptedIssuer issuer = granted()) {
            Secret information = real.passwordInformation(earlier, LAMP, lamp().key());
            server.wake(LAMP, issuer.second(RingSystem.PASSWORD, "capitals", Optional.of(information)));
            assertTalks(issuer);
        }
    }

    @Test
    public void aBadValueIsRefusedAndWhatWasInForceStays() {
        assertEquals(1, acceptor.warnings().size());
        acceptor.modified(Map.of("calls", "many"));
        assertEquals(1, acceptor.warnings().size());
        acceptor.modified(Map.of());
        assertEquals(0, acceptor.warnings().size());
        assertThrows(
                IllegalArgumentException.class,
                () -> new AcceptorComponent(transport, store, suites, calls, calls, estates, Map.of("calls", "0")));
    }

    @Test
    public void howEquipmentIsIsToldByPage() throws Exception {
        joined();
        EquipmentId fan = new EquipmentId("fan-1");
        get(acceptor.join(server.enrolmentString(fan)));
        Page<EquipmentStatus> first = acceptor.equipment(Optional.empty(), 1);
        assertEquals(
                List.of(fan), first.rows().stream().map(EquipmentStatus::id).toList());
        assertTrue(first.more());
        Page<EquipmentStatus> last = acceptor.equipment(Optional.of(fan), 1);
        assertEquals(
                List.of(LAMP), last.rows().stream().map(EquipmentStatus::id).toList());
        assertFalse(last.more());
        assertEquals(Optional.empty(), acceptor.equipment(new EquipmentId("fan-2")));
        assertThrows(IllegalArgumentException.class, () -> acceptor.equipment(Optional.empty(), 0));
        assertThrows(IllegalArgumentException.class, () -> acceptor.equipment(Optional.empty(), Page.MOST + 1));
    }

    private void joined() throws Exception {
        assertEquals(LAMP, get(acceptor.join(server.enrolmentString(LAMP))));
        registered();
        assertEquals(server.keys.get(LAMP), lamp().key());
    }

    private void registered() {
        until(() -> lamp().state().equals("registered"));
    }

    private EquipmentStatus lamp() {
        return acceptor.equipment(LAMP).orElseThrow();
    }

    private ScriptedIssuer granted() throws Exception {
        return new ScriptedIssuer(transport, "127.0.0.1", new TextStrings().grant(get(acceptor.grant(LAMP, ANNA))));
    }

    private static void assertTalks(ScriptedIssuer issuer) throws Exception {
        try (Conversation conversation = get(issuer.answered).open()) {
            conversation.output().write("hello".getBytes(UTF_8));
            conversation.output().close();
            assertEquals("HELLO", new String(conversation.input().readAllBytes(), UTF_8));
        }
    }

    private static void answerInCapitals(Conversation conversation) throws IOException {
        String said = new String(conversation.input().readAllBytes(), UTF_8);
        conversation.output().write(said.toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String refusal(CompletionStage<?> stage) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(stage));
        assertTrue(String.valueOf(e.getCause()), e.getCause() instanceof RefusedException);
        return String.valueOf(e.getCause().getMessage());
    }
}
