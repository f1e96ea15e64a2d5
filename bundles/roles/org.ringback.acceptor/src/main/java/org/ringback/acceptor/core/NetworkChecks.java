package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.NetworkReport.Family;
import org.ringback.api.control.RefusedException;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.AddressFamilies;
import org.ringback.kernel.Event;
import org.ringback.kernel.Meeting;
import org.ringback.kernel.NetworkCheck;
import org.ringback.kernel.PathMtuSource;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Turn;
import org.ringback.spi.ServerPins;

/**
 * Looks at the network between this gateway and its servers, one look at a time: with the keys of the first equipment of
 * each server. A gateway listens nowhere, so nobody is asked to dial it back. Belongs to the core's thread.
 */
final class NetworkChecks {
    private final Context context;
    private final EquipmentTable table;
    private final PathMtuSource mtus;
    private Optional<AcceptorEvent.CheckNetwork> command = Optional.empty();
    private List<AtServer> servers = List.of();

    /** What equipment must have in common to be one question. */
    private record Server(List<String> servers, ServerPins pins) {}

    NetworkChecks(Context context, EquipmentTable table, PathMtuSource mtus) {
        this.context = context;
        this.table = table;
        this.mtus = mtus;
    }

    void begin(AcceptorEvent.CheckNetwork asked, Turn turn) throws RefusedException {
        if (command.isPresent()) {
            throw new RefusedException(
                    "netcheck: another one is under way (expected: one at once; ask again in a moment)");
        }
        Map<Server, AtServer> each = new LinkedHashMap<>();
        for (Equipment equipment : table.all()) {
            StoredEquipment self = equipment.self();
            each.computeIfAbsent(new Server(self.servers(), self.pins()), server -> new AtServer())
                    .equipment
                    .add(equipment);
        }
        if (each.isEmpty()) {
            throw new RefusedException(
                    "netcheck: no equipment has joined, so no server is known (expected: first join)");
        }
        command = Optional.of(asked);
        servers = List.copyOf(each.values());
        servers.forEach(server -> server.start(turn));
        settle(turn);
    }

    void resolved(Event.Resolved event, Turn turn) {
        checks().forEach(check -> check.resolved(event, turn));
    }

    void tick(Turn turn) {
        checks().forEach(check -> check.tick(turn));
    }

    long deadline() {
        return checks().stream().mapToLong(NetworkCheck::deadline).min().orElse(Long.MAX_VALUE);
    }

    private List<NetworkCheck> checks() {
        return servers.stream().flatMap(server -> server.check.stream()).toList();
    }

    private void settle(Turn turn) {
        if (command.isPresent() && servers.stream().allMatch(server -> server.report != null)) {
            List<NetworkReport> reports = servers.stream()
                    .map(server -> Objects.requireNonNull(server.report))
                    .toList();
            turn.act(new Action.Completed<>(command.get().request(), reports));
            command = Optional.empty();
            servers = List.of();
        }
    }

    /** One server and the equipment that is enrolled with it. */
    private final class AtServer implements NetworkCheck.User {
        private final List<Equipment> equipment = new ArrayList<>();
        private Optional<NetworkCheck> check = Optional.empty();
        private @Nullable NetworkReport report;

        void start(Turn turn) {
            Equipment first = equipment.get(0);
            StoredEquipment self = first.self();
            Optional<ProtectionId> protection = context.protection(self);
            if (protection.isEmpty()) {
                report(List.of(), Optional.of(barred(self)), turn);
                return;
            }
            ServerWay way = new ServerWay(
                    first.registrar().servers(),
                    Role.ACCEPTOR,
                    self.identity(),
                    self.pins(),
                    protection.get(),
                    Optional.empty(),
                    true);
            check = Optional.of(new NetworkCheck(context.owners(), context.random(), way, this));
            check.get().start(turn);
        }

        @Override
        public List<Instant> dates(Turn turn) {
            return context.time(equipment.get(0).self()).dates(turn.now());
        }

        @Override
        public OptionalInt mtu(long connection) {
            return mtus.of(connection);
        }

        @Override
        public boolean listen(long connection, InetSocketAddress local, Turn turn) {
            return false;
        }

        @Override
        public void stopListening(long connection, Turn turn) {
            // It never listens.
        }

        @Override
        public void over(List<NetworkPath> paths, ServerMisses misses, Turn turn) {
            boolean reached = paths.stream().anyMatch(NetworkPath::reached);
            report(paths, reached ? Optional.empty() : Optional.of(Trouble.of(misses)), turn);
            settle(turn);
        }

        private void report(List<NetworkPath> paths, Optional<Trouble> noTcp, Turn turn) {
            List<Equipment> absent = equipment.stream()
                    .filter(one -> !one.registrar().registered(turn.now()))
                    .toList();
            List<EquipmentId> names = equipment.stream().map(Equipment::name).toList();
            List<EquipmentId> deaf = noTcp.isEmpty() ? List.of() : byTcp(absent);
            List<Family> families = AddressFamilies.of(paths);
            Optional<Trouble> trouble = absent.stream()
                    .findFirst()
                    .flatMap(one -> trouble(one, turn))
                    .or(() -> noTcp);
            String ring;
            if (!absent.isEmpty()) {
                ring = notReached(absent, turn);
            } else if (deaf.isEmpty()) {
                ring = "Rings reach " + some(names) + " here"
                        + noTcp.map(why -> ", directly or not at all, as " + why.why())
                                .orElseGet(() -> by(families, paths));
            } else {
                ring = "No ring reaches " + some(deaf)
                        + ": it is registered, by UDP, and is woken, but takes its rings by" + " TCP, and "
                        + noTcp.orElseThrow().why();
            }
            report = new NetworkReport(
                    equipment.get(0).self().servers(),
                    names,
                    paths,
                    families,
                    udp(absent.size(), turn),
                    absent.isEmpty() && deaf.isEmpty(),
                    ring,
                    trouble.map(Trouble::next).orElse(""));
        }

        /** Registered equipment that is rung by other systems than datagram, which needs no connection to the server. */
        private List<EquipmentId> byTcp(List<Equipment> absent) {
            return equipment.stream()
                    .filter(one -> !absent.contains(one))
                    .filter(one -> !Set.of(RingSystem.DATAGRAM).equals(one.systems()))
                    .map(Equipment::name)
                    .toList();
        }

        private String notReached(List<Equipment> absent, Turn turn) {
            return "No ring reaches "
                    + some(absent.stream().map(Equipment::name).toList()) + ": it is not registered"
                    + trouble(absent.get(0), turn)
                            .map(why -> ", as " + why.why())
                            .orElse("");
        }

        private Optional<Trouble> trouble(Equipment one, Turn turn) {
            Optional<Trouble> barred =
                    context.protection(one.self()).isEmpty() ? Optional.of(barred(one.self())) : Optional.empty();
            return barred.or(() -> one.registrar().trouble(turn.now()));
        }

        private Trouble barred(StoredEquipment self) {
            return new Trouble(context.notAllowed(self), "choose another in the configuration");
        }

        /** What the registrations show of UDP. */
        private String udp(int absent, Turn turn) {
            Optional<Duration> answered = equipment.stream()
                    .flatMap(one -> one.registrar().answered(turn.now()).stream())
                    .min(Comparator.naturalOrder());
            Optional<InetSocketAddress> seen = equipment.stream()
                    .flatMap(one -> one.registrar().reflexive().stream())
                    .findFirst();
            int moves =
                    equipment.stream().mapToInt(one -> one.registrar().moves()).sum();
            return (equipment.size() - absent) + " of " + equipment.size() + " registered"
                    + answered.map(ago -> ", answered " + ago.toSeconds() + " s ago")
                            .orElse(", none answered since the start")
                    + seen.map(at -> ", seen at " + AddressText.print(at)).orElse("")
                    + (moves == 0 ? "" : "; that changed " + moves + " times since the start");
        }
    }

    /** By which way rings are answered, as far as this end's network decides it. */
    private static String by(List<Family> families, List<NetworkPath> paths) {
        if (families.stream().allMatch(family -> family.nat() == Nat.NONE || family.nat() == Nat.UNKNOWN)) {
            return "; by which way cannot be told, as the server did not tell where it sees this machine";
        }
        String otherwise = paths.stream().anyMatch(NetworkPath::relays)
                ? "through the server's relay"
                : "not at all, as the server does not relay";
        if (families.stream().anyMatch(family -> family.nat() == Nat.LOOPBACK)) {
            return ", directly from this machine; the server is on it too, so from elsewhere it cannot be told";
        }
        Meeting meeting = Meeting.of(families, paths);
        return meeting.possible()
                ? ", directly over " + meeting.over() + ", unless " + meeting.unless("the issuer") + "; then "
                        + otherwise
                : ", directly where the issuer's network lets anybody call in; else " + otherwise;
    }

    private static String some(List<EquipmentId> names) {
        return names.get(0) + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
    }
}
