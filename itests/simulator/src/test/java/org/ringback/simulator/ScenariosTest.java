package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Registration;
import org.ringback.store.Change;
import org.ringback.wire.MessageKind;

/** What must happen in known situations: nothing here is left to chance but the jitter of the net. */
public class ScenariosTest {
    private static final long SEED = 35;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration A_MOMENT = Duration.ofMillis(20);
    /** Longer than a ring takes on a calm day. */
    private static final Duration A_RING = Duration.ofMillis(500);

    /** How long a ring waits for a call-back once its server was lost, before it rings again. */
    private static final Duration RINGS_AGAIN = Duration.ofSeconds(10);

    private static final Duration A_REGISTRATION = Duration.ofSeconds(30);
    private static final Duration REFUSALS_FORGOTTEN = Duration.ofMinutes(11);
    private static final Duration FIVE_REGISTRATIONS = Duration.ofMinutes(3);
    private static final int RINGS_FOR_EQUIPMENT = 16;

    /** Each datagram comes twice, in any order. */
    private static final Weather ALL_TWICE =
            new Weather(0, 1, 0, Duration.ofMillis(900), Duration.ofMillis(20), 0, 0, 0, 0, 0, Duration.ZERO);

    private static Scene.Disks disks;

    private final List<Passed> passed = new ArrayList<>();
    private Scene scene;
    private IssuerParty anna;
    private IssuerParty ben;

    /** A datagram as somebody on the way sees it. */
    private record Passed(InetSocketAddress source, InetSocketAddress to, byte[] bytes) {
        boolean is(MessageKind kind) {
            return ByteBuffer.wrap(bytes).getShort() == kind.type();
        }
    }

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    @Before
    public void start() {
        scene = new Scene(SEED, disks).preferring(4).started();
        anna = scene.issuer(Scene.ANNA);
        ben = scene.issuer(Scene.BEN);
        scene.udp().tap((source, to, bytes) -> passed.add(new Passed(source, to, bytes)));
    }

    @Test
    public void eachSystemIsAnsweredOnACalmDay() {
        for (RingSystem system : RingSystem.values()) {
            SimulatedRing ring = ring(anna, Scene.LAMP, system);
            assertTrue(ring.toString(), pass(SOON, ring).answered());
        }
        quiet();
    }

    @Test
    public void onlyTheWantedOneOfTwoPiecesOfEquipmentIsCalled() {
        for (RingSystem system : RingSystem.values()) {
            pass(SOON, ring(anna, Scene.THERMOSTAT, system));
        }
        assertEquals(
                Collections.nCopies(RingSystem.values().length, Scene.THERMOSTAT),
                scene.gateway().core().stories().stream()
                        .map(RingStory::equipment)
                        .toList());
        quiet();
    }

    @Test
    public void aRingAfterARestartOfTheServerWaitsForTheNextRegistration() {
        for (RingSystem system : RingSystem.values()) {
            scene.server().kill(true);
            scene.server().start();
            assertEquals(List.of(), scene.server().rows());
            SimulatedRing ring = ring(anna, Scene.LAMP, system);
            assertFalse(pass(Duration.ofMillis(300), ring).over());
            assertTrue(ring.toString(), pass(A_REGISTRATION, ring).answered());
            assertTrue(
                    serverStory().steps().stream().anyMatch(step -> step.name().equals("waits")));
        }
        quiet();
    }

    @Test
    public void aRingIsAnsweredAtWhateverMomentTheServerIsExchanged() {
        long since = row().since();
        for (RingSystem system : RingSystem.values()) {
            for (Duration moment = Duration.ZERO; moment.compareTo(A_RING) < 0; moment = moment.plus(A_MOMENT)) {
                SimulatedRing ring = ring(anna, Scene.LAMP, system);
                pass(moment);
                scene.server().exchange();
                assertTrue(
                        system + " after " + moment + ": " + ring,
                        pass(SOON.multipliedBy(2), ring).answered());
                pass(SOON);
            }
        }
        assertEquals("nobody registered anew", since, row().since());
        quiet();
    }

    @Test
    public void aRingIsAnsweredAtWhateverMomentTheServerCrashesIfItStartsAgain() {
        for (RingSystem system : RingSystem.values()) {
            for (Duration moment = Duration.ZERO; moment.compareTo(A_RING) < 0; moment = moment.plus(A_MOMENT)) {
                SimulatedRing ring = ring(anna, Scene.LAMP, system);
                // Who finds no server at all is told so at once.
                scene.simulation().runUntil(this::serverProved, SOON);
                pass(moment);
                scene.server().restart(true, SOON);
                assertTrue(
                        system + " after " + moment + ": " + ring,
                        pass(A_REGISTRATION.plus(RINGS_AGAIN), ring).answered());
                pass(A_REGISTRATION);
            }
        }
        quiet();
    }

    private boolean serverProved() {
        return anna.core().stories().get(0).steps().stream()
                .anyMatch(step -> step.name().equals("server proved"));
    }

    @Test
    public void aRingPendingWhileTheGatewayRestartsIsAnswered() {
        for (RingSystem system : RingSystem.values()) {
            // The address in the list is of a process that is gone; the next one registers while the ring is pending.
            scene.gateway().kill(true);
            SimulatedRing ring = ring(anna, Scene.LAMP, system);
            assertFalse(pass(Duration.ofSeconds(4), ring).over());
            scene.gateway().start();
            assertTrue(ring.toString(), pass(SOON, ring).answered());
        }
        quiet();
    }

    @Test
    public void aWrongPasswordIsRefusedAndNotOnePacketGoesToTheIssuer() {
        scene.await(anna.password(Scene.LAMP, "wrong horse"));
        SimulatedRing ring = refusedRing(anna, Scene.LAMP, RingSystem.PASSWORD);
        assertEquals("The password kept here for lamp-1 is wrong", ring.reason());
        // What the gateway says of it is not tried again over the other family.
        assertEquals(
                List.of("wrong password"),
                scene.gateway().core().stories().stream()
                        .map(story -> story.ended().orElseThrow().reason())
                        .toList());
        assertEquals(0, dialsTo(anna));
        scene.await(anna.password(Scene.LAMP, Scene.PASSWORD));
        pass(SOON);
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.PASSWORD)).answered());
    }

    @Test
    public void withoutAGrantNobodyIsAsked() {
        long dials = dialsTo(scene.server());
        String refused = scene.refused(ben.ring(Scene.THERMOSTAT, RingSystem.CALL_BACK, ProtectionId.TLS13));
        assertTrue(refused, refused.startsWith("equipment: no grant for thermostat-1"));
        assertEquals(0, dialsTo(scene.server()) - dials);
    }

    @Test
    public void aGrantOfOtherEquipmentDoesNotOpenTheServer() {
        stealGrant(Scene.THERMOSTAT);
        SimulatedRing ring = refusedRing(ben, Scene.THERMOSTAT, RingSystem.CALL_BACK);
        assertTrue(ring.reason(), ring.reason().startsWith("The server does not let this issuer ask for thermostat-1"));
        assertTrue(scene.gateway().core().stories().isEmpty());
    }

    @Test
    public void anotherKeyWithTheSameGrantIsRefusedAndAlarms() {
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.CALL_BACK)).answered());
        stealGrant(Scene.LAMP);
        for (RingSystem system : List.of(RingSystem.CALL_BACK, RingSystem.DATAGRAM)) {
            SimulatedRing ring = refusedRing(ben, Scene.LAMP, system);
            assertTrue(ring.reason(), ring.reason().startsWith("The gateway of lamp-1 does not allow this ring"));
            assertEquals("the grant of anna belongs to another key", gatewayReason());
            pass(REFUSALS_FORGOTTEN);
        }
        assertEquals(0, dialsTo(ben));
        assertTrue(scene.gateway().warnings().stream().anyMatch(words -> words.contains("another key")));
        scene.gateway().restart(true, SOON);
        pass(A_REGISTRATION);
        assertTrue(scene.gateway().warnings().stream().anyMatch(words -> words.contains("another key")));
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.CALL_BACK)).answered());
    }

    @Test
    public void aCodeThatComesFromASecondKeySuspendsTheFirstAndAlarms() {
        String grant = scene.await(scene.gateway().grant(Scene.THERMOSTAT, new EquipmentId("carla")));
        IssuerParty thief = scene.stranger();
        scene.await(anna.acceptGrant(grant));
        assertTrue(scene.refused(thief.acceptGrant(grant)).contains("(401)"));
        assertEquals(1, scene.referee().alarms().size());
    }

    @Test
    public void aRevokedIssuerIsCutOffEverywhereAndTheGatewayIsTold() {
        ben.talkForever();
        SimulatedRing before = pass(SOON, ring(ben, Scene.LAMP, RingSystem.CALL_BACK));
        assertFalse(before.callBack().orElseThrow().over());
        scene.await(scene.server().revoke(Scene.BEN));
        pass(SOON);
        assertTrue("the conversation is cut", before.callBack().orElseThrow().over());
        assertEquals(0, scene.server().core().overview().pendingPolicies());
        SimulatedRing after = refusedRing(ben, Scene.LAMP, RingSystem.CALL_BACK);
        assertEquals("The server has revoked this issuer's key", after.reason());
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.CALL_BACK)).answered());
    }

    @Test
    public void aGatewayThatWasOffLearnsOfARevocationWhenItComesBack() {
        pass(SOON, ring(ben, Scene.LAMP, RingSystem.CALL_BACK));
        scene.gateway().kill(true);
        scene.await(scene.server().revoke(Scene.BEN));
        scene.server().restart(true, SOON);
        pass(SOON.multipliedBy(2));
        assertEquals(1, scene.server().core().overview().pendingPolicies());
        scene.gateway().start();
        pass(A_REGISTRATION);
        assertEquals(0, scene.server().core().overview().pendingPolicies());
        assertEquals(Long.valueOf(1), scene.gateway().core().counters().get("policy.taken"));
    }

    @Test
    public void callsOfOnePersonThatStandLeaveTheOthersTheirs() {
        ben.talkForever();
        for (int i = 0; i < CallLimits.CALLS_PER_GRANT; i++) {
            assertTrue(pass(SOON, ring(ben, Scene.LAMP, RingSystem.CALL_BACK)).answered());
        }
        for (int i = 0; i < CallLimits.CALLS_PER_GRANT; i++) {
            refusedRing(ben, Scene.LAMP, RingSystem.CALL_BACK);
        }
        assertEquals(
                "as many call-backs of this person stand as this gateway allows (key calls-per-grant)",
                gatewayReason());
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.CALL_BACK)).answered());
    }

    @Test
    public void aGrantTakenBackAtTheGatewayEndsTheCallWithoutTheServer() {
        ben.talkForever();
        SimulatedRing before = pass(SOON, ring(ben, Scene.LAMP, RingSystem.PASSWORD));
        scene.server().kill(true);
        scene.await(scene.gateway().revoke(Scene.LAMP, Scene.BEN));
        pass(SOON);
        assertTrue(before.callBack().orElseThrow().over());
        scene.server().start();
        pass(A_REGISTRATION);
        // By then the server has heard of it too.
        SimulatedRing after = refusedRing(ben, Scene.LAMP, RingSystem.PASSWORD);
        assertEquals("The server does not let this issuer ask for lamp-1", after.reason());
        assertEquals(Long.valueOf(1), scene.server().core().counters().get("withdraw.permission-ended"));
        assertEquals(1, scene.gateway().core().stories().size());
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.PASSWORD)).answered());
    }

    @Test
    public void aNatThatRebindsBeforeTheWakeUpOnlyDelaysTheRing() {
        for (RingSystem system : RingSystem.values()) {
            long refreshed = row().refreshed();
            scene.simulation().runUntil(() -> row().refreshed() != refreshed, A_REGISTRATION);
            // The next registration is 20 to 25 s after this one.
            pass(Duration.ofSeconds(17));
            scene.rebind();
            SimulatedRing ring = ring(anna, Scene.LAMP, system);
            // All four wake-ups go to an address that is no more.
            assertFalse(pass(Duration.ofMillis(2_500), ring).over());
            assertTrue(ring.toString(), pass(Duration.ofSeconds(7), ring).answered());
        }
        quiet();
    }

    @Test
    public void aRingIntoADeadBindingWaitsForTheNextRegistrationAndThePersonHearsSoAtOnce() {
        for (RingSystem system : RingSystem.values()) {
            long refreshed = row().refreshed();
            scene.simulation().runUntil(() -> row().refreshed() != refreshed, A_REGISTRATION);
            pass(Duration.ofMillis(100));
            scene.rebind();
            SimulatedRing ring = ring(anna, Scene.LAMP, system);
            assertFalse(pass(Duration.ofSeconds(4), ring).over());
            assertTrue(anna.core().stories().get(0).steps().stream()
                    .anyMatch(step -> step.name().equals("waits")));
            assertEquals(1, anna.waits());
            assertTrue(ring.toString(), pass(A_REGISTRATION, ring).answered());
            anna.forgetWaits();
        }
        quiet();
    }

    @Test
    public void aGatewayThatSignedOffIsAbsentAtOnce() {
        pass(SOON);
        scene.gateway().stop();
        pass(Duration.ofMillis(200));
        scene.gateway().kill(true);
        SimulatedRing ring = scene.referee()
                .ring(anna, Scene.LAMP, RingSystem.CALL_BACK, scene.simulation().now(), Demand.REFUSED);
        assertTrue(ring.toString(), pass(Duration.ofSeconds(1), ring).over());
        assertTrue(serverCounters().toString(), serverCounters().getOrDefault("refused.437", 0L) == 1);
    }

    @Test
    public void twelveRingsHalfASecondApartAreAllAnsweredAtOnceOnFewConnections() {
        scene.server().ringsForEquipment(RINGS_FOR_EQUIPMENT);
        for (RingSystem system : RingSystem.values()) {
            long before = secondConnections();
            List<SimulatedRing> rings = twelveOf(anna, system);
            assertAllAnsweredAtOnce(rings);
            assertTrue(system == RingSystem.DATAGRAM || secondConnections() - before <= 2);
        }
        quiet();
    }

    @Test
    public void twelveRingsHalfASecondApartAreAllAnsweredThreeHundredMillisecondsAway() {
        twelveRingsAreAllAnswered(Duration.ofMillis(300), Duration.ofSeconds(3));
    }

    @Test
    public void twelveRingsHalfASecondApartAreAllAnsweredSixHundredMillisecondsAway() {
        twelveRingsAreAllAnswered(Duration.ofMillis(600), Duration.ofMillis(6_500));
    }

    private void twelveRingsAreAllAnswered(Duration roundTrip, Duration within) {
        scene.server().ringsForEquipment(RINGS_FOR_EQUIPMENT);
        anna.hangUpAtOnce();
        scene.simulation().weather(Weather.calm(roundTrip));
        for (RingSystem system : RingSystem.values()) {
            assertAllAnswered(twelveOf(anna, system), within);
        }
        quiet();
    }

    @Test
    public void twoIssuersThatTakeAllPlacesTheyCanGetCostAThirdNothing() {
        List<IssuerParty> guests = sixGuests();
        List<IssuerParty> hostile = guests.subList(0, 2);
        IssuerParty carla = guests.get(2);
        carla.hangUpAtOnce();
        scene.server().relaysNothing();
        // No call-back reaches the two, so that each of their rings is pending for as long as one can be.
        scene.tcp().firewall(to -> hostile.stream()
                .anyMatch(one -> one.host().ofFamily(to.getAddress()).equals(to.getAddress())));
        scene.simulation().weather(Weather.calm(Duration.ofMillis(300)));
        for (int i = 0; i < RINGS_FOR_EQUIPMENT; i++) {
            hostile.forEach(one -> ringForEver(one, RingSystem.CALL_BACK));
        }
        pass(SOON);
        assertEquals(RINGS_FOR_EQUIPMENT, scene.server().core().overview().pendingRings());
        for (RingSystem system : List.of(RingSystem.CALL_BACK, RingSystem.DATAGRAM)) {
            assertAllAnswered(twelveOf(carla, system), Duration.ofSeconds(3));
        }
        assertTrue(serverCounters().get("ring.pushed-out") > 0);
    }

    private List<SimulatedRing> twelveOf(IssuerParty issuer, RingSystem system) {
        List<SimulatedRing> rings = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rings.add(ring(issuer, Scene.LAMP, system));
            pass(Duration.ofMillis(500));
        }
        pass(SOON.multipliedBy(5));
        return rings;
    }

    @Test
    public void sixRingsOfSixIssuersAtOnceAreAllAnsweredAtOnceOnOneConnection() {
        List<IssuerParty> six = sixGuests();
        for (RingSystem system : List.of(RingSystem.PASSWORD, RingSystem.DATAGRAM)) {
            long before = secondConnections();
            List<SimulatedRing> rings =
                    six.stream().map(issuer -> ring(issuer, Scene.LAMP, system)).toList();
            pass(SOON);
            assertAllAnsweredAtOnce(rings);
            assertTrue(system == RingSystem.DATAGRAM || secondConnections() - before <= 1);
        }
    }

    @Test
    public void aSecondConnectionThatBreaksInTheMiddleEndsOnlyTheRingsThatWereNotReported() {
        List<IssuerParty> six = sixGuests();
        List<SimulatedRing> rings = new ArrayList<>();
        for (IssuerParty issuer : six) {
            rings.add(scene.referee()
                    .ring(
                            issuer,
                            Scene.LAMP,
                            RingSystem.CALL_BACK,
                            scene.simulation().now() - 1,
                            Demand.ANSWERED_OR_EXPLAINED));
            pass(Duration.ofMillis(40));
        }
        assertTrue(scene.simulation().runUntil(() -> serverCounters().getOrDefault("ring.reached", 0L) >= 2, SOON));
        scene.cutSecondConnections();
        pass(SOON.multipliedBy(5));
        assertEquals(
                "each was called back, or rang once more",
                6,
                rings.stream().filter(SimulatedRing::answered).count());
    }

    @Test
    public void whoRingsWithAWrongPasswordInEightLoopsCostsAnotherIssuerNothingAndNeitherOnceRevoked() {
        scene.server().ringsForEquipment(RINGS_FOR_EQUIPMENT);
        scene.await(ben.password(Scene.LAMP, "wrong horse"));
        for (int i = 0; i < 8; i++) {
            ringForEver(ben, RingSystem.PASSWORD);
        }
        for (boolean revoked : new boolean[] {false, true}) {
            if (revoked) {
                scene.await(scene.gateway().revoke(Scene.LAMP, Scene.BEN));
            }
            List<SimulatedRing> rings = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                rings.add(ring(anna, Scene.LAMP, RingSystem.PASSWORD));
                pass(SOON);
            }
            assertAllAnsweredAtOnce(rings);
        }
        long refused = scene.gateway().core().stories().stream()
                .filter(story -> !story.answered())
                .count();
        assertTrue(refused + " of ben's rings reached the gateway", refused >= 3 && refused < 24);
    }

    /** Another seed than the provisioned scene's, or the guests would draw the keys of whoever was first there. */
    private List<IssuerParty> sixGuests() {
        scene = new Scene(SEED + 1, disks).preferring(4).started();
        scene.server().ringsForEquipment(RINGS_FOR_EQUIPMENT);
        return scene.sixGranted();
    }

    /** Rings again and again, a little after each ring's end. */
    private void ringForEver(IssuerParty issuer, RingSystem system) {
        SimulatedRing ring = scene.referee()
                .ring(issuer, Scene.LAMP, system, scene.simulation().now(), Demand.REFUSED);
        again(issuer, ring);
    }

    private void again(IssuerParty issuer, SimulatedRing ring) {
        scene.simulation().in(Duration.ofMillis(200), () -> {
            if (ring.over()) {
                ringForEver(issuer, ring.system());
            } else {
                again(issuer, ring);
            }
        });
    }

    private void assertAllAnsweredAtOnce(List<SimulatedRing> rings) {
        assertAllAnswered(rings, Duration.ofSeconds(1));
    }

    private void assertAllAnswered(List<SimulatedRing> rings, Duration within) {
        for (SimulatedRing ring : rings) {
            assertTrue(ring.toString(), ring.answered());
            Duration took = answeredAfter(ring.story().orElseThrow());
            assertTrue(ring + " took " + took, took.compareTo(within) < 0);
        }
    }

    private static Duration answeredAfter(RingStory story) {
        return story.steps().get(story.steps().size() - 1).at();
    }

    private SortedMap<String, Long> serverCounters() {
        return scene.server().core().counters();
    }

    private long secondConnections() {
        return serverCounters().getOrDefault("ring.bound", 0L)
                - serverCounters().getOrDefault("ring.bound-further", 0L);
    }

    @Test
    public void aNatThatRebindsAfterTheWakeUpDoesNotDisturbTheRing() {
        SimulatedRing ring = ring(anna, Scene.LAMP, RingSystem.PASSWORD);
        scene.simulation().runUntil(() -> scene.gateway().core().counters().containsKey("wake-up.taken"), SOON);
        scene.nat().rebind();
        assertTrue(ring.toString(), pass(SOON, ring).answered());
        pass(A_REGISTRATION);
        quiet();
    }

    @Test
    public void aDoubledAndReorderedDatagramRingGivesOneCall() {
        scene.simulation().weather(ALL_TWICE);
        assertTrue(pass(SOON.multipliedBy(2), ring(anna, Scene.LAMP, RingSystem.DATAGRAM))
                .answered());
        pass(SOON);
        assertEquals(1, dialsTo(anna));
        assertEquals(1, scene.gateway().core().stories().size());
        assertTrue(scene.gateway().core().counters().get("datagram-ring.repeated") > 0);
        scene.simulation().weather(Weather.CALM);
        quiet();
    }

    @Test
    public void aDoubledWakeUpGivesOneSecondConnection() {
        scene.simulation().weather(ALL_TWICE);
        pass(SOON.multipliedBy(2), ring(anna, Scene.LAMP, RingSystem.CALL_BACK));
        pass(SOON);
        assertEquals(Long.valueOf(1), scene.gateway().core().counters().get("wake-up.taken"));
        assertEquals(1, dialsTo(anna));
        assertEquals(Long.valueOf(1), scene.server().core().counters().get("ring.bound"));
    }

    @Test
    public void anOldWakeUpOrDatagramRingIsWorthlessAfterFurtherRegistrations() {
        pass(SOON, ring(anna, Scene.LAMP, RingSystem.CALL_BACK));
        pass(SOON, ring(anna, Scene.LAMP, RingSystem.DATAGRAM));
        List<Passed> old = passed.stream()
                .filter(one -> one.is(MessageKind.WAKE_UP) || one.is(MessageKind.DATAGRAM_RING))
                .toList();
        assertEquals(2, old.size());
        pass(FIVE_REGISTRATIONS);
        assertIgnored(old, "udp.unknown-registration");
    }

    @Test
    public void anOldWakeUpOrDatagramRingIsWorthlessAfterARestartOfTheGateway() {
        pass(SOON, ring(anna, Scene.LAMP, RingSystem.CALL_BACK));
        pass(SOON, ring(anna, Scene.LAMP, RingSystem.DATAGRAM));
        List<Passed> old = passed.stream()
                .filter(one -> one.is(MessageKind.WAKE_UP) || one.is(MessageKind.DATAGRAM_RING))
                .toList();
        scene.gateway().kill(true);
        scene.gateway().start();
        pass(A_REGISTRATION);
        assertIgnored(old, "udp.unknown-registration");
    }

    @Test
    public void anOldRegistrationSentAgainDoesNotMoveTheEquipmentBack() {
        pass(A_REGISTRATION);
        List<Passed> old =
                passed.stream().filter(one -> one.is(MessageKind.REGISTER)).toList();
        InetSocketAddress before = row().address();
        scene.rebind();
        pass(A_REGISTRATION);
        InetSocketAddress after = row().address();
        assertNotEquals(before, after);
        old.forEach(one -> scene.udp().transmit(one.source(), one.to(), one.bytes()));
        pass(Duration.ofMillis(100));
        assertEquals(after, row().address());
        scene.server().kill(true);
        scene.server().start();
        old.forEach(one -> scene.udp().transmit(one.source(), one.to(), one.bytes()));
        pass(Duration.ofMillis(100));
        assertEquals(List.of(), scene.server().rows());
    }

    @Test
    public void aRingGivenUpIsGoneAtTheServerAtOnceAndItsBindIsRefused() {
        scene.udp().tap((source, to, bytes) -> !new Passed(source, to, bytes).is(MessageKind.WAKE_UP));
        SimulatedRing ring = scene.referee()
                .ring(anna, Scene.LAMP, RingSystem.CALL_BACK, scene.simulation().now(), Demand.REFUSED);
        pass(Duration.ofSeconds(1));
        assertEquals(1, scene.server().core().overview().pendingRings());
        anna.giveUp(ring);
        pass(Duration.ofMillis(100));
        assertEquals(0, scene.server().core().overview().pendingRings());
        assertEquals("The ring was ended here: hung up before it was answered", ring.reason());
        quiet();
    }

    @Test
    public void aRingThatCannotBeCalledBackGoesOnceMoreOverTheOtherFamilyIfNothingIsRelayed() {
        scene.server().relaysNothing();
        int refused = Host.family(
                scene.server().row(Scene.LAMP).orElseThrow().socket().getAddress());
        // The server has each ring come by the address family of the registration first.
        scene.tcp()
                .firewall(to -> Host.family(to.getAddress()) == refused
                        && to.getAddress().equals(anna.host().ofFamily(to.getAddress())));
        for (RingSystem system : RingSystem.values()) {
            SimulatedRing ring = ring(anna, Scene.LAMP, system);
            assertTrue(ring.toString(), pass(Duration.ofSeconds(8), ring).answered());
            assertTrue(ring.story().orElseThrow().steps().stream()
                    .anyMatch(step -> step.name().startsWith("ringing once more over ")));
        }
        scene.tcp().firewall(to -> false);
        quiet();
    }

    @Test
    public void anIssuerThatNobodyCanReachIsToldSo() {
        scene.server().relaysNothing();
        scene.tcp().firewall(to -> to.getAddress().equals(anna.host().ofFamily(to.getAddress())));
        SimulatedRing ring = scene.referee()
                .ring(anna, Scene.LAMP, RingSystem.PASSWORD, scene.simulation().now(), Demand.REFUSED);
        pass(SOON.multipliedBy(8), ring);
        assertTrue(
                ring.reason(), ring.reason().contains("a firewall at this machine or in its network lets nothing in"));
        quiet();
    }

    @Test
    public void whoeverStandsAtTheServersAddressWithoutItsKeyIsRefused() {
        scene.server().impersonate();
        SimulatedRing ring = refusedRing(anna, Scene.LAMP, RingSystem.CALL_BACK);
        assertTrue(ring.reason(), ring.reason().startsWith("Another server answers: "));
        assertTrue(ring.reason(), ring.reason().contains("another key than expected"));
    }

    @Test
    public void aLeaseIsRenewedForAsLongAsTheGatewayRuns() {
        pass(SOON, ring(anna, Scene.LAMP, RingSystem.PASSWORD));
        pass(ServerParty.LEASE.multipliedBy(3));
        assertTrue(pass(SOON, ring(anna, Scene.LAMP, RingSystem.PASSWORD)).answered());
        quiet();
    }

    // --- the words of these tests ---

    private SimulatedRing ring(IssuerParty issuer, EquipmentId equipment, RingSystem system) {
        return scene.referee()
                .ring(issuer, equipment, system, scene.simulation().now() - 1, Demand.ANSWERED_OR_EXPLAINED);
    }

    private SimulatedRing refusedRing(IssuerParty issuer, EquipmentId equipment, RingSystem system) {
        SimulatedRing ring = scene.referee()
                .ring(issuer, equipment, system, scene.simulation().now(), Demand.REFUSED);
        assertTrue(ring + ": no end", pass(A_REGISTRATION, ring).over());
        return ring;
    }

    private SimulatedRing pass(Duration atMost, SimulatedRing ring) {
        scene.simulation().runUntil(ring::over, atMost);
        if (ring.over()) {
            pass(Duration.ofMillis(100));
        }
        return ring;
    }

    private void pass(Duration howLong) {
        scene.simulation().run(howLong);
    }

    private void quiet() {
        pass(Aftermath.QUIET);
        new Aftermath(scene).check();
    }

    private Registration row() {
        return scene.server().row(Scene.LAMP).orElseThrow();
    }

    private RingStory serverStory() {
        return scene.server().core().stories().get(0);
    }

    private String gatewayReason() {
        return scene.gateway().core().stories().get(0).ended().orElseThrow().reason();
    }

    private long dialsTo(Party party) {
        return scene.tcp().dials(party.host());
    }

    /** Ben comes by anna's grant and has a machine that does as he likes. */
    private void stealGrant(EquipmentId equipment) {
        byte[] stolen = anna.disk().table("issuer.grants").get(equipment.value());
        ben.disk().forge(Change.put("issuer.grants", equipment.value(), stolen));
        ben.kill(true);
        ben.start();
    }

    private void assertIgnored(List<Passed> old, String counter) {
        long dials = dialsTo(anna) + dialsTo(scene.server());
        long counted = scene.gateway().core().counters().getOrDefault(counter, 0L);
        for (Passed one : old) {
            InetSocketAddress now = row().address();
            scene.udp().transmit(one.source(), now, one.bytes());
        }
        pass(SOON);
        assertEquals(dials, dialsTo(anna) + dialsTo(scene.server()));
        assertEquals(
                counted + old.size(), (long) scene.gateway().core().counters().getOrDefault(counter, 0L));
    }
}
