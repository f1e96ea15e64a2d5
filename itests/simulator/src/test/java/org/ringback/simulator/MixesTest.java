package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.wire.MessageKind;

/**
 * An issuer, a server and an acceptor of which any is older than PATHS and Calling: in all eight mixes each ring is
 * answered or refused as among three new ones, an older end hears nothing that it does not know, only three new ones go
 * through the relay, only an issuer that was told of the paths names what stands in the way, and only a new one comes by
 * the address family of the registration, once it was told.
 */
public class MixesTest {
    private static final long SEED = 8_489;
    private static final int ROUNDS = 60;
    private static final Duration SOON = Duration.ofSeconds(2);
    /** Longer than both attempts of a ring whose call-backs are swallowed. */
    private static final Duration IN_VAIN = Duration.ofSeconds(30);

    private static Scene.Disks disks;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    /**
     * What came of the rings of one mix, how many Callings went to issuers, second requests that tell of paths, and
     * refusals that name the address family; then of one more ring, behind a firewall.
     */
    private record Outcomes(List<String> rings, long callings, long seconds, long families, String behindFirewall) {}

    @Test
    public void inEveryMixTheSameRingsAreAnsweredAndTheSameAreRefused() {
        Map<Mix, Outcomes> all = Mix.all().stream().collect(Collectors.toMap(mix -> mix, this::rung));
        List<String> ofNewOnes =
                Objects.requireNonNull(all.get(new Mix(false, false, false))).rings();
        int answered = ROUNDS * RingSystem.values().length;
        assertEquals(answered, ofNewOnes.stream().filter("answered"::equals).count());
        assertEquals("The password kept here for lamp-1 is wrong", ofNewOnes.get(answered));
        int bound = ROUNDS * (RingSystem.values().length - 1) + 1;
        all.forEach((mix, outcomes) -> {
            assertEquals(mix.toString(), ofNewOnes, outcomes.rings());
            if (!mix.oldServer()) {
                // An older server's messages are cut by the net, which so would hide what it tells too much.
                assertEquals(mix.toString(), mix.oldIssuer() ? 0 : answered, outcomes.callings());
                assertEquals(mix.toString(), mix.oldAcceptor() ? 0 : bound, outcomes.seconds());
            }
            boolean issuerTold = !mix.oldIssuer() && !mix.oldServer();
            assertEquals(mix.toString(), issuerTold ? 1 : 0, outcomes.families());
            if (mix.relays()) {
                assertEquals(mix.toString(), "answered", outcomes.behindFirewall());
                return;
            }
            assertEquals(
                    mix + ": " + outcomes.behindFirewall(),
                    (issuerTold ? RingReason.FIREWALL_IN_THE_WAY : RingReason.NO_ANSWER_FROM_NETWORK)
                            .happened(Scene.LAMP, ""),
                    beforeDetail(outcomes.behindFirewall()));
        });
    }

    /** A reason without what the paths of its ring are. */
    private static String beforeDetail(String reason) {
        int colon = reason.indexOf(": ");
        return colon < 0 ? reason : reason.substring(0, colon + 2);
    }

    private Outcomes rung(Mix mix) {
        Scene scene = new Scene(SEED, disks).preferring(4).started().preferring(6);
        List<MessageKind> said = new ArrayList<>();
        scene.tcp().age(mix);
        if (mix.oldServer()) {
            scene.server().relaysNothing();
        }
        scene.tcp().tap((from, to, message) -> {
            assertTrue(mix + ": " + message, !mix.tooNew(message));
            if (message.kind() == MessageKind.CALLING || Mix.tellsOfPaths(message) || Mix.namesFamily(message)) {
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
        long callings = count(said, MessageKind.CALLING);
        long seconds = count(said, MessageKind.SECOND_REQUEST);
        long families = count(said, MessageKind.CONNECT_REFUSED);
        scene.tcp().firewall(to -> to.getAddress().equals(anna.host().ofFamily(to.getAddress())));
        Demand demand = mix.relays() ? Demand.ANSWERED : Demand.REFUSED;
        String behindFirewall = outcome(scene, anna, RingSystem.CALL_BACK, demand, IN_VAIN);
        return new Outcomes(rings, callings, seconds, families, behindFirewall);
    }

    private static long count(List<MessageKind> said, MessageKind kind) {
        return said.stream().filter(kind::equals).count();
    }

    private static String outcome(Scene scene, IssuerParty issuer, RingSystem system, Demand demand) {
        return outcome(scene, issuer, system, demand, SOON);
    }

    private static String outcome(Scene scene, IssuerParty issuer, RingSystem system, Demand demand, Duration limit) {
        SimulatedRing ring = scene.referee()
                .ring(issuer, Scene.LAMP, system, scene.simulation().now(), demand);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, limit));
        scene.simulation().run(SOON);
        return ring.answered() ? "answered" : ring.reason();
    }
}
