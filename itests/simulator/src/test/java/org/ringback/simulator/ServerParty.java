package org.ringback.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Revocation;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;
import org.ringback.registry.internal.InMemoryRegistry;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayCore;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelaySettings;
import org.ringback.relay.core.RelaySettings.Probe;
import org.ringback.relay.core.RelaySettings.Relaying;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.ServerPins;
import org.ringback.wire.Door;

/** The server, with the real {@link RelayCore} and the real equipment list. */
final class ServerParty extends Party {
    static final String NAME = "ring.example";
    static final int PORT = 3478;
    static final String ADDRESS = NAME + ":" + PORT;
    static final Duration LEASE = Duration.ofHours(24);

    private static final int MANY_RINGS = 32;
    private static final Duration FIRST_RECORD = Duration.ofSeconds(5);
    private static final int MANY_CALLS = 1_024;
    private static final long MANY_BYTES = 1L << 40;
    private static final int MOST_ROWS = 100;
    private static final KeyFingerprint AUTHORITY = key("ca");
    private static final Credentials SELF = new Credentials(key("1eaf"), AUTHORITY, List.of(NAME), ProtectionId.TLS13);

    private Credentials self = SELF;
    private RelayCore core;
    private Registry registry;
    private Optional<byte[]> left = Optional.empty();
    private final Map<Long, RelayedLink> relayed = new HashMap<>();
    private boolean relays = true;
    private int calls = MANY_CALLS;
    private int forEquipment = MANY_RINGS;

    ServerParty(Scene scene, Host host, Disk disk) {
        super(scene, host, disk, Fault.SERVER_KILLED);
    }

    private RelaySettings settings() {
        return new RelaySettings(
                "ringback",
                Duration.ofSeconds(180),
                Duration.ofSeconds(25),
                LEASE,
                Probe.OFF,
                forEquipment,
                1_024,
                new Relaying(relays, calls, MANY_BYTES, MANY_BYTES, MANY_BYTES, MANY_BYTES, MANY_BYTES),
                List.of(ADDRESS),
                new ServerPins(List.of(AUTHORITY, key("bac0"))));
    }

    private static KeyFingerprint key(String hex) {
        return new KeyFingerprint(hex + "0".repeat(2 * KeyFingerprint.LENGTH - hex.length()));
    }

    static InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, PORT);
    }

    @Override
    RelayCore core() {
        return core;
    }

    List<Registration> rows() {
        return registry.page(Optional.empty(), MOST_ROWS);
    }

    Optional<Registration> row(EquipmentId id) {
        return registry.find(id, simulation().moment());
    }

    /** Its bundle is exchanged: connections end, and its successor has what it left. */
    void exchange() {
        left = Optional.of(core.leave());
        kill(true);
        start();
    }

    /** From now on another key, of another authority, answers at the server's address. */
    void impersonate() {
        self = new Credentials(key("bad"), key("bad"), List.of(NAME), ProtectionId.TLS13);
    }

    /** From now on so many rings for one piece of equipment may be pending. */
    void ringsForEquipment(int most) {
        forEquipment = most;
        event(new RelayEvent.Configure(settings()));
    }

    /** From now on no ring is relayed, and nobody is told of a relay. */
    void relaysNothing() {
        relays = false;
        event(new RelayEvent.Configure(settings()));
    }

    /** From now on so many calls are relayed at most, and whoever wants more hears so. */
    void relaysAtMost(int most) {
        calls = most;
        event(new RelayEvent.Configure(settings()));
    }

    CompletableFuture<String> enrol(EquipmentId id) {
        return enrol(id, Role.ACCEPTOR);
    }

    CompletableFuture<String> enrol(EquipmentId id, Role role) {
        return command(request -> new RelayEvent.Enrol(request, id, role, Protections.NAMES.running()));
    }

    CompletableFuture<Revocation> revoke(EquipmentId id) {
        return command(request -> new RelayEvent.Revoke(request, id));
    }

    @Override
    void boot() {
        registry = left.isPresent() ? registry : new InMemoryRegistry();
        core = new RelayCore(
                settings(),
                scene().toolbox(),
                registry,
                simulation().fork(),
                (table, reader) -> disk().table(table).forEach(reader),
                connection -> Optional.ofNullable(end(connection))
                        .map(end -> end.link().roundTrip()),
                simulation().moment(),
                left);
        left = Optional.empty();
        for (InetSocketAddress socket : List.of(at(host().ipv4()), at(host().ipv6()))) {
            hearDatagrams(socket);
            scene().tcp().listen(host(), socket, false, this::came);
        }
    }

    private void came(End end) {
        long number = accept(end);
        if (end.inClear()) {
            AtomicBoolean spoke = new AtomicBoolean();
            later(FIRST_RECORD, () -> {
                if (!spoke.get()) {
                    turnAway(number);
                }
            });
            end.use(new ClearUser() {
                @Override
                public void received(byte[] message) {
                    spoke.set(true);
                    event(new RelayEvent.RelayBind(number, message));
                }

                @Override
                public void over(Kind how, String why) {
                    forget(number);
                    event(new Event.Closed(number, how, why));
                }
            });
        } else {
            use(number, Door.SERVER_TCP, self, device -> true);
        }
    }

    @Override
    void died() {
        relayed.clear();
    }

    @Override
    void own(Action action) {
        if (action instanceof Action.SendDatagram send) {
            scene().udp().send(host(), send.from(), send.to(), send.bytes());
        } else if (action instanceof RelayAction.Alarm alarm) {
            scene().referee().alarm(alarm.message());
        } else if (action instanceof RelayAction.Join join) {
            join(join);
        } else if (action instanceof RelayAction.Part part) {
            Optional.ofNullable(relayed.get(part.number())).ifPresent(link -> link.part("cut"));
        } else if (action instanceof RelayAction.Refuse refuse) {
            End end = end(refuse.leg().connection());
            end.send(refuse.leg().answer());
            end.close();
        } else if (action instanceof RelayAction.TurnAway away) {
            turnAway(away.connection());
        }
    }

    private void turnAway(long connection) {
        End end = end(connection);
        if (end != null) {
            forget(connection);
            end.abort();
        }
    }

    private void join(RelayAction.Join join) {
        End issuer = end(join.issuer().connection());
        End acceptor = end(join.acceptor().connection());
        long life = life();
        RelayedLink link = scene().tcp().join(issuer, acceptor, bytes -> {
            if (life == life()) {
                over(join.number(), bytes);
            }
        });
        forget(join.issuer().connection());
        forget(join.acceptor().connection());
        relayed.put(join.number(), link);
        link.tell(link.answerer(), join.issuer().answer());
        link.tell(link.dialler(), join.acceptor().answer());
    }

    private void over(long number, long bytes) {
        relayed.remove(number);
        event(new RelayEvent.RelayCarried(number, bytes));
        event(new RelayEvent.RelayEnded(number));
    }
}
