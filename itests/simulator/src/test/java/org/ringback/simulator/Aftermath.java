package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Registration;
import org.ringback.relay.core.RelayLimit;
import org.ringback.simulator.tcp.TcpStack;

/** What must be left of a history once all is quiet: the steady state, and nothing else. */
final class Aftermath {
    /** Longer than every limit of the protocol but the lease and the last retransmissions of a kernel. */
    static final Duration QUIET = Duration.ofSeconds(150);

    private static final Duration NEXT_REFRESH = Duration.ofSeconds(25);

    private final Scene scene;

    Aftermath(Scene scene) {
        this.scene = scene;
    }

    void check() {
        scene.referee().checkHands();
        Referee.check(
                scene.referee().alarms().isEmpty(), "alarms: " + scene.referee().alarms());
        nothingIsLeftBetween();
        server();
        gateway();
        scene.issuers().forEach(Aftermath::issuer);
        scene.parties()
                .forEach(party -> same(
                        party.name() + ": buffers of calls",
                        Party.BUFFERS,
                        party.buffers().left()));
        stories("server", scene.server().core().stories());
        stories("gateway", scene.gateway().core().stories());
    }

    private void nothingIsLeftBetween() {
        Set<Link> links = scene.tcp().links();
        Referee.check(links.isEmpty(), "connections: " + links + " (expected: none)");
        scene.issuers()
                .forEach(issuer ->
                        same(issuer.name() + ": listeners", 0, kernel(issuer).listeners()));
        scene.parties()
                .forEach(party ->
                        same(party.name() + ": sockets", 0, kernel(party).sockets()));
    }

    private TcpStack kernel(Party party) {
        return scene.tcp().kernels().of(party.host());
    }

    private void server() {
        ServerParty server = scene.server();
        same("server: pending rings", 0, server.core().overview().pendingRings());
        same("server: connections", 0, server.core().overview().connections());
        server.core().overview().limits(scene.simulation().moment()).stream()
                .filter(use -> use.limit().equals(RelayLimit.RELAYED))
                .forEach(use -> same("server: relayed calls", 0L, use.now()));
        same("server: policies", 0, server.core().overview().pendingPolicies());
        same("server: suspended", List.of(), server.core().overview().suspensions());
        same("server: enrolled", 4, server.core().overview().enrolled());
        Set<EquipmentId> rows = new TreeSet<>();
        for (Registration row : server.rows()) {
            rows.add(row.id());
            same("equipment list: address of " + row.id(), gatewaySeenFrom(row.socket()), row.address());
        }
        same("equipment list", new TreeSet<>(Set.of(Scene.LAMP, Scene.THERMOSTAT)), rows);
    }

    private InetSocketAddress gatewaySeenFrom(InetSocketAddress socket) {
        GatewayParty gateway = scene.gateway();
        return Host.family(socket.getAddress()) == 4
                ? scene.nat().binding(gateway.ipv4Socket()).orElse(gateway.ipv4Socket())
                : gateway.ipv6Socket();
    }

    private void gateway() {
        GatewayParty gateway = scene.gateway();
        long now = scene.simulation().now();
        Referee.check(
                gateway.core().nextDeadline() > now - 1
                        && gateway.core().nextDeadline() <= now + NEXT_REFRESH.toNanos(),
                "gateway: next deadline in " + (gateway.core().nextDeadline() - now)
                        + " ns (expected: the next refresh)");
        same("gateway: connections", 0, gateway.core().connections());
        same("gateway: reports", 0, gateway.core().pendingReports());
        same("gateway: warnings", false, gateway.warnings().stream().anyMatch(words -> words.contains("grant")));
        for (Map.Entry<String, Long> count : gateway.core().counters().entrySet()) {
            boolean refusal = count.getKey().startsWith("ring.refused") && !ofAStorm(count.getKey());
            Referee.check(!refusal, "gateway: " + count + " (expected: no refusal)");
        }
        gateway.equipment().forEach(this::equipment);
        gateway.core()
                .stories()
                .forEach(story -> same("protection of " + story, protection(gateway, story), story.protection()));
    }

    /** Twice the same ring; and a place too few, where call-backs came together or were cut off. */
    private boolean ofAStorm(String refusal) {
        return switch (refusal) {
            case "ring.refused-repeated" -> true;
            case "ring.refused-calls-of-grant" -> scene.simulation().befell(Fault.CROWDING);
            default -> false;
        };
    }

    /** No other one than the one chosen for this piece of equipment; none where no connection was needed. */
    private static String protection(GatewayParty gateway, RingStory story) {
        return story.system() == RingSystem.DATAGRAM ? "" : gateway.protection(story.equipment());
    }

    private void equipment(EquipmentStatus status) {
        same(status.id() + ": state", "registered", status.state());
        same(status.id() + ": calls", 0, status.calls());
        for (GrantStatus grant : status.grants()) {
            KeyFingerprint person =
                    scene.issuer(grant.person()).core().key().orElseThrow().fingerprint();
            same(status.id() + ": alarm", "", grant.alarm());
            Referee.check(
                    grant.key().map(person::equals).orElse(true), status.id() + ": grant bound to " + grant.key());
        }
    }

    private static void issuer(IssuerParty issuer) {
        same(issuer.name() + ": next deadline", Long.MAX_VALUE, issuer.core().nextDeadline());
        same(issuer.name() + ": tasks", 0, issuer.core().pending());
        same(issuer.name() + ": calls", 0, issuer.core().calls());
    }

    /** Every story has an end, and says answered only of what the issuer accepted. */
    private void stories(String who, List<RingStory> told) {
        for (RingStory story : told) {
            Referee.check(story.ended().isPresent(), who + ": a story without an end: " + story);
            Referee.check(
                    !story.answered() || scene.referee().accepted(story.nonce()),
                    who + ": says answered, and the issuer did not accept: " + story);
        }
    }

    private static void same(String what, Object expected, Object actual) {
        Referee.check(expected.equals(actual), what + ": " + actual + " (expected: " + expected + ")");
    }
}
