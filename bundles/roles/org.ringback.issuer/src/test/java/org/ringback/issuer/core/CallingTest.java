package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;
import org.ringback.wire.TransactionId;

/** What a Calling tells an issuer: the story has it, and a ring that nobody answers names what stands in the way. */
public final class CallingTest {
    private static final InetSocketAddress ROUTER = CoreRig.at("203.0.113.9", 61_000);
    private static final ToldReason NO_ANSWER = new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK);

    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    /** Up to the Connect Answer, from this local address. */
    private long passedOn(InetSocketAddress local) {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(local);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        return ring;
    }

    private Message.Builder calling(InetSocketAddress seen, RingNonce nonce) {
        return Message.of(MessageKind.CALLING, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, nonce)
                .with(Attributes.ISSUER_ADDRESS, seen);
    }

    private void called(InetSocketAddress seen, InetSocketAddress gateway) {
        rig.fromServer(calling(seen, rig.nonce())
                .with(Attributes.ACCEPTOR_ADDRESS, gateway)
                .build());
    }

    private List<String> told(RingStory story) {
        return story.steps().stream()
                .filter(step -> step.name().equals("the gateway calls back"))
                .map(RingStory.Step::detail)
                .toList();
    }

    /** What stands in the way of the direct call-back; what is said of the relay beside it is RelayedRingTest's. */
    private void assertEnded(long ring, RingReason reason, String detail) {
        RingStory.End end = rig.ended(ring).ended().orElseThrow();
        assertEquals(
                reason.happened(LAMP, detail),
                end.reason().replaceFirst("; nor was it relayed: the server offers no relay: .*", ""));
        assertEquals(
                reason.advice(LAMP, Duration.ZERO), end.advice().replaceFirst(".*; to be called back directly: ", ""));
    }

    /** [ISS-23] */
    @Test
    public void everyConnectSaysThatThisIssuerPunchesAndHasTheWayThroughTheRelay() {
        passedOn(CoreRig.LOCAL);
        assertEquals(Optional.of(Paths.PUNCH | Paths.RELAY), rig.connect().find(Attributes.PATHS));
    }

    /** [ISS-24] */
    @Test
    public void theStoryTellsFromWhereTheGatewayCallsAndWhereThisMachineIsSeen() {
        long ring = passedOn(CoreRig.LOCAL);
        rig.fromServer(calling(ROUTER, rig.nonce())
                .with(Attributes.ACCEPTOR_ADDRESS, CoreRig.ACCEPTOR)
                .with(
                        Attributes.ROUND_TRIPS,
                        new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.of(Duration.ofMillis(8))))
                .build());
        rig.callBack(2);
        assertEquals(
                List.of("the server sees it at 198.51.100.5:40000, this machine at 203.0.113.9:61000 (its own is"
                        + " 192.0.2.77:50000: a router translates addresses); round trips: issuer 23.00 ms, acceptor 8.00"
                        + " ms"),
                told(rig.ended(ring)));
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-24] */
    @Test
    public void nothingIsSaidOfARouterWhereThereIsNoneNorOfAGatewayWithoutAConnection() {
        long ring = passedOn(CoreRig.LOCAL);
        rig.fromServer(calling(CoreRig.LOCAL, rig.nonce()).build());
        rig.callBack(2);
        assertEquals(List.of("the server sees this machine at 192.0.2.77:50000"), told(rig.ended(ring)));
    }

    /** [ISS-24] */
    @Test
    public void aNinthCallingIsOnlyCountedSoThatNoServerFillsTheStory() {
        long ring = passedOn(CoreRig.LOCAL);
        for (int i = 0; i < 100; i++) {
            rig.fromServer(calling(CoreRig.LOCAL, rig.nonce()).build());
        }
        rig.callBack(2);
        RingStory story = rig.ended(ring);
        assertEquals(8, told(story).size());
        assertEquals(
                "without a ticket that is said once",
                1,
                story.steps().stream()
                        .filter(step -> step.name().equals("no relay"))
                        .count());
        assertTrue(story.steps().stream().anyMatch(step -> step.name().equals("communication request accepted")));
    }

    /** [ISS-25] */
    @Test
    public void aRouterThatTranslatesIsNamedWithBothAddresses() {
        long ring = passedOn(CoreRig.LOCAL);
        called(ROUTER, CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.ROUTER_IN_THE_WAY,
                "its IPv4 address is 192.0.2.77:50000 here and 203.0.113.9:61000 outside, where the gateway called");
    }

    /** [ISS-25] */
    @Test
    public void anotherPortAtTheSameAddressIsTranslatedToo() {
        long ring = passedOn(CoreRig.LOCAL);
        called(CoreRig.at("192.0.2.77", 50_009), CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.ROUTER_IN_THE_WAY,
                "its IPv4 address is 192.0.2.77:50000 here and 192.0.2.77:50009 outside, where the gateway called");
    }

    /** [ISS-25] */
    @Test
    public void withoutATranslationAFirewallIsWhatIsLeftAndIpv6IsToldApart() {
        long ring = passedOn(CoreRig.LOCAL);
        called(CoreRig.LOCAL, CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.FIREWALL_IN_THE_WAY,
                "the gateway called 192.0.2.77:50000, this machine's own IPv4 address, where the server sees it unchanged");

        ring = passedOn(CoreRig.LOCAL_V6);
        called(CoreRig.LOCAL_V6, CoreRig.at("2001:db8:5::1", 40_000));
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.FIREWALL_IN_THE_WAY,
                "the gateway called [2001:db8::77]:50001, this machine's own IPv6 address, where the server sees it unchanged");
    }

    /** [ISS-25] */
    @Test
    public void theNetworkOfTheGatewayItselfIsAPossibilityWhereBothAreSeenThere() {
        long ring = passedOn(CoreRig.LOCAL);
        called(ROUTER, CoreRig.at("203.0.113.9", 40_000));
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.ROUTER_IN_THE_WAY,
                "its IPv4 address is 192.0.2.77:50000 here and 203.0.113.9:61000 outside, where the gateway called; the gateway is seen at 203.0.113.9, so this machine may be in its own network");

        ring = passedOn(CoreRig.LOCAL_V6);
        called(CoreRig.LOCAL_V6, CoreRig.at("2001:db8::5", 40_000));
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.FIREWALL_IN_THE_WAY,
                "the gateway called [2001:db8::77]:50001, this machine's own IPv6 address, where the server sees it unchanged; the gateway"
                        + " is seen at 2001:db8::5, so this machine may be in its own network");
    }

    /** [ISS-25] */
    @Test
    public void whereTheGatewayGivesNoReadableReasonNothingIsSaidToBeInTheWay() {
        for (InetSocketAddress seen : List.of(CoreRig.LOCAL, ROUTER)) {
            long ring = passedOn(CoreRig.LOCAL);
            called(seen, CoreRig.ACCEPTOR);
            rig.result(Outcome.NOT_REACHED);
            assertEnded(ring, RingReason.NOT_REACHED, "");
        }
    }

    /** [ISS-25] */
    @Test
    public void aGatewaySeenByTheOtherFamilyMayLackALineOfThisOneAndNothingHereIsBlamed() {
        long ring = passedOn(CoreRig.LOCAL_V6);
        called(CoreRig.LOCAL_V6, CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK, "");

        ring = passedOn(CoreRig.LOCAL);
        called(ROUTER, CoreRig.at("2001:db8:5::1", 40_000));
        rig.notReached(NO_ANSWER);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK, "");
    }

    /** [ISS-25] NAT64: this machine has IPv6 alone, and the server is reached by IPv4. */
    @Test
    public void aRouterThatTranslatesIpv6IntoIpv4IsNamedWithBothAddresses() {
        long ring = passedOn(CoreRig.LOCAL_V6);
        called(ROUTER, CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.ROUTER_IN_THE_WAY,
                "its IPv6 address is [2001:db8::77]:50001 here and 203.0.113.9:61000 outside, where the gateway called");
    }

    /** [ISS-25] */
    @Test
    public void ofARouterAndAFirewallTheFirewallIsToldWhicheverCameFirst() {
        for (boolean firewallFirst : List.of(true, false)) {
            long ring = rig.ring(RingSystem.CALL_BACK);
            rig.resolve(CoreRig.V4, CoreRig.V6);
            calledInVain(firewallFirst ? CoreRig.LOCAL : ROUTER, CoreRig.LOCAL, CoreRig.ACCEPTOR);
            InetSocketAddress translated = CoreRig.at("2001:db8:9::9", 61_000);
            calledInVain(
                    firewallFirst ? translated : CoreRig.LOCAL_V6,
                    CoreRig.LOCAL_V6,
                    CoreRig.at("2001:db8:5::1", 40_000));
            assertEnded(
                    ring,
                    RingReason.FIREWALL_IN_THE_WAY,
                    "the gateway called " + (firewallFirst ? "192.0.2.77:50000" : "[2001:db8::77]:50001")
                            + ", this machine's own " + (firewallFirst ? "IPv4" : "IPv6")
                            + " address, where the server sees it unchanged");
            rig.pass(Duration.ofMinutes(2));
        }
    }

    /** [ISS-25] */
    @Test
    public void ofACauseThatIsKnownAndOneThatIsNotTheKnownOneIsTold() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        calledInVain(CoreRig.LOCAL, CoreRig.LOCAL, CoreRig.at("2001:db8:5::1", 40_000));
        calledInVain(CoreRig.at("2001:db8:9::9", 61_000), CoreRig.LOCAL_V6, CoreRig.at("2001:db8:5::1", 40_000));
        assertEnded(
                ring,
                RingReason.ROUTER_IN_THE_WAY,
                "its IPv6 address is [2001:db8::77]:50001 here and [2001:db8:9::9]:61000 outside, where the gateway called");
    }

    /** One attempt, from this local address. */
    private void calledInVain(InetSocketAddress seen, InetSocketAddress local, InetSocketAddress gateway) {
        rig.establish(local);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        called(seen, gateway);
        rig.notReached(NO_ANSWER);
    }

    /** [ISS-25] */
    @Test
    public void whereAnybodyCameTheWayIsOpenAndNothingIsSaidOfIt() {
        long ring = passedOn(CoreRig.LOCAL);
        called(ROUTER, CoreRig.ACCEPTOR);
        rig.silent(2, CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK, "");
    }

    /** [ISS-25] */
    @Test
    public void anotherReasonOfTheGatewayStays() {
        long ring = passedOn(CoreRig.LOCAL);
        called(ROUTER, CoreRig.ACCEPTOR);
        rig.notReached(new ToldReason(RingReason.GATEWAY_TROUBLE));
        assertEnded(ring, RingReason.GATEWAY_TROUBLE, "");
    }

    /** [ISS-25] */
    @Test
    public void anOlderServerSendsNoCallingAndTheSentenceIsAsItWas() {
        long ring = passedOn(CoreRig.LOCAL);
        rig.notReached(NO_ANSWER);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK, "");
        assertEquals(List.of(), told(rig.ended(ring)));

        ring = passedOn(CoreRig.LOCAL);
        rig.result(Outcome.NOT_REACHED);
        assertEnded(ring, RingReason.NOT_REACHED, "");
    }

    /** [ISS-25] */
    @Test
    public void whatOneAttemptWasToldDoesNotExplainTheOther() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        called(ROUTER, CoreRig.ACCEPTOR);
        rig.notReached(new ToldReason(RingReason.ADDRESS_REFUSED));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.notReached(NO_ANSWER);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK, "");
    }

    /** [ISS-24] */
    @Test
    public void aCallingThatComesBehindTheCallBackIsAStepAndEndsNothing() {
        long ring = passedOn(CoreRig.LOCAL);
        RingNonce nonce = rig.nonce();
        rig.callBack(2);
        rig.fromServer(calling(CoreRig.LOCAL, nonce).build());
        rig.result(Outcome.REACHED);
        RingStory story = rig.core.stories().get(0);
        assertEquals(1, told(story).size());
        assertTrue(story.steps().toString(), story.steps().stream().anyMatch(step -> step.name()
                .equals("server's result")));
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-24] */
    @Test
    public void aCallingOfAnotherRingIsCountedAndSaysNothingOfThisOne() {
        long ring = passedOn(CoreRig.LOCAL);
        stray();
        rig.notReached(NO_ANSWER);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK, "");
        assertEquals(List.of(), told(rig.ended(ring)));
        assertStray(1);
    }

    /** [ISS-24] */
    @Test
    public void aCallingBeforeThePortIsOpenIsCountedAndTheRingGoesOn() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        stray();
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertEquals(List.of(), told(rig.ended(ring)));
        assertStray(1);
    }

    /** [ISS-24] */
    @Test
    public void aCallingOfAnotherRingBehindTheCallBackDoesNotEndTheWaitForTheResult() {
        passedOn(CoreRig.LOCAL);
        rig.callBack(2);
        stray();
        rig.result(Outcome.REACHED);
        RingStory story = rig.core.stories().get(0);
        assertTrue(story.steps().toString(), story.steps().stream().anyMatch(step -> step.name()
                .equals("server's result")));
        assertStray(1);
    }

    private void stray() {
        rig.fromServer(calling(ROUTER, RingNonce.random(rig.random)).build());
    }

    private void assertStray(long times) {
        assertEquals(Long.valueOf(times), rig.core.counters().get(IssuerMetric.SERVER_UNEXPECTED.id()));
    }

    /** [ISS-24] */
    @Test
    public void ofSeveralCallingsTheNewestCounts() {
        long ring = passedOn(CoreRig.LOCAL);
        called(ROUTER, CoreRig.ACCEPTOR);
        called(CoreRig.LOCAL, CoreRig.ACCEPTOR);
        rig.notReached(NO_ANSWER);
        assertEnded(
                ring,
                RingReason.FIREWALL_IN_THE_WAY,
                "the gateway called 192.0.2.77:50000, this machine's own IPv4 address, where the server sees it unchanged");
        assertEquals(2, told(rig.ended(ring)).size());
    }

    /** [ISS-24] */
    @Test
    public void aCallingThatComesBeforeTheAnswerToConnectCounts() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        called(ROUTER, CoreRig.ACCEPTOR);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.notReached(NO_ANSWER);
        assertEquals(1, told(rig.ended(ring)).size());
        assertTrue(rig.reason(ring), rig.reason(ring).contains("as the router that translates"));
    }
}
