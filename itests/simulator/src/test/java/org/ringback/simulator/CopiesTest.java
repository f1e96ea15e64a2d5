package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.EquipmentId;

/** A copied gateway is noticed by the three parties themselves; crashes, rebindings and swapped datagrams are none. */
public class CopiesTest {
    private static final long SEED = 41;
    private static final int TIMES = 200;
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

    private long counted(String name) {
        return scene.server().core().counters().getOrDefault(name, 0L);
    }

    private long warned(GatewayParty gateway, String words) {
        return gateway.warnings().stream()
                .filter(warning -> warning.contains(words))
                .count();
    }

    /** Every alarm, of whatever kind. */
    private void assertNone() {
        assertEquals(List.of(), scene.referee().alarms());
        assertEquals(List.of(), scene.server().core().overview().copies());
        assertEquals(0, warned(scene.gateway(), "the server says"));
    }

    @Test
    public void twoLivingCopiesTakeTurnsAndAllThreeHearOfItOnce() {
        GatewayParty copy = new GatewayParty(
                scene,
                new Host("copy", "198.51.100.77", "2001:db8:4::77", Optional.empty(), 0),
                scene.gateway().disk().copy(),
                Set.of(Scene.LAMP, Scene.THERMOSTAT));
        copy.start();
        scene.simulation().run(Duration.ofMinutes(10));
        assertEquals("once for each piece of equipment", 2, counted("lease.copy-alarm"));
        assertEquals(2, warned(scene.gateway(), "another running gateway uses its keys"));
        assertEquals(2, warned(copy, "another running gateway uses its keys"));
        for (EquipmentId id : List.of(Scene.LAMP, Scene.THERMOSTAT)) {
            assertTrue(scene.server().core().overview().copies().stream()
                    .anyMatch(warning -> warning.startsWith(id + ": two ")));
        }
        assertTrue("both still get their leases", counted("lease.given") > 20);
    }

    @Test
    public void twoHundredCrashesAreNoCopies() {
        for (int i = 0; i < TIMES; i++) {
            scene.gateway().kill(i % 2 == 0);
            if (i % 5 == 0) {
                scene.simulation().run(Duration.ofSeconds(i % 3));
            }
            scene.gateway().start();
            // Most are killed again in the middle of a lease or of a registration.
            scene.simulation().run(Duration.ofMillis(7L * (i % 40)));
        }
        scene.simulation().run(A_REGISTRATION);
        assertTrue("many of them took leases", counted("lease.given") > TIMES / 4);
        assertNone();
    }

    @Test
    public void twoHundredRebindingsAreNoCopies() {
        for (int i = 0; i < TIMES; i++) {
            scene.rebind();
            scene.simulation().run(Duration.ofSeconds(5 + i % 20));
        }
        scene.simulation().run(A_REGISTRATION);
        assertNone();
    }

    @Test
    public void aServerThatRestartsAllTheTimeTakesNobodyForACopy() {
        for (int i = 0; i < TIMES / 4; i++) {
            if (i % 3 == 0) {
                scene.gateway().restart(true, Duration.ofMillis(50L * i));
            }
            scene.server().restart(i % 2 == 0, Duration.ofSeconds(i % 7));
            scene.simulation().run(Duration.ofSeconds(10 + i % 25));
        }
        scene.simulation().run(Duration.ofMinutes(6));
        assertNone();
    }
}
