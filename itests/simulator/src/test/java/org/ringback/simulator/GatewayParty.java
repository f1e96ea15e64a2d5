package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.acceptor.core.AcceptorSettings;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Protection;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.net.Network;
import org.ringback.spi.CloseReason;
import org.ringback.store.Change;
import org.ringback.wire.Door;
import org.ringback.wire.Message;

/** The home gateway behind its NAT, with the real {@link AcceptorCore}. */
final class GatewayParty extends Party<AcceptorEvent, AcceptorAction> implements Line.Hears {
    private static final Duration LOOK_UP = Duration.ofMillis(40);
    private static final int MANY_DIALS = 100_000;

    private final Map<EquipmentId, Known> keys = new HashMap<>();
    private AcceptorSettings settings;
    private AcceptorCore core;
    private InetSocketAddress ipv4;
    private InetSocketAddress ipv6;

    private record Known(Secret identity, KeyFingerprint key) {}

    GatewayParty(Scene scene, Host host, Disk disk, Set<EquipmentId> equipment) {
        super(scene, host, disk, Fault.GATEWAY_KILLED);
        Map<EquipmentId, Set<RingSystem>> systems = new HashMap<>();
        equipment.forEach(id -> systems.put(id, EnumSet.allOf(RingSystem.class)));
        Map<EquipmentId, Protection> protections = new HashMap<>();
        equipment.forEach(id -> protections.put(id, Protections.draw(scene.simulation())));
        settings = new AcceptorSettings(
                systems,
                protections,
                List.of(Network.parse("198.51.100.0/24"), Network.parse("2001:db8::/32")),
                new CallLimits(MANY_DIALS, CallLimits.CALLS, CallLimits.CALLS_PER_GRANT));
    }

    Protection protection(EquipmentId id) {
        return settings.protections().get(id);
    }

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
        return core.equipment(simulation().moment());
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

    Answer join(String enrolmentString) {
        return command(request -> new AcceptorEvent.Join(request, enrolmentString, false));
    }

    Answer password(EquipmentId equipment, String password) {
        KeyFingerprint key = core.key(equipment).orElseThrow();
        Secret information = scene().toolbox().password(password, equipment, key);
        return command(request -> new AcceptorEvent.SetPassword(request, equipment, key, information));
    }

    Answer grant(EquipmentId equipment, EquipmentId person) {
        return command(request -> new AcceptorEvent.MakeGrant(request, equipment, person));
    }

    Answer revoke(EquipmentId equipment, EquipmentId person) {
        return command(request -> new AcceptorEvent.Revoke(request, equipment, person));
    }

    @Override
    void boot() {
        Map<String, Map<String, byte[]>> stored = new HashMap<>();
        AcceptorCore.TABLES.forEach(name -> stored.put(name, disk().table(name)));
        core = new AcceptorCore(stored, scene().toolbox(), simulation().fork(), disk()::commits, settings);
        ipv4 = host().ephemeral(host().ipv4());
        ipv6 = host().ephemeral(host().ipv6());
        for (InetSocketAddress socket : List.of(ipv4, ipv6)) {
            scene().udp()
                    .open(
                            host(),
                            socket,
                            (bytes, source, to) -> event(new AcceptorEvent.Datagram(ByteBuffer.wrap(bytes), source)));
        }
        event(new AcceptorEvent.OwnAddresses(Set.of(host().ipv4(), host().ipv6())));
    }

    @Override
    List<AcceptorAction> handle(AcceptorEvent event, Moment now) {
        return core.handle(event, now);
    }

    @Override
    long nextDeadline() {
        return core.nextDeadline();
    }

    @Override
    AcceptorEvent tick() {
        return new AcceptorEvent.Tick();
    }

    @Override
    AcceptorEvent persistFailed(List<Change> changes, List<AcceptorAction> dropped, String why) {
        return new AcceptorEvent.PersistFailed(dropped, why);
    }

    @Override
    void perform(AcceptorAction action) {
        if (action instanceof AcceptorAction.SendDatagram send) {
            InetSocketAddress socket = Host.family(send.to().getAddress()) == 4 ? ipv4 : ipv6;
            scene().udp().send(host(), socket, send.to(), send.bytes());
        } else if (action instanceof AcceptorAction.Resolve resolve) {
            later(
                    LOOK_UP,
                    () -> event(new AcceptorEvent.Resolved(resolve.server(), scene().resolve(resolve.server()))));
        } else if (action instanceof AcceptorAction.DialServer dial) {
            dialServer(dial);
        } else if (action instanceof AcceptorAction.DialIssuer dial) {
            scene().referee().callsBack(dial.self(), dial.address());
            KeyFingerprint self = key(dial.self(), dial.identity());
            dial(
                    dial.connection(),
                    dial.address(),
                    Credentials.device(self),
                    peer -> peer.key().equals(dial.issuer()),
                    this,
                    Door.ACCEPTOR_CALL);
        } else if (action instanceof AcceptorAction.HandOver over) {
            End end = end(over.connection());
            if (end != null) {
                scene().referee().handedOverAtAcceptor(end, over.equipment(), over.ring(), over.peer());
                end.converse();
            }
        } else {
            performCommon(action);
        }
    }

    private void performCommon(AcceptorAction action) {
        if (action instanceof AcceptorAction.Send send) {
            send(send.connection(), send.message());
        } else if (action instanceof AcceptorAction.Close close) {
            close(close.connection());
        } else if (action instanceof AcceptorAction.Abort abort) {
            abort(abort.connection());
        } else if (action instanceof AcceptorAction.Persist persist) {
            persist(persist.changes(), persist.then());
        } else if (action instanceof AcceptorAction.Tell tell) {
            event(tell.event());
        } else if (action instanceof AcceptorAction.Completed done) {
            completed(done.request(), done.result());
        } else if (action instanceof AcceptorAction.Failed failed) {
            failed(failed.request(), failed.message());
        }
    }

    private void dialServer(AcceptorAction.DialServer dial) {
        dial(
                dial.connection(),
                dial.address(),
                Credentials.device(key(dial.self(), dial.identity()), dial.protection()),
                server -> dial.pins().authorities().contains(server.authority())
                        && server.hosts().contains(dial.host()),
                this,
                Door.DEVICE_TCP);
    }

    /** The public half of a stored identity; reading one takes a while, so it is remembered. */
    private KeyFingerprint key(EquipmentId equipment, Secret identity) {
        Known known = keys.get(equipment);
        if (known == null || !known.identity().equals(identity)) {
            known = new Known(
                    identity, scene().toolbox().identities().identity(identity).fingerprint());
            keys.put(equipment, known);
        }
        return known.key();
    }

    @Override
    public void established(long connection, Proof proof) {
        event(new AcceptorEvent.Established(
                connection,
                proof.peer(),
                proof.binding(),
                proof.protection().label(),
                Proof.GROUP,
                proof.agreement(),
                proof.local(),
                proof.remote()));
    }

    @Override
    public void received(long connection, Message message) {
        event(new AcceptorEvent.Received(connection, message));
    }

    @Override
    public void malformed(long connection, Optional<Message> refusal, String why) {
        event(new AcceptorEvent.Malformed(connection, why));
    }

    @Override
    public void closed(long connection, Close how, String why) {
        event(new AcceptorEvent.Closed(connection, CloseReason.Kind.valueOf(how.name()), why));
    }
}
