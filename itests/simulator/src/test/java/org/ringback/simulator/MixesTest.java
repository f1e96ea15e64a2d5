package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.wire.MessageKind;

/**
 * An issuer, a server and an acceptor of which any is older than PATHS and Calling: in all eight mixes each ring is
 * answered or refused as among three new ones, and an older end hears nothing that it does not know.
 */
public class MixesTest {
    private static final long SEED = 8_489;
    private static final int ROUNDS = 60;
    private static final Duration SOON = Duration.ofSeconds(2);

    private static Scene.Disks disks;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    /** What came of the rings of one mix, how many Callings went to issuers, and second requests that tell of paths. */
    private record Outcomes(List<String> rings, long callings, long seconds) {}

    @Test
    public void inEveryMixTheSameRingsAreAnsweredAndTheSameAreRefused() {
        List<String> ofNewOnes = rung(new Mix(false, false, false)).rings();
        int answered = ROUNDS * RingSystem.values().length;
        assertEquals(answered, ofNewOnes.stream().filter("answered"::equals).count());
        assertEquals("The password kept here for lamp-1 is wrong", ofNewOnes.get(answered));
        int bound = ROUNDS * (RingSystem.values().length - 1) + 1;
        for (Mix mix : Mix.all()) {
            Outcomes outcomes = rung(mix);
            assertEquals(mix.toString(), ofNewOnes, outcomes.rings());
            boolean issuerTold = !mix.oldIssuer() && !mix.oldServer();
            boolean acceptorTold = !mix.oldAcceptor() && !mix.oldServer();
            assertEquals(mix.toString(), issuerTold ? answered : 0, outcomes.callings());
            assertEquals(mix.toString(), acceptorTold ? bound : 0, outcomes.seconds());
        }
    }

    private Outcomes rung(Mix mix) {
        Scene scene = new Scene(SEED, disks).preferring(4).started();
        List<MessageKind> said = new ArrayList<>();
        scene.tcp().age(mix);
        scene.tcp().tap((from, to, message) -> {
            assertTrue(mix + ": " + message, !mix.tooNew(message));
            if (message.kind() == MessageKind.CALLING || Mix.tellsOfPaths(message)) {
                said.add(message.kind());
            }
        });
        List<String> rings = new ArrayList<>();
        IssuerParty anna = scene.issuer(Scene.ANNA);
        for (int round = 0; round < ROUNDS; round++) {
            for (RingSystem system : RingSystem.values()) {
                rings.add(outcome(scene, anna, system, Demand.ANSWERED));
            }
        }
        scene.simulation().run(Aftermath.QUIET);
        new Aftermath(scene).check();
        scene.await(anna.password(Scene.LAMP, "wrong horse"));
        rings.add(outcome(scene, anna, RingSystem.PASSWORD, Demand.REFUSED));
        return new Outcomes(rings, count(said, MessageKind.CALLING), count(said, MessageKind.SECOND_REQUEST));
    }

    private static long count(List<MessageKind> said, MessageKind kind) {
        return said.stream().filter(kind::equals).count();
    }

    private static String outcome(Scene scene, IssuerParty issuer, RingSystem system, Demand demand) {
        SimulatedRing ring = scene.referee()
                .ring(issuer, Scene.LAMP, system, scene.simulation().now(), demand);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, SOON));
        scene.simulation().run(SOON);
        return ring.answered() ? "answered" : ring.reason();
    }
}
