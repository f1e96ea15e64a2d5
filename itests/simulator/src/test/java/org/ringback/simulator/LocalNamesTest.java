package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;

/** A lamp that gateway and issuer each call otherwise is rung by what they have in common, its ID. */
public class LocalNamesTest {
    private static final long SEED = 47;
    private static final EquipmentId HALL = new EquipmentId("hall-lamp");
    private static final EquipmentId ANNAS = new EquipmentId("lamp-of-my-parents");
    private static final Duration A_REGISTRATION = Duration.ofSeconds(30);

    private static Scene.Disks disks;

    private Scene scene;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    @Before
    public void renamedAtBothEnds() {
        scene = new Scene(SEED, disks).preferring(4).started();
        assertEquals(HALL, scene.await(scene.gateway().rename(Scene.LAMP, HALL)));
        assertEquals(ANNAS, scene.await(anna().rename(Scene.LAMP, ANNAS)));
    }

    private IssuerParty anna() {
        return scene.issuer(Scene.ANNA);
    }

    private void answers(IssuerParty issuer, EquipmentId name, RingSystem system) {
        SimulatedRing ring =
                scene.referee().ring(issuer, name, system, scene.simulation().now() - 1, Demand.ANSWERED);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, Duration.ofMinutes(2)));
        assertTrue(ring.toString(), ring.answered());
    }

    @Test
    public void everySystemIsAnsweredByThePasswordOfBeforeAlsoWhereItHasItsIdForAName() {
        for (RingSystem system : RingSystem.values()) {
            scene.gateway().answersOnly(HALL, system);
            answers(anna(), ANNAS, system);
        }
        scene.gateway().answersOnly(HALL, RingSystem.PASSWORD);
        answers(scene.issuer(Scene.BEN), Scene.LAMP, RingSystem.PASSWORD);
    }

    @Test
    public void soItIsAfterBothEndsWereKilledAndThePasswordWasSetAnew() {
        scene.gateway().kill(true);
        anna().kill(true);
        scene.gateway().start();
        anna().start();
        scene.simulation().run(A_REGISTRATION);
        scene.gateway().answersOnly(HALL, RingSystem.PASSWORD);
        answers(anna(), ANNAS, RingSystem.PASSWORD);
        scene.await(scene.gateway().password(HALL, "battery staple"));
        scene.await(anna().password(ANNAS, "battery staple"));
        answers(anna(), ANNAS, RingSystem.PASSWORD);
    }

    @Test
    public void aGrantMadeUnderTheNewNameIsTakenAsTheSameEquipmentAndKeepsTheIssuersName() {
        String string = scene.await(scene.gateway().grant(HALL, Scene.ANNA));
        assertEquals(ANNAS, scene.await(anna().acceptGrant(string)).equipment());
        scene.gateway().answersOnly(HALL, RingSystem.CERTIFIED);
        answers(anna(), ANNAS, RingSystem.CERTIFIED);
    }
}
