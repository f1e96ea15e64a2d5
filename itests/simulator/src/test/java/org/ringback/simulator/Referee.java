package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.kernel.CallFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Watches a history and fails it as soon as something happens that must not. */
final class Referee {
    /** Two attempts of 60 s, one for each address family, and a little. */
    static final Duration BOUND = Duration.ofSeconds(125);

    /** Of a call-back: direct, and through the relay. */
    private static final int WAYS = 2;

    private final Scene scene;
    private final List<SimulatedRing> rings = new ArrayList<>();
    private final Map<RingNonce, Integer> accepted = new HashMap<>();
    private final Map<String, List<End>> requested = new HashMap<>();
    private final Map<Link, RingNonce> attempts = new HashMap<>();
    private final Map<Link, Hand> hands = new LinkedHashMap<>();
    private final List<String> alarms = new ArrayList<>();

    /** Who took over one call-back. */
    private static final class Hand {
        private Optional<SimulatedRing> ring = Optional.empty();
        private Optional<RingNonce> atIssuer = Optional.empty();
        private Optional<RingNonce> atAcceptor = Optional.empty();
    }

    Referee(Scene scene) {
        this.scene = scene;
    }

    /**
     * Rings.
     *
     * @param troubleSince since when faults may be the reason if it fails
     * @param demand what it must come to
     */
    SimulatedRing ring(IssuerParty issuer, EquipmentId equipment, RingSystem system, long troubleSince, Demand demand) {
        Simulation simulation = scene.simulation();
        ProtectionId protection = Protections.draw(simulation);
        CompletableFuture<Ring> begun = issuer.ring(equipment, system, protection);
        SimulatedRing ring =
                new SimulatedRing(issuer, equipment, system, protection, simulation.now(), troubleSince, demand);
        if (begun.isCompletedExceptionally()) {
            throw new AssertionError(ring + ": not even begun: " + scene.refused(begun));
        }
        simulation.note(issuer.name(), "rings", ring);
        rings.add(ring);
        simulation.in(BOUND, () -> check(ring.over(), ring + ": hangs"));
        return ring;
    }

    List<SimulatedRing> rings() {
        return rings;
    }

    List<String> alarms() {
        return alarms;
    }

    /** {@return whether an issuer said that it accepts this ring's call-back} */
    boolean accepted(RingNonce nonce) {
        return accepted.containsKey(nonce);
    }

    void sent(End end, Message message) {
        if (message.kind() == MessageKind.LEASED) {
            byte[] key = message.get(Attributes.REGISTRATION_KEY);
            check(scene.server().disk().holds("relay.lease", key), "a registration key is given, and not on disk");
        } else if (message.kind() == MessageKind.COMMUNICATION_REQUEST) {
            byte[] issuer = end.peer().credentials().key().bytes();
            check(scene.gateway().disk().holds("acceptor.grants", issuer), "a call-back goes on, its grant not bound");
        }
        if (message.kind() == MessageKind.ACCEPTED) {
            RingNonce nonce = message.get(Attributes.RING_NONCE);
            int times = accepted.merge(nonce, 1, Integer::sum);
            check(times == 1, nonce + ": accepted " + times + " times");
            attempts.put(end.link(), nonce);
        } else if (message.kind() == MessageKind.COMMUNICATION_REQUEST) {
            RingNonce nonce = message.get(Attributes.RING_NONCE);
            List<End> before =
                    requested.computeIfAbsent(nonce + " " + scene.gateway().life(), first -> new ArrayList<>());
            check(
                    before.size() < WAYS && before.stream().allMatch(one -> one != end && one.over()),
                    nonce + ": communication requests from one process on two ways at once");
            before.add(end);
        }
    }

    void callsBack(EquipmentId equipment, InetSocketAddress issuer) {
        scene.simulation().note("gateway", "calls back", equipment + " at " + issuer);
        check(
                scene.issuers().stream().anyMatch(party -> party.host().owns(issuer.getAddress())),
                "the gateway dials " + issuer);
    }

    void handedOverAtIssuer(IssuerParty issuer, End end, long number, CallFacts call) {
        SimulatedRing ring = find(issuer, number);
        check(ring.callBack().isEmpty(), ring + ": a second call-back was accepted");
        check(ring.equipment().equals(call.equipment()), ring + ": answered by " + call.equipment());
        ring.handedOver(end.link());
        Hand hand = hands.computeIfAbsent(end.link(), link -> new Hand());
        check(hand.atIssuer.isEmpty(), ring + ": its call-back was taken before");
        hand.ring = Optional.of(ring);
        // To its user a ring keeps its first name over all attempts; the acceptor knows the attempt.
        hand.atIssuer = Optional.of(attempts.get(end.link()));
        scene.simulation()
                .in(
                        Duration.ZERO,
                        () -> check(
                                !scene.tcp().kernels().of(end.host()).listens(end.local()),
                                ring + ": answered, and still listens at " + end.local()));
    }

    void handedOverAtAcceptor(End end, CallFacts call) {
        Hand hand = hands.get(end.link());
        check(hand != null && hand.atIssuer.isPresent(), call.ring() + ": the acceptor's side came first");
        SimulatedRing ring = hand.ring.orElseThrow();
        check(hand.atAcceptor.isEmpty(), ring + ": handed over twice at the acceptor");
        check(hand.atIssuer.get().equals(call.ring()), ring + ": the acceptor answers " + call.ring());
        check(
                ring.target().equals(scene.gateway().id(call.equipment())),
                ring + ": the acceptor gives it to " + call.equipment());
        check(
                end.peer().credentials().key().equals(call.peer()),
                ring + ": the acceptor believes to speak with " + call.peer());
        hand.atAcceptor = Optional.of(call.ring());
    }

    void ringEnded(IssuerParty issuer, long number, RingStory story) {
        SimulatedRing ring = find(issuer, number);
        check(!ring.over(), ring + ": ends twice");
        ring.end(story);
        scene.simulation().note(issuer.name(), "ring ended", ring);
        check(ring.answered() == ring.callBack().isPresent(), ring + ": answered, but not handed over, or not both");
        Set<Fault> faults = scene.simulation().faultsSince(ring.troubleSince());
        if (ring.answered()) {
            check(ring.reason().isEmpty() && ring.demand() != Demand.REFUSED, ring + ": answered all the same");
        } else if (ring.demand() != Demand.REFUSED) {
            check(
                    ring.demand() != Demand.ANSWERED && !faults.isEmpty(),
                    ring + ": not answered without need, faults " + faults);
            Reasons.wrong(ring.reason(), faults).ifPresent(why -> check(false, ring + ": " + why));
        }
    }

    void issuerDied(IssuerParty issuer) {
        rings.stream().filter(ring -> ring.issuer() == issuer && !ring.over()).forEach(SimulatedRing::lose);
    }

    void alarm(String message) {
        scene.simulation().note("server", "alarm", message);
        alarms.add(message);
    }

    /** Each call-back was taken on both sides, or the connection was lost between. */
    void checkHands() {
        hands.forEach((link, hand) -> check(
                hand.atAcceptor.isPresent() || link.suffered() || link.late(),
                hand.ring + ": only the issuer took " + link + ", and nothing happened to it"));
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private SimulatedRing find(IssuerParty issuer, long number) {
        for (int i = rings.size() - 1; i >= 0; i--) {
            if (rings.get(i).is(issuer, number)) {
                return rings.get(i);
            }
        }
        throw new AssertionError("ring " + number + " of " + issuer.name() + " (expected: one that was begun)");
    }
}
