package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.LAMP;
import static org.ringback.issuer.core.CoreRig.V4;
import static org.ringback.issuer.core.CoreRig.V6;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.ServerAddress;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Grant;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.DialBackOutcome;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;

/** A person asks what is between this machine and its server: of every address, and what a ring would do. */
public class NetworkCheckTest {
    private static final ServerAddress SECOND = CoreRig.server("192.0.2.2", 3478);
    private static final InetSocketAddress PUBLIC = CoreRig.at("8.8.4.4", 41_000);
    private static final InetSocketAddress HOME = CoreRig.at("192.168.1.5", 41_000);
    private static final InetSocketAddress OUTSIDE = CoreRig.at("8.8.4.4", 52_000);
    private static final InetSocketAddress OTHER = CoreRig.at("8.8.4.4", 52_001);
    private static final InetSocketAddress CARRIERS = CoreRig.at("100.64.3.9", 41_000);
    private static final String MET =
            "A ring would be answered directly over IPv4, as both ends dial at the same moment, unless ";
    private static final String UNTOLD =
            "a router, the gateway's or the one here (of that a server with one address cannot tell), shows another port to"
                    + " each destination, or the gateway has no IPv4; then it would ";
    private static final InetSocketAddress STRANGER = CoreRig.at("192.0.2.1", 40_404);

    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);
    private long question;

    private void ask(ServerAddress... addresses) {
        question = rig.nextRequest();
        rig.feed(new IssuerEvent.CheckNetwork(new Request<>(question)));
        rig.resolve(addresses);
    }

    /** The dial to an address: the first, or that from the port of the family's first connection. */
    private Action.Dial dial(ServerAddress to, boolean again) {
        return rig.all(Action.Dial.class).stream()
                .filter(dial -> dial.to().equals(to.address()) && dial.from().isPresent() == again)
                .findFirst()
                .orElseThrow();
    }

    private void establish(Action.Dial dial, InetSocketAddress local) {
        rig.feed(new Event.Established(
                dial.connection(),
                new PeerFacts(CoreRig.CA, new byte[32], "tls13", "X25519MLKEM768", List.of(), local, dial.to())));
    }

    /** The first connection of a family is proved, and its port is listened on. */
    private Action.Dial first(ServerAddress to, InetSocketAddress local) {
        Action.Dial dial = dial(to, false);
        establish(dial, local);
        assertEquals(new IssuerAction.Listen(dial.connection(), local), rig.last(IssuerAction.Listen.class));
        rig.listening();
        return dial;
    }

    private Message asked(Action.Dial dial) {
        return rig.all(Action.Send.class).stream()
                .filter(send -> send.connection() == dial.connection())
                .map(Action.Send::message)
                .findFirst()
                .orElseThrow();
    }

    private Message.Builder checked(Action.Dial dial, InetSocketAddress seen) {
        return Message.of(MessageKind.NETWORK_CHECKED, asked(dial).transaction())
                .with(Attributes.XOR_MAPPED_ADDRESS, seen)
                .with(Attributes.SERVER_TIME, rig.now().wall().getEpochSecond());
    }

    private void answer(Action.Dial dial, Message.Builder answer) {
        rig.feed(new Event.Received(dial.connection(), answer.build()));
    }

    private void dialledBack(Action.Dial dial, InetSocketAddress seen, DialBackOutcome outcome) {
        assertTrue("asked to", asked(dial).find(Attributes.DIAL_BACK).isPresent());
        answer(dial, checked(dial, seen).with(Attributes.DIAL_BACK_OUTCOME, outcome));
    }

    private void came(Action.Dial dial) {
        rig.feed(new IssuerEvent.Incoming(4, dial.connection(), STRANGER));
        assertTrue(
                "left to the server, which may not have noted yet that it stands",
                told() || rig.actions.contains(new IssuerAction.AwaitHello(4)));
    }

    private boolean told() {
        return !rig.results(question).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private NetworkReport report() {
        List<Object> results = rig.results(question);
        assertEquals("completed once", 1, results.size());
        rig.all(IssuerAction.AwaitHello.class)
                .forEach(came -> assertTrue(rig.actions.contains(new Action.Abort(came.connection()))));
        List<NetworkReport> all = (List<NetworkReport>) results.get(0);
        assertEquals(1, all.size());
        return all.get(0);
    }

    private Nat nat() {
        assertEquals(1, report().families().size());
        return report().families().get(0).nat();
    }

    private static String met(RingReason otherwise, String detail) {
        return MET
                + "the gateway's router shows another port to each destination, or the gateway has no IPv4; then it would"
                + " end with: " + otherwise.happened(LAMP, detail);
    }

    /** This server is one that relays. */
    private void dialledBackByARelay(Action.Dial dial, InetSocketAddress seen, DialBackOutcome outcome) {
        answer(
                dial,
                checked(dial, seen).with(Attributes.PATHS, Paths.RELAY).with(Attributes.DIAL_BACK_OUTCOME, outcome));
    }

    /** From the port of the first connection, the second address of the server sees this. */
    private void seenAgain(InetSocketAddress here, InetSocketAddress seen) {
        Action.Dial again = dial(SECOND, true);
        establish(again, here);
        answer(again, checked(again, seen));
        rig.feed(new Event.Closed(dial(SECOND, false).connection(), CloseReason.Kind.REFUSED, "connection refused"));
    }

    private static String ends(RingReason reason, String detail) {
        return "A ring would end with: " + reason.happened(LAMP, detail);
    }

    /** [CHECK-7] */
    @Test
    public void whereTheServersOwnCallComesInAGatewayCanCallBack() {
        ask(V4);
        Action.Dial dial = dial(V4, false);
        assertTrue("a listener comes to its port", dial.sharedPort());
        establish(dial, PUBLIC);
        assertEquals("nothing is asked before it listens", List.of(), rig.all(Action.Send.class));
        rig.listening();
        came(dial);
        rig.pass(Duration.ofMillis(12));
        dialledBack(dial, PUBLIC, DialBackOutcome.CONNECTED);
        assertEquals(Nat.OPEN, nat());
        assertTrue(report().good());
        assertEquals("A gateway can call back here directly, over IPv4 at 8.8.4.4:41000", report().ring());
        assertTrue(rig.actions.contains(new Action.Close(dial.connection())));
        assertTrue(rig.actions.contains(new IssuerAction.StopListening(dial.connection())));
        assertEquals("nothing goes on", 0, rig.core.pending());
    }

    @Test
    public void theWaysMeasuresAreToldByTheirConnection() {
        ask(V4);
        rig.pass(Duration.ofMillis(30));
        Action.Dial dial = first(V4, PUBLIC);
        came(dial);
        answer(
                dial,
                checked(dial, PUBLIC)
                        .with(
                                Attributes.SERVER_TIME,
                                CoreRig.START.plusSeconds(90).getEpochSecond())
                        .with(
                                Attributes.ROUND_TRIPS,
                                new RoundTrips(Optional.of(Duration.ofMillis(20)), Optional.empty()))
                        .with(Attributes.DIAL_BACK_OUTCOME, DialBackOutcome.CONNECTED));
        NetworkPath path = report().paths().get(0);
        assertEquals(NetworkPath.State.ANSWERED, path.state());
        assertEquals(Optional.of(Duration.ofMillis(30)), path.proved());
        assertEquals(Optional.of(Duration.ofMillis(20)), path.roundTrip());
        assertEquals(OptionalInt.of(1_492), path.mtu());
        Instant server = CoreRig.START.plusSeconds(90).plusMillis(500 + 10);
        assertEquals(
                "half a second for what the number leaves out, half a round trip for the way",
                Optional.of(Duration.between(rig.now().wall(), server)),
                path.ahead());
    }

    @Test
    public void aFirewallLetsBothEndsMeetAndElseItIsToldInTheWordsOfAFailedRing() {
        for (DialBackOutcome outcome : List.of(DialBackOutcome.NO_ANSWER, DialBackOutcome.REFUSED)) {
            ask(V4);
            dialledBack(first(V4, PUBLIC), PUBLIC, outcome);
            assertEquals(Nat.FIREWALL, nat());
            assertTrue(report().good());
            assertEquals(
                    met(
                            RingReason.FIREWALL_IN_THE_WAY,
                            "the gateway called 8.8.4.4:41000, this machine's own IPv4 address, where the server sees it"
                                    + " unchanged"),
                    report().ring());
            assertEquals(RingReason.FIREWALL_IN_THE_WAY.advice(LAMP, Duration.ZERO), report().advice());
            rig.actions.clear();
        }
    }

    /** [CHECK-8] */
    @Test
    public void aRouterThatShowsOnePortToAllAddressesIsMapping() {
        ask(V4, SECOND);
        Action.Dial dial = first(V4, HOME);
        Action.Dial again = dial(SECOND, true);
        assertEquals("from the same port", 41_000, again.from().orElseThrow().getPort());
        assertTrue(
                "whatever interface leads there",
                again.from().orElseThrow().getAddress().isAnyLocalAddress());
        establish(again, HOME);
        answer(again, checked(again, OUTSIDE));
        Action.Dial second = dial(SECOND, false);
        establish(second, CoreRig.at("192.168.1.5", 41_001));
        answer(second, checked(second, OTHER));
        assertFalse("its mapping lasts while it stands", rig.actions.contains(new Action.Close(dial.connection())));
        dialledBack(dial, OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertEquals(Nat.MAPPING, nat());
        assertTrue(report().good());
        assertEquals(
                met(
                        RingReason.ROUTER_IN_THE_WAY,
                        "its IPv4 address is 192.168.1.5:41000 here and 8.8.4.4:52000 outside, where the gateway called"),
                report().ring());
        assertEquals(
                List.of(Optional.empty(), Optional.of(OUTSIDE)),
                report().paths().stream().map(NetworkPath::seenAgain).toList());
    }

    @Test
    public void aRouterThatShowsAnotherPortToEachIsSymmetric() {
        ask(V4, SECOND);
        Action.Dial dial = first(V4, HOME);
        seenAgain(HOME, OTHER);
        dialledBack(dial, OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertEquals(Nat.SYMMETRIC, nat());
        String words = report().families().get(0).words();
        assertTrue(words, words.endsWith("8.8.4.4:52001 for another address of the server"));
        assertFalse(report().good());
        assertTrue(report().ring(), report().ring().startsWith("A ring would end with: "));
    }

    @Test
    public void behindARouterThatShowsAnotherPortToEachARingIsRelayedIfTheServerRelays() {
        ask(V4, SECOND);
        Action.Dial dial = first(V4, HOME);
        seenAgain(HOME, OTHER);
        dialledBackByARelay(dial, OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertFalse("not directly", report().good());
        assertTrue(
                report().ring(), report().ring().startsWith("A ring would go through the server's relay, as directly"));
        assertTrue(report().advice(), report().advice().startsWith("Nothing is to be done for it; "));
    }

    @Test
    public void withOneAddressOfTheServerNobodyCanTellWhichRouterItIs() {
        ask(V4);
        dialledBack(first(V4, HOME), OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertEquals(Nat.TRANSLATED, nat());
        String words = report().families().get(0).words();
        assertTrue(words, words.endsWith("whether a carrier translates too cannot be seen from here"));
        assertTrue("nothing that is known is in the way", report().good());
        assertEquals(
                MET + UNTOLD + "end with: "
                        + RingReason.ROUTER_IN_THE_WAY.happened(
                                LAMP,
                                "its IPv4 address is 192.168.1.5:41000 here and 8.8.4.4:52000 outside, where the gateway"
                                        + " called"),
                report().ring());
        assertEquals(RingReason.ROUTER_IN_THE_WAY.advice(LAMP, Duration.ZERO), report().advice());
    }

    @Test
    public void behindSuchARouterARingIsRelayedAtWorstIfTheServerRelays() {
        ask(V4);
        dialledBackByARelay(first(V4, HOME), OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertTrue(report().good());
        assertEquals(MET + UNTOLD + "go through the server's relay", report().ring());
        assertEquals("", report().advice());
    }

    @Test
    public void anAddressThatCarriersShareIsNamedSoAndMeetsLikeAnyOther() {
        ask(V4);
        dialledBackByARelay(first(V4, CARRIERS), OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertEquals(Nat.CARRIER, nat());
        assertTrue(report().good());
        assertEquals(MET + UNTOLD + "go through the server's relay", report().ring());
    }

    @Test
    public void aCarrierThatShowsOnePortToAllIsToldFromOneThatDoesNot() {
        ask(V4, SECOND);
        Action.Dial dial = first(V4, CARRIERS);
        seenAgain(CARRIERS, OUTSIDE);
        dialledBackByARelay(dial, OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertEquals(Nat.CARRIER, nat());
        String words = report().families().get(0).words();
        assertTrue(words, words.endsWith(", one port to the same one for each address of the server (2 addresses)"));
        assertTrue(report().good());
        assertTrue(report().ring(), report().ring().startsWith(MET + "the gateway's router shows"));

        rig.actions.clear();
        ask(V4, SECOND);
        dial = first(V4, CARRIERS);
        seenAgain(CARRIERS, OTHER);
        dialledBackByARelay(dial, OUTSIDE, DialBackOutcome.NO_ANSWER);
        assertEquals(Nat.CARRIER, nat());
        words = report().families().get(0).words();
        assertTrue(
                words,
                words.endsWith(" differently for each destination: 8.8.4.4:52001 for another address of the server"));
        assertFalse(report().good());
        assertTrue(
                report().ring(), report().ring().startsWith("A ring would go through the server's relay, as directly"));
    }

    @Test
    public void fromAPortThatIsAServicesARingEndsThoughTheServerRelays() {
        ask(V4);
        dialledBackByARelay(first(V4, HOME), CoreRig.at("8.8.4.4", 1_000), DialBackOutcome.LOW_PORT);
        assertFalse(report().good());
        assertEquals(ends(RingReason.LOW_PORT, ""), report().ring());
        assertEquals(RingReason.LOW_PORT.advice(LAMP, Duration.ZERO), report().advice());
    }

    @Test
    public void aPortThatIsAServicesOverOneFamilyLeavesTheOther() {
        ask(V4, V6);
        dialledBackByARelay(first(V4, HOME), CoreRig.at("8.8.4.4", 1_000), DialBackOutcome.LOW_PORT);
        InetSocketAddress six = CoreRig.at("2a00::77", 41_000);
        dialledBackByARelay(first(V6, six), six, DialBackOutcome.NO_ANSWER);
        assertTrue(report().good());
        assertEquals(
                "A ring would be answered directly over IPv6, as both ends dial at the same moment, unless the gateway's"
                        + " router shows another port to each destination, or the gateway has no IPv6; then it would go"
                        + " through the server's relay",
                report().ring());
    }

    @Test
    public void whereOneFamilyIsAServicesPortAndTheOtherWasNotTriedNothingIsTold() {
        ask(V4, V6);
        dialledBack(first(V4, HOME), CoreRig.at("8.8.4.4", 1_000), DialBackOutcome.LOW_PORT);
        InetSocketAddress six = CoreRig.at("2a00::77", 41_000);
        dialledBack(first(V6, six), six, DialBackOutcome.TOO_SOON);
        assertTrue(report().ring(), report().ring().startsWith("What a ring would do cannot be told: "));
    }

    @Test
    public void whoHasBothFamiliesMeetsAnyHomeByOneOfThemIfItIsPublic() {
        ask(V4, V6);
        InetSocketAddress at = CoreRig.at("192.168.1.5", 41_000);
        dialledBackByARelay(first(V4, at), at, DialBackOutcome.NO_ANSWER);
        InetSocketAddress six = CoreRig.at("2a00::77", 41_000);
        dialledBackByARelay(first(V6, six), six, DialBackOutcome.NO_ANSWER);
        assertEquals(
                "A ring would be answered directly over IPv4 or IPv6, as both ends dial at the same moment, unless the"
                        + " gateway's router shows another port to each destination, or the gateway may not dial this"
                        + " address, which is private (its key dialable); then it would go through the server's relay",
                report().ring());
    }

    @Test
    public void whatComesInThroughARouterIsToldWithItsCondition() {
        ask(V4);
        Action.Dial dial = first(V4, HOME);
        came(dial);
        dialledBack(dial, OUTSIDE, DialBackOutcome.CONNECTED);
        assertEquals(Nat.FORWARDED, nat());
        assertTrue(report().good());
        assertTrue(report().ring(), report().ring().endsWith("if the router lets others in as it did the server"));
    }

    @Test
    public void aCallThatSomethingElseTookIsNotTakenForOne() {
        ask(V4);
        Action.Dial dial = first(V4, HOME);
        dialledBack(dial, OUTSIDE, DialBackOutcome.CONNECTED);
        assertFalse("it may be on its way", told());
        rig.pass(Duration.ofMillis(500));
        assertEquals(
                Optional.of(NetworkPath.DialBack.ELSEWHERE),
                report().paths().get(0).dialBack());
        assertEquals(Nat.TRANSLATED, nat());
        assertTrue(report().ring(), report().ring().startsWith(MET + UNTOLD));
    }

    @Test
    public void aCallThatComesBehindTheAnswerCounts() {
        ask(V4);
        Action.Dial dial = first(V4, PUBLIC);
        dialledBack(dial, PUBLIC, DialBackOutcome.CONNECTED);
        rig.pass(Duration.ofMillis(400));
        came(dial);
        assertEquals(Nat.OPEN, nat());
    }

    @Test
    public void anAddressThatIsNoPublicOneIsToldWithWhatAGatewayMustAllow() {
        InetSocketAddress loopback = CoreRig.at("127.0.0.1", 41_000);
        ask(V4);
        Action.Dial dial = first(V4, loopback);
        came(dial);
        dialledBack(dial, loopback, DialBackOutcome.CONNECTED);
        assertEquals(Nat.LOOPBACK, nat());
        assertEquals(
                "A gateway can call back here directly, over IPv4 at 127.0.0.1:41000, if it may dial that address, which is"
                        + " loopback (the gateway's key dialable)",
                report().ring());
    }

    @Test
    public void aServerThatWouldNotDialBackDecidesNothing() {
        ask(V4);
        dialledBack(first(V4, PUBLIC), PUBLIC, DialBackOutcome.TOO_SOON);
        assertEquals(Nat.UNTRANSLATED, nat());
        assertFalse(report().good());
        assertEquals("What a ring would do cannot be told: the server did not dial back: too soon", report().ring());
    }

    @Test
    public void whereThisMachineCannotListenTheAddressIsToldStill() {
        ask(V4);
        Action.Dial dial = dial(V4, false);
        establish(dial, HOME);
        rig.feed(new IssuerEvent.ListenFailed(dial.connection(), "in use"));
        assertEquals(Optional.empty(), asked(dial).find(Attributes.DIAL_BACK));
        answer(dial, checked(dial, OUTSIDE));
        assertEquals(Nat.TRANSLATED, nat());
        assertEquals(
                "What a ring would do cannot be told: the server did not dial back: this machine could not listen",
                report().ring());
    }

    @Test
    public void anOlderServerClosesAndWhatIsKnownStillIsTold() {
        ask(V4);
        Action.Dial dial = first(V4, HOME);
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
        NetworkPath path = report().paths().get(0);
        assertEquals(NetworkPath.State.OLDER, path.state());
        assertEquals(Optional.of(HOME), path.own());
        assertEquals(Nat.UNKNOWN, nat());
        assertEquals(
                "the server did not tell where it sees this machine; its own address is 192.168.1.5, private",
                report().families().get(0).words());
        assertFalse(report().good());
        assertEquals(
                "What a ring would do cannot be told: this server is older: it cannot tell where it sees this machine",
                report().ring());
    }

    @Test
    public void aServerThatIsAskedTooOftenSaysWhen() {
        ask(V4);
        Action.Dial dial = first(V4, HOME);
        answer(
                dial,
                Message.of(MessageKind.NETWORK_CHECK_REFUSED, asked(dial).transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.QUOTA)
                        .with(Attributes.RETRY_AFTER, 8));
        NetworkPath path = report().paths().get(0);
        assertEquals(NetworkPath.State.UNTOLD, path.state());
        assertTrue(path.words(), path.words().endsWith("ask again in 8 s"));
    }

    @Test
    public void aServerThatIsNotReachedIsToldInTheWordsOfAFailedRing() {
        ask(V4);
        rig.feed(new Event.Closed(dial(V4, false).connection(), CloseReason.Kind.REFUSED, "connection refused"));
        assertEquals(Nat.NONE, nat());
        assertEquals(
                ends(RingReason.SERVER_DOWN, "server.example (192.0.2.1:3478): nobody listens there"), report().ring());
    }

    @Test
    public void eachFamilyHasItsLineAndOneThatIsOpenIsEnough() {
        ask(V4, V6);
        dialledBack(first(V4, HOME), OUTSIDE, DialBackOutcome.NO_ANSWER);
        Action.Dial six = first(V6, CoreRig.at("2a00::77", 41_000));
        came(six);
        dialledBack(six, CoreRig.at("2a00::77", 41_000), DialBackOutcome.CONNECTED);
        assertEquals(
                List.of(Nat.TRANSLATED, Nat.OPEN),
                report().families().stream().map(NetworkReport.Family::nat).toList());
        assertTrue(report().good());
        assertEquals("A gateway can call back here directly, over IPv6 at [2a00::77]:41000", report().ring());
    }

    @Test
    public void anAddressWithoutARouteHasALineToo() {
        question = rig.nextRequest();
        rig.feed(new IssuerEvent.CheckNetwork(new Request<>(question)));
        rig.feed(new Event.Resolved(CoreRig.SERVER, List.of(V4.address()), List.of(V6.address()), Optional.empty()));
        dialledBack(first(V4, PUBLIC), PUBLIC, DialBackOutcome.NO_ANSWER);
        assertEquals(
                List.of(NetworkPath.State.ANSWERED, NetworkPath.State.NO_ROUTE),
                report().paths().stream().map(NetworkPath::state).toList());
        assertEquals(Nat.NONE, report().families().get(1).nat());
    }

    @Test
    public void whateverIsSilentIsOverAfterFiveSecondsEach() {
        question = rig.nextRequest();
        rig.feed(new IssuerEvent.CheckNetwork(new Request<>(question)));
        rig.pass(Duration.ofMillis(4_999));
        assertFalse(told());
        rig.pass(Duration.ofMillis(1));
        assertEquals(NetworkPath.State.UNNAMED, report().paths().get(0).state());
        rig.actions.clear();
        ask(V4, SECOND);
        first(V4, HOME);
        rig.pass(Duration.ofSeconds(5));
        assertEquals(
                List.of(NetworkPath.State.UNTOLD, NetworkPath.State.NOT_REACHED),
                report().paths().stream().map(NetworkPath::state).toList());
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void aServerThatIsSilentIsUnreachableAndNotUnnamed() {
        ask(V4);
        rig.pass(Duration.ofSeconds(5));
        assertEquals(
                ends(RingReason.SERVER_UNREACHABLE, "server.example (192.0.2.1:3478): no answer in time"),
                report().ring());
    }

    @Test
    public void eachServerOfWhatMayBeRungIsAskedAndToldByItself() {
        EquipmentId cellar = new EquipmentId("cellar");
        Ticket ticket = new Ticket(
                List.of("other.example:3478"),
                new ServerPins(List.of(CoreRig.CA)),
                rig.protections,
                CoreRig.ANNA,
                Role.ISSUER,
                78L,
                rig.code,
                CoreRig.START);
        rig.granted(new Grant(
                ticket,
                cellar,
                CoreRig.EQUIPMENT.fingerprint(),
                CoreRig.SEALING.publicKey(),
                GrantId.of(new byte[GrantId.LENGTH]),
                rig.grantSecret,
                Set.of(RingSystem.CALL_BACK),
                CoreRig.START.plus(Duration.ofHours(24))));
        question = rig.nextRequest();
        rig.feed(new IssuerEvent.CheckNetwork(new Request<>(question)));
        rig.feed(new Event.Resolved("other.example:3478", "no such name"));
        assertFalse("one is asked still", told());
        rig.feed(new Event.Resolved(CoreRig.SERVER, List.of(V4.address())));
        dialledBack(first(V4, PUBLIC), PUBLIC, DialBackOutcome.NO_ANSWER);
        @SuppressWarnings("unchecked")
        List<NetworkReport> all = (List<NetworkReport>) rig.results(question).get(0);
        assertEquals(
                Set.of(List.of(cellar), List.of(LAMP)),
                all.stream().map(NetworkReport::equipment).collect(Collectors.toSet()));
        NetworkReport unnamed = all.stream()
                .filter(one -> one.equipment().equals(List.of(cellar)))
                .findAny()
                .orElseThrow();
        assertEquals(
                "A ring would end with: " + RingReason.SERVER_UNNAMED.happened(cellar, "no such name"), unnamed.ring());
        assertEquals(List.of(), unnamed.families());
    }

    @Test
    public void onlyOneLookGoesOnAtOnceAndAStopEndsIt() {
        ask(V4);
        long second = rig.nextRequest();
        rig.feed(new IssuerEvent.CheckNetwork(new Request<>(second)));
        assertTrue(rig.failure(second), rig.failure(second).startsWith("netcheck: another one is under way"));
        rig.feed(new IssuerEvent.Stop());
        assertEquals("netcheck: this issuer is stopped", rig.failure(question));
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void whoMayRingNothingKnowsNoServer() {
        CoreRig bare = new CoreRig();
        bare.feed(new IssuerEvent.CheckNetwork(new Request<>(1)));
        assertTrue(bare.failure(1), bare.failure(1).contains("first accept-grant"));
    }
}
