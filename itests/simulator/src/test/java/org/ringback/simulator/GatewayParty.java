package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.acceptor.core.AcceptorSettings;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.acceptor.core.GrantChoice;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.net.Network;
import org.ringback.kernel.Action;
import org.ringback.kernel.AnsweredServices;
import org.ringback.kernel.SessionPlan;

/** The home gateway behind its NAT, with the real {@link AcceptorCore}. */
final class GatewayParty extends Party {
    private static final int MANY_DIALS = 100_000;

    private AcceptorSettings settings;
    private AcceptorCore core;
    private InetSocketAddress ipv4;
    private InetSocketAddress ipv6;

    GatewayParty(Scene scene, Host host, Disk disk, Set<EquipmentId> equipment) {
        super(scene, host, disk, Fault.GATEWAY_KILLED);
        Map<EquipmentId, Set<RingSystem>> systems = new HashMap<>();
        equipment.forEach(id -> systems.put(id, EnumSet.allOf(RingSystem.class)));
        Map<EquipmentId, String> protections = new HashMap<>();
        equipment.forEach(id -> protections.put(id, Protections.NAMES.name(Protections.draw(scene.simulation()))));
        settings = new AcceptorSettings(
                systems,
                protections,
                List.of(Network.parse("198.51.100.0/24"), Network.parse("2001:db8::/32")),
                new CallLimits(MANY_DIALS, CallLimits.CALLS, CallLimits.CALLS_PER_GRANT));
    }

    String protection(EquipmentId id) {
        return settings.protections().get(id);
    }

    @Override
    AcceptorCore core() {
        return core;
    }

    /** {@return the UDP socket towards servers of IPv4, as it is inside} */
    InetSocketAddress ipv4Socket() {
        return ipv4;
    }

    InetSocketAddress ipv6Socket() {
        return ipv6;
    }

    List<EquipmentStatus> equipment() {
        return core.equipment(Optional.empty(), Page.MOST, simulation().moment())
                .rows();
    }

    List<String> warnings() {
        return core.warnings(simulation().moment());
    }

    /** From now on a piece of equipment answers one system only. */
    void answersOnly(EquipmentId equipment, RingSystem system) {
        Map<EquipmentId, Set<RingSystem>> systems = new HashMap<>(settings.systems());
        systems.put(equipment, Set.of(system));
        configure(new AcceptorSettings(systems, settings.protections(), settings.dialable(), settings.limits()));
    }

    /** From now on only global addresses are called back. */
    void dialsGlobalAddressesOnly() {
        configure(new AcceptorSettings(settings.systems(), settings.protections(), List.of(), settings.limits()));
    }

    void limits(CallLimits limits) {
        configure(new AcceptorSettings(settings.systems(), settings.protections(), settings.dialable(), limits));
    }

    private void configure(AcceptorSettings changed) {
        settings = changed;
        event(new AcceptorEvent.Configure(changed));
    }

    /** Its owner stops it in order. */
    void stop() {
        event(new AcceptorEvent.Stop());
    }

    CompletableFuture<EquipmentId> join(String enrolmentString) {
        return command(request -> new AcceptorEvent.Join(request, enrolmentString, false));
    }

    /** Gives equipment another local name. */
    CompletableFuture<EquipmentId> rename(EquipmentId equipment, EquipmentId name) {
        return command(request -> new AcceptorEvent.Rename(request, equipment, name));
    }

    /** {@return the ID of equipment, by its local name} */
    EquipmentId id(EquipmentId name) {
        return status(name).id();
    }

    CompletableFuture<EquipmentId> password(EquipmentId equipment, String password) {
        KeyFingerprint key = status(equipment).key();
        Secret information = scene().toolbox().password(password, id(equipment), key);
        return command(request -> new AcceptorEvent.SetPassword(request, equipment, key, information));
    }

    CompletableFuture<String> grant(EquipmentId equipment, EquipmentId person) {
        return command(request -> new AcceptorEvent.MakeGrant(request, equipment, person));
    }

    CompletableFuture<EquipmentId> revoke(EquipmentId equipment, EquipmentId person) {
        return command(request -> new AcceptorEvent.Revoke(request, equipment, person));
    }

    /** Suspends all grants of a person for a piece of equipment, or resumes them. */
    CompletableFuture<EquipmentId> suspend(EquipmentId equipment, EquipmentId person, boolean suspended) {
        GrantChoice which = new GrantChoice(equipment, person, "");
        return command(request -> new AcceptorEvent.Suspend(request, which, suspended));
    }

    /** {@return whether the server was told, as far as is known} */
    CompletableFuture<Boolean> leave(EquipmentId equipment) {
        return command(request -> new AcceptorEvent.Depart(request, equipment));
    }

    @Override
    void boot() {
        core = new AcceptorCore(
                disk()::table,
                (table, key) -> false,
                scene().toolbox(),
                simulation().fork(),
                disk()::commits,
                AnsweredServices.NONE,
                settings,
                connection -> OptionalInt.empty());
        ipv4 = host().ephemeral(host().ipv4());
        ipv6 = host().ephemeral(host().ipv6());
        for (InetSocketAddress socket : List.of(ipv4, ipv6)) {
            hearDatagrams(socket);
        }
        event(new AcceptorEvent.OwnAddresses(Stream.of(host().ipv4(), host().ipv6())
                .filter(own -> scene().tcp().kernels().routes(host(), own))
                .collect(Collectors.toSet())));
    }

    @Override
    void own(Action action) {
        if (action instanceof AcceptorAction.ToServer send) {
            InetSocketAddress socket = Host.family(send.to().getAddress()) == 4 ? ipv4 : ipv6;
            scene().udp().send(host(), socket, send.to(), send.bytes());
        } else if (action instanceof AcceptorAction.HandOver over) {
            End end = end(over.connection());
            if (end != null) {
                scene().referee().handedOverAtAcceptor(end, over.facts());
                end.converse(false);
            }
        } else if (action instanceof AcceptorAction.Relay relay) {
            relay(relay.connection(), relay.server(), relay.bind(), () -> relayed(relay));
        } else if (action instanceof AcceptorAction.Tell tell) {
            event(tell.event());
        }
    }

    private void relayed(AcceptorAction.Relay relay) {
        SessionPlan.ToIssuer to = relay.session();
        use(relay.connection(), to.door(), Credentials.device(key(to.identity())), peer -> peer.key()
                .equals(to.issuer()));
        scene().tcp().handshakes().greet(end(relay.connection()));
    }

    @Override
    void dial(Action.Dial dial) {
        if (dial.session() instanceof SessionPlan.ToIssuer to) {
            scene().referee().callsBack(owner(to.identity()), dial.to());
        }
        super.dial(dial);
    }

    private EquipmentId owner(Secret identity) {
        return equipment().stream()
                .filter(one -> one.key().equals(key(identity)))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private EquipmentStatus status(EquipmentId equipment) {
        return core.equipment(equipment, simulation().moment()).orElseThrow();
    }
}
