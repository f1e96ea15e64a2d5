package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;

/** What the owner took back ends at the server too, whoever was away or died on the way; what was given since stands. */
public class TakenBackTest {
    private static final long SEED = 43;
    private static final int KILLS = 12;
    private static final Duration A_REGISTRATION = Duration.ofSeconds(30);

    private static Scene.Disks disks;

    private Scene scene;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    @Before
    public void start() {
        scene = new Scene(SEED, disks).preferring(4).started();
    }

    private Set<EquipmentId> mayAsk(EquipmentId person) {
        return scene.server().core().overview().enrolments(Optional.empty(), 10).stream()
                .filter(one -> one.id().equals(person))
                .findFirst()
                .orElseThrow()
                .mayAsk();
    }

    private void revoked(EquipmentId person) {
        scene.await(scene.gateway().revoke(Scene.LAMP, person));
    }

    private String granted(EquipmentId person) {
        return scene.await(scene.gateway().grant(Scene.LAMP, person));
    }

    @Test
    public void revokedWhileTheServerIsAwayAndGrantedAnewTheNewPermissionStandsAndTheOldCodeIsDead() {
        IssuerParty carla = scene.stranger();
        EquipmentId name = new EquipmentId("carla");
        String old = granted(name);
        scene.server().kill(true);
        revoked(Scene.BEN);
        revoked(name);
        scene.server().start();
        String anew = granted(Scene.BEN);
        assertEquals("withdrawn before the new invitation was made", Set.of(), mayAsk(Scene.BEN));
        scene.await(scene.issuer(Scene.BEN).acceptGrant(anew));
        scene.simulation().run(A_REGISTRATION);
        assertEquals(Set.of(Scene.LAMP), mayAsk(Scene.BEN));
        SimulatedRing ring = scene.referee()
                .ring(
                        scene.issuer(Scene.BEN),
                        Scene.LAMP,
                        RingSystem.CALL_BACK,
                        scene.simulation().now() - 1,
                        Demand.ANSWERED_OR_EXPLAINED);
        scene.simulation().runUntil(ring::over, A_REGISTRATION);
        assertTrue(ring.toString(), ring.answered());
        scene.refused(carla.acceptGrant(old));
        assertTrue(scene.server().core().overview().enrolments(Optional.empty(), 10).stream()
                .noneMatch(one -> one.id().equals(name)));
    }

    @Test
    public void aGatewayKilledAtAnyMomentAfterwardsLosesNothing() {
        for (int i = 0; i < KILLS; i++) {
            scene = new Scene(SEED + i, disks).preferring(4).started();
            revoked(Scene.BEN);
            scene.simulation().run(Duration.ofMillis(17L * i));
            scene.gateway().kill(i % 2 == 0);
            scene.gateway().start();
            scene.simulation().run(A_REGISTRATION);
            assertEquals("killed after " + 17 * i + " ms", Set.of(), mayAsk(Scene.BEN));
            assertEquals(Set.of(Scene.LAMP, Scene.THERMOSTAT), mayAsk(Scene.ANNA));
        }
    }

    @Test
    public void aServerKilledAtAnyMomentAfterwardsLosesNothing() {
        for (int i = 0; i < KILLS; i++) {
            scene = new Scene(SEED + i, disks).preferring(4).started();
            revoked(Scene.BEN);
            scene.simulation().run(Duration.ofMillis(17L * i));
            scene.server().kill(i % 2 == 0);
            scene.server().start();
            scene.simulation().run(Duration.ofMinutes(2));
            assertEquals("killed after " + 17 * i + " ms", Set.of(), mayAsk(Scene.BEN));
            assertFalse(mayAsk(Scene.ANNA).isEmpty());
        }
    }

    @Test
    public void whoWasRevokedAtTheServerIsLetInAgainByWhatTheMessagesSay() {
        IssuerParty ben = scene.issuer(Scene.BEN);
        scene.await(scene.server().revoke(Scene.BEN));
        scene.simulation().run(A_REGISTRATION);
        SimulatedRing refused = ring(ben, Demand.REFUSED);
        assertEquals("The server has revoked this issuer's key", refused.reason());
        String string = scene.await(scene.server().enrol(Scene.BEN, Role.ISSUER));
        assertEquals(Scene.BEN, scene.await(ben.join(string)));
        assertEquals("granted to the old key", 0, ben.core().grants());
        scene.grant(Scene.LAMP, Scene.BEN);
        scene.simulation().run(A_REGISTRATION);
        assertTrue(ring(ben, Demand.ANSWERED).answered());
    }

    @Test
    public void whoIsSuspendedIsKeptOutThoughTheGatewayDiedAndRingsAgainOnceResumed() {
        IssuerParty ben = scene.issuer(Scene.BEN);
        scene.await(scene.gateway().suspend(Scene.LAMP, Scene.BEN, true));
        assertTrue(ring(ben, Demand.REFUSED).reason().startsWith("The gateway of lamp-1 does not allow this ring"));
        scene.gateway().kill(true);
        scene.gateway().start();
        scene.simulation().run(A_REGISTRATION);
        SimulatedRing again = ring(ben, Demand.REFUSED);
        assertTrue(again.reason(), again.reason().startsWith("The gateway of lamp-1 does not allow this ring"));
        assertEquals("the server is told nothing", Set.of(Scene.LAMP), mayAsk(Scene.BEN));
        assertTrue(ring(scene.issuer(Scene.ANNA), Demand.ANSWERED).answered());
        scene.await(scene.gateway().suspend(Scene.LAMP, Scene.BEN, false));
        scene.simulation().run(Duration.ofMinutes(11));
        assertTrue(ring(ben, Demand.ANSWERED).answered());
    }

    @Test
    public void equipmentThatLeftIsListedNoMoreAndJoinsAnewUnderItsName() {
        assertTrue(scene.await(scene.gateway().leave(Scene.LAMP)));
        scene.simulation().run(A_REGISTRATION);
        assertTrue(scene.server().row(Scene.LAMP).isEmpty());
        assertEquals(1, scene.gateway().equipment().size());
        assertFalse(ring(scene.issuer(Scene.BEN), Demand.REFUSED).answered());
        scene.await(scene.server().revoke(Scene.LAMP));
        assertEquals(
                Scene.LAMP,
                scene.await(scene.gateway().join(scene.await(scene.server().enrol(Scene.LAMP)))));
        String anew = granted(Scene.BEN);
        scene.await(scene.issuer(Scene.BEN).forget(Scene.LAMP));
        assertEquals(0, scene.issuer(Scene.BEN).core().grants());
        scene.await(scene.issuer(Scene.BEN).acceptGrant(anew));
        scene.simulation().run(A_REGISTRATION);
        assertTrue(ring(scene.issuer(Scene.BEN), Demand.ANSWERED).answered());
    }

    @Test
    public void equipmentLeavesWithTheServerAwayWhichListsItUntilItsSilenceEnds() {
        scene.server().kill(true);
        scene.simulation().run(Duration.ofMinutes(1));
        assertFalse(scene.await(scene.gateway().leave(Scene.LAMP)));
        scene.server().start();
        scene.simulation().run(Duration.ofMinutes(5));
        assertTrue(scene.server().row(Scene.LAMP).isEmpty());
        assertTrue(scene.server().row(Scene.THERMOSTAT).isPresent());
    }

    @Test
    public void aStringUsedTwiceByPersonsWhoWereEnrolledBeforeIsToldAtTheServerAndCuredByTheNameOfTheGrant() {
        EquipmentId benny = new EquipmentId("benny");
        String string = scene.await(scene.gateway().grant(Scene.THERMOSTAT, benny));
        scene.await(scene.issuer(Scene.BEN).acceptGrant(string));
        assertTrue(scene.refused(scene.issuer(Scene.ANNA).acceptGrant(string)).contains("is good no more"));
        assertEquals(
                "by the name of the first enrolment",
                List.of(Map.entry(Scene.BEN, Scene.THERMOSTAT)),
                scene.server().core().overview().lostPermissions());
        assertEquals(
                "person: 'ben' has no grant for thermostat-1 (expected: one of anna, benny; the server may call the same"
                        + " person by another name)",
                scene.refused(scene.gateway().revoke(Scene.THERMOSTAT, Scene.BEN)));
        scene.await(scene.gateway().revoke(Scene.THERMOSTAT, benny));
        scene.simulation().run(A_REGISTRATION);
        assertEquals(List.of(), scene.server().core().overview().lostPermissions());
        scene.await(
                scene.issuer(Scene.BEN).acceptGrant(scene.await(scene.gateway().grant(Scene.THERMOSTAT, benny))));
        assertEquals(Set.of(Scene.LAMP, Scene.THERMOSTAT), mayAsk(Scene.BEN));
    }

    private SimulatedRing ring(IssuerParty issuer, Demand demand) {
        SimulatedRing ring = scene.referee()
                .ring(
                        issuer,
                        Scene.LAMP,
                        RingSystem.CALL_BACK,
                        scene.simulation().now() - 1,
                        demand);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, Duration.ofMinutes(2)));
        return ring;
    }
}
