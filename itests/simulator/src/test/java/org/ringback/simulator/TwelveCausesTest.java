package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.store.Change;
import org.ringback.wire.MessageKind;

/**
 * What a person reads after a ring that was not answered, word for word: each cause is made, at the three cores. The
 * first sentence names it and no other one, the second says what to do. Ten of the twelve causes are here; the other two
 * are known only when the call-back stands (no such service, and the service's target is down): these are made where
 * conversations are, in the shell's {@code RefusedServiceTest}, with both real ends and the real command.
 */
public class TwelveCausesTest {
    private static final String OFF = "; nor was it relayed: this server does not relay";
    private static final String ASK =
            "Ask who runs the server to relay (its key relay), and ring again; to be called back directly: ";
    private static final String NO_TICKET =
            "; nor was it relayed: the server offers no relay: it is off there, or the gateway's program is older";
    private static final String ASK_BOTH =
            "Ask who runs the server to relay (its key relay), and the owner of lamp-1 which"
                    + " version its gateway is of, and ring again; to be called back directly: ";
    private static final String FULL = "; nor was it relayed: the relay refused: 508";
    private static final String LATER =
            "Hang up what is not used any more and ring again, after midnight UTC at the latest,"
                    + " when a day's bytes begin anew; who runs the server sees in its limits which of them it was; to be called back"
                    + " directly: ";
    private static final long SEED = 12;
    private static final Duration ROUND_TRIPS = Duration.ofMillis(300);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static Scene.Disks disks;

    private Scene scene;
    private IssuerParty anna;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    @Before
    public void start() {
        scene = new Scene(SEED, disks).preferring(4).started();
        anna = scene.issuer(Scene.ANNA);
    }

    @Test
    public void wrongPassword() {
        password("wrong horse");
        assertTold(
                ring(RingSystem.PASSWORD),
                RingReason.WRONG_PASSWORD,
                "The password kept here for lamp-1 is wrong",
                "Type the right one (password lamp-1), then ring again; with each wrong one the next wait doubles");
    }

    @Test
    public void rungAgainTooSoonAfterWrongPasswords() {
        password("wrong horse");
        ring(RingSystem.PASSWORD);
        password(Scene.PASSWORD);
        assertTold(
                ring(RingSystem.PASSWORD),
                RingReason.TOO_SOON,
                "Wrong passwords were tried with this grant for lamp-1: the next one is not looked at yet",
                "Wait 1 s, type the right one (password lamp-1), then ring again; if it was not you who tried, ask the"
                        + " owner for a new grant");
    }

    @Test
    public void theRightPasswordAfterThreeWrongOnesIsToldThatItCameTooSoonNotThatTheServerIsAtALimit() {
        password("wrong horse");
        for (int i = 0; i < 3; i++) {
            assertCause(ring(RingSystem.PASSWORD), RingReason.WRONG_PASSWORD);
            scene.simulation().run(Duration.ofSeconds(i == 2 ? 0 : 2L << i));
        }
        password(Scene.PASSWORD);
        assertSlowedDown("for a wrong password");
        scene.simulation().run(Duration.ofSeconds(4));
        scene.referee().ring(anna, Scene.LAMP, RingSystem.PASSWORD, now(), Demand.ANSWERED);
        scene.simulation().run(ROUND_TRIPS);
    }

    @Test
    public void rungTooSoonAgainAndAgain() {
        password("wrong horse");
        ring(RingSystem.PASSWORD);
        for (int i = 0; i < 2; i++) {
            assertCause(ring(RingSystem.PASSWORD), RingReason.TOO_SOON);
        }
        assertSlowedDown("as it came too soon after wrong passwords");
    }

    @Test
    public void rungAgainAndAgainThoughItIsNotAllowed() {
        scene.gateway().answersOnly(Scene.LAMP, RingSystem.CALL_BACK);
        for (int i = 0; i < 3; i++) {
            assertNotAllowed(ring(RingSystem.PASSWORD));
        }
        assertSlowedDown("as the grant kept here does not allow it");
    }

    private void assertSlowedDown(String latest) {
        assertTold(
                ring(RingSystem.PASSWORD),
                RingReason.SLOWED_DOWN,
                "This ring came too soon after refused ones, and the server did not pass it on: lamp-1 refused the"
                        + " last 3 of this issuer, the latest " + latest,
                "Wait 2 s and ring again, once what they were refused for is put right");
    }

    @Test
    public void theEquipmentDoesNotAnswerThisSystem() {
        scene.gateway().answersOnly(Scene.LAMP, RingSystem.PASSWORD);
        assertNotAllowed(ring(RingSystem.CALL_BACK));
    }

    @Test
    public void theGrantIsBoundToAnotherKey() {
        scene.referee().ring(anna, Scene.LAMP, RingSystem.CALL_BACK, now(), Demand.ANSWERED);
        scene.simulation().run(ROUND_TRIPS);
        IssuerParty ben = scene.issuer(Scene.BEN);
        byte[] stolen = anna.disk().table("issuer.grants").get(Scene.LAMP.value());
        ben.disk().forge(Change.put("issuer.grants", Scene.LAMP.value(), stolen));
        ben.kill(true);
        ben.start();
        assertNotAllowed(ring(ben, RingSystem.CALL_BACK));
    }

    @Test
    public void theGrantWasTakenBack() {
        scene.await(scene.gateway().revoke(Scene.LAMP, Scene.ANNA));
        scene.simulation().run(ROUND_TRIPS);
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.MAY_NOT_ASK,
                "The server does not let this issuer ask for lamp-1",
                "Ask the owner of lamp-1 for a new grant and give it to accept-grant");
    }

    private void assertNotAllowed(SimulatedRing ring) {
        assertTold(
                ring,
                RingReason.NOT_ALLOWED,
                "The gateway of lamp-1 does not allow this ring: the grant kept here is suspended, over, or does not fit",
                "Ask the owner of lamp-1 whether it is suspended; if not, for a new grant, and give that to accept-grant");
    }

    @Test
    public void moreRingsInAMinuteThanTheOwnerAllows() {
        scene.gateway().limits(new CallLimits(CallLimits.DIALS_PER_MINUTE, CallLimits.CALLS, CallLimits.CALLS));
        for (int i = 0; i < CallLimits.DIALS_PER_MINUTE; i++) {
            scene.referee().ring(anna, Scene.LAMP, RingSystem.CALL_BACK, now(), Demand.ANSWERED);
            scene.simulation().run(ROUND_TRIPS);
        }
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.DIAL_LIMIT,
                "The gateway of lamp-1 has called back as often in this minute as it may",
                "Wait 43 s and ring again; if that is too seldom, the gateway's command rings tells its owner which"
                        + " limit it was");
    }

    @Test
    public void theIssuersAddressIsNoneThatTheGatewayDials() {
        scene.gateway().dialsGlobalAddressesOnly();
        scene.server().relaysNothing();
        assertAddressRefused(NO_TICKET, ASK_BOTH);
    }

    @Test
    public void theIssuersAddressIsNoneThatTheGatewayDialsAndTheServerHasNoPlaceToRelayIt() {
        scene.gateway().dialsGlobalAddressesOnly();
        scene.server().relaysAtMost(0);
        assertAddressRefused(": 198.51.100.1" + FULL, LATER);
    }

    private void assertAddressRefused(String relay, String next) {
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.ADDRESS_REFUSED,
                "The gateway of lamp-1 does not call back the address that this machine rings from, as it is the home's own,"
                        + " the server's, or no public one" + relay,
                next
                        + "Ring from another network than the home's own, with a public address, or ask the owner of lamp-1"
                        + " to allow yours, in the gateway's config/org.ringback.acceptor.cfg: for a trial on one machine dialable = 127.0.0.0/8,"
                        + " ::1/128");
    }

    @Test
    public void theIssuersNetworkDropsTheCallBackAndTheServerRelaysNothing() {
        scene.server().relaysNothing();
        assertFirewall(OFF, ASK);
    }

    @Test
    public void theIssuersNetworkDropsTheCallBackAndTheServerHasNoPlaceToRelayIt() {
        scene.server().relaysAtMost(0);
        assertFirewall(FULL, LATER);
    }

    private void assertFirewall(String relay, String next) {
        scene.tcp().firewall(to -> to.getAddress().equals(anna.host().ofFamily(to.getAddress())));
        anna.host().portsFrom(40_000);
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.FIREWALL_IN_THE_WAY,
                "The gateway of lamp-1 called back, and no answer of this machine came, most likely as a firewall at this"
                        + " machine or in its network lets nothing in: the gateway called 198.51.100.1:40000, this machine's"
                        + " own IPv4 address, where the server sees it unchanged" + relay,
                next
                        + "Let connections in at this machine's firewall and at its router's, or ring from another network; if"
                        + " both do, ask the owner of lamp-1 what the gateway's rings say: the home's firewall may not let the"
                        + " gateway call out, or something else may have answered at that address");
    }

    @Test
    public void theIssuersNetworkDropsTheCallBackAndItsServerIsOlder() {
        scene.tcp().firewall(to -> to.getAddress().equals(anna.host().ofFamily(to.getAddress())));
        scene.tcp().age(Mix.olderServer());
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.NO_ANSWER_FROM_NETWORK,
                "The gateway of lamp-1 called back, and no answer came from the network that this machine is in",
                "Ring from a network that lets connections in from outside: its router or firewall lets none through to"
                        + " this machine");
    }

    @Test
    public void theHomeHasNoPower() {
        scene.gateway().kill(false);
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.GATEWAY_SILENT,
                "The gateway of lamp-1 is silent: the server hears nothing from it",
                "See that the home has power and a line and that the gateway runs, then ring again");
    }

    @Test
    public void theGatewaySignedOff() {
        scene.simulation().run(ROUND_TRIPS);
        scene.gateway().stop();
        scene.simulation().run(ROUND_TRIPS);
        scene.gateway().kill(true);
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.GATEWAY_OFF,
                "The gateway of lamp-1 signed off from the server: it was stopped, or has given lamp-1 up",
                "Ask the owner of lamp-1 to start the gateway, then ring again; if it has given lamp-1 up, forget lamp-1");
    }

    @Test
    public void theGatewayIsGoneOnceItTookTheRing() {
        SimulatedRing ring = scene.referee().ring(anna, Scene.LAMP, RingSystem.CALL_BACK, now(), Demand.REFUSED);
        scene.simulation()
                .runUntil(() -> scene.server().core().counters().getOrDefault("ring.bound", 0L) > 0, ROUND_TRIPS);
        scene.gateway().kill(true);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, LONGEST));
        assertTold(
                ring,
                RingReason.GATEWAY_LOST,
                "The gateway of lamp-1 took the ring, and was then not heard any more",
                "Ring again; if it stays so, ask the owner of lamp-1 to look at its line and its status");
    }

    @Test
    public void thePermissionIsTakenBackWhileTheRingWaits() {
        scene.gateway().kill(false);
        SimulatedRing ring = scene.referee().ring(anna, Scene.LAMP, RingSystem.CALL_BACK, now(), Demand.REFUSED);
        scene.simulation().run(ROUND_TRIPS);
        scene.await(scene.server().revoke(Scene.ANNA));
        scene.simulation().run(ROUND_TRIPS);
        assertTold(
                ring,
                RingReason.ISSUER_REVOKED,
                "The server has revoked this issuer's key",
                "Ask the server's operator to enrol it anew (enrol NAME --issuer) and give that string to join, which"
                        + " makes a new key; then ask the owner of lamp-1 for a new grant");
    }

    @Test
    public void thePortsOfTheIssuersNetworkAreBelow1024() {
        anna.host().portsFrom(1_000);
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.LOW_PORT,
                "The network that this machine is in lets its connections come from ports below 1024, which no gateway"
                        + " dials, and from which the server takes no ring",
                "Ring again, as the next connection may have another port; if it stays so, ring from another network");
    }

    @Test
    public void theServerDoesNotRun() {
        scene.server().kill(true);
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.SERVER_DOWN,
                "The server takes no connection: ring.example (192.0.2.1:3478): nobody listens there; ring.example"
                        + " ([2001:db8:1::1]:3478): nobody listens there",
                "Try again in a minute, as the server may be starting or full; if it stays so, ask who runs the"
                        + " server, where a network lets out port 443 alone to have it listen there too");
    }

    @Test
    public void theServerHasAsManyRingsOfThisIssuerPendingAsItTakes() {
        scene.server().ringsForEquipment(2);
        scene.udp()
                .tap((source, to, bytes) -> bytes[0] << Byte.SIZE != (MessageKind.WAKE_UP.type() & 0xFF00)
                        || bytes[1] != (byte) MessageKind.WAKE_UP.type());
        for (int i = 0; i < 2; i++) {
            scene.referee().ring(anna, Scene.LAMP, RingSystem.CALL_BACK, now(), Demand.ANSWERED_OR_EXPLAINED);
            scene.simulation().run(ROUND_TRIPS);
        }
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.SERVER_LIMIT,
                "The server is at its limit and did not take the ring: it takes no more rings or connections of this"
                        + " issuer, or rings for lamp-1, now",
                "Wait 30 s and ring again");
        scene.simulation().run(Duration.ofSeconds(3));
        assertTold(
                ring(RingSystem.CALL_BACK),
                RingReason.SERVER_LIMIT,
                "The server is at its limit and did not take the ring: it takes no more rings or connections of this"
                        + " issuer, or rings for lamp-1, now: those before it wait for equipment that is silent",
                "Wait 27 s and ring again");
    }

    private long now() {
        return scene.simulation().now();
    }

    private void password(String typed) {
        scene.await(anna.password(Scene.LAMP, typed));
    }

    private SimulatedRing ring(RingSystem system) {
        return ring(anna, system);
    }

    private SimulatedRing ring(IssuerParty issuer, RingSystem system) {
        SimulatedRing ring = scene.referee().ring(issuer, Scene.LAMP, system, now(), Demand.REFUSED);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, LONGEST));
        return ring;
    }

    private static void assertCause(SimulatedRing ring, RingReason cause) {
        String reason = ring.story().orElseThrow().ended().orElseThrow().reason();
        assertTrue(reason, reason.startsWith(cause.happened(Scene.LAMP, "")));
    }

    /** In all that the person reads, steps included, no other cause is named. */
    private static void assertTold(SimulatedRing ring, RingReason cause, String happened, String advice) {
        RingStory story = ring.story().orElseThrow();
        RingStory.End end = story.ended().orElseThrow();
        assertEquals(happened, end.reason());
        assertEquals(advice, end.advice());
        String read = story.steps().stream()
                        .map(step -> step.name() + ": " + step.detail())
                        .collect(Collectors.joining("\n"))
                + end.reason() + ". " + end.advice() + ".";
        assertEquals(
                List.of(cause),
                Arrays.stream(RingReason.values())
                        .filter(one -> read.contains(one.happened(Scene.LAMP, "")))
                        .toList());
    }
}
