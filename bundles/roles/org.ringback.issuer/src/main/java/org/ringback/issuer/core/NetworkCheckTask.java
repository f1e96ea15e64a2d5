package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.NetworkReport.Family;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.AddressFamilies;
import org.ringback.kernel.Event;
import org.ringback.kernel.NetworkCheck;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Turn;
import org.ringback.spi.ServerPins;

/**
 * One look at the network: asks every server of what may be rung where it sees this machine, and whether a connection
 * comes in there as a call-back would. Belongs to the core's thread.
 */
final class NetworkCheckTask implements Task {
    /** Most looks at once: a server dials a device back only now and then. */
    static final int MAX_AT_ONCE = 1;
    /** Most servers asked at once. */
    static final int SERVERS_AT_ONCE = 8;

    /** Most connections that came in and are left open meanwhile; one of each server is expected. */
    private static final int MOST_LEFT = 32;

    private static final String UDP = "an issuer uses none: it asks and is called back by TCP";

    private final IssuerEvent.CheckNetwork command;
    private final Context context;
    private final List<AtServer> all = new ArrayList<>();
    private final Deque<AtServer> waiting = new ArrayDeque<>();
    private final Set<AtServer> running = new LinkedHashSet<>();
    /** The connections that came in, until the look is over. */
    private final List<Long> left = new ArrayList<>();

    private boolean over;

    /** What equipment must have in common to be asked about at once. */
    private record Server(List<String> servers, ServerPins pins, KeyFingerprint self) {}

    /**
     * Makes a look that asks nothing yet.
     *
     * @throws RefusedException if nothing may be rung
     */
    NetworkCheckTask(IssuerEvent.CheckNetwork command, KnownServers servers, IssuerSettings settings, Context context)
            throws RefusedException {
        this.command = command;
        this.context = context;
        Map<Server, AtServer> each = new LinkedHashMap<>();
        for (String name : context.records().names()) {
            GrantRecord grant = context.records().grant(new EquipmentId(name)).orElseThrow();
            ServerEntry route = grant.route();
            Optional<IssuerKey> self = context.records().key(route.pins());
            if (self.isPresent()) {
                each.computeIfAbsent(
                                new Server(
                                        route.servers(),
                                        route.pins(),
                                        self.get().fingerprint()),
                                server -> new AtServer(route))
                        .add(grant.name(), self.get(), servers, settings);
            }
        }
        if (each.isEmpty()) {
            throw new RefusedException(
                    "netcheck: this issuer knows no server yet (expected: first accept-grant with the"
                            + " string of equipment's owner)");
        }
        all.addAll(each.values());
        waiting.addAll(all);
    }

    void start(Turn turn) {
        goOn(turn);
    }

    private void goOn(Turn turn) {
        while (running.size() < SERVERS_AT_ONCE && !waiting.isEmpty()) {
            AtServer next = waiting.remove();
            running.add(next);
            next.start(turn);
        }
        if (running.isEmpty() && waiting.isEmpty() && !over) {
            over = true;
            abortAll(turn);
            turn.act(new Action.Completed<>(
                    command.request(), all.stream().map(AtServer::report).toList()));
        }
    }

    void resolved(Event.Resolved event, Turn turn) {
        checks().forEach(check -> check.resolved(event, turn));
    }

    /** Whether a listener is one of these, which stands now. */
    boolean listening(long listener, Turn turn) {
        return checks().stream().anyMatch(check -> check.listening(listener, turn));
    }

    void notListening(long listener, Turn turn) {
        checks().forEach(check -> check.notListening(listener, turn));
    }

    /**
     * Whether a connection came in at a listener of these. It is left to its server, which closes it: one that is reset
     * before the server has noted that it stands would count as refused.
     */
    boolean incoming(IssuerEvent.Incoming event, Turn turn) {
        boolean here = checks().stream().anyMatch(check -> check.came(event.listener(), turn));
        if (here && !over && left.size() < MOST_LEFT) {
            left.add(event.connection());
            turn.act(new IssuerAction.AwaitHello(event.connection()));
        } else if (here) {
            turn.act(new Action.Abort(event.connection()));
        }
        return here;
    }

    private void abortAll(Turn turn) {
        left.forEach(connection -> turn.act(new Action.Abort(connection)));
        left.clear();
    }

    private List<NetworkCheck> checks() {
        return running.stream().flatMap(server -> server.check.stream()).toList();
    }

    @Override
    public long wakeAt() {
        return checks().stream().mapToLong(NetworkCheck::deadline).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void tick(Turn turn) {
        checks().forEach(check -> check.tick(turn));
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public void stop(String why, Turn turn) {
        over = true;
        waiting.clear();
        abortAll(turn);
        checks().forEach(check -> check.stop(why, turn));
        turn.act(new Action.Refused(command.request(), "netcheck: " + why));
    }

    /** One server. */
    private final class AtServer implements NetworkCheck.User {
        private final ServerEntry route;
        private final List<EquipmentId> equipment = new ArrayList<>();
        private Optional<NetworkCheck> check = Optional.empty();
        private String refusal = "";
        private @Nullable NetworkReport report;

        AtServer(ServerEntry route) {
            this.route = route;
        }

        void add(EquipmentId name, IssuerKey self, KnownServers servers, IssuerSettings settings) {
            equipment.add(name);
            if (equipment.size() > 1) {
                return;
            }
            try {
                ProtectionId by = ProtectionChoice.of(
                        Optional.empty(),
                        settings.protection(),
                        route.protections(),
                        "of this issuer with the server of " + name,
                        context.crypto().protections());
                ServerWay way = new ServerWay(
                        servers.route(route.servers()),
                        Role.ISSUER,
                        self.encoded(),
                        route.pins(),
                        by,
                        settings.local(),
                        true);
                check = Optional.of(new NetworkCheck(context.owners(), context.random(), way, this));
            } catch (RefusedException why) {
                refusal = String.valueOf(why.getMessage());
            }
        }

        void start(Turn turn) {
            if (check.isPresent()) {
                check.get().start(turn);
            } else {
                running.remove(this);
            }
        }

        NetworkReport report() {
            NetworkReport made = report;
            return made != null
                    ? made
                    : new NetworkReport(
                            route.servers(), equipment, List.of(), List.of(), UDP, false, refusal, "Configure another");
        }

        @Override
        public List<Instant> dates(Turn turn) {
            return List.of(route.time(turn.now().wall()));
        }

        @Override
        public OptionalInt mtu(long connection) {
            return context.mtus().of(connection);
        }

        @Override
        public boolean listen(long connection, InetSocketAddress local, Turn turn) {
            turn.act(new IssuerAction.Listen(connection, local));
            return true;
        }

        @Override
        public void stopListening(long connection, Turn turn) {
            turn.act(new IssuerAction.StopListening(connection));
        }

        @Override
        public void over(List<NetworkPath> paths, ServerMisses misses, Turn turn) {
            List<Family> families = AddressFamilies.of(paths);
            NetworkVerdict verdict = NetworkVerdict.of(equipment.get(0), paths, families, misses);
            report = new NetworkReport(
                    route.servers(), equipment, paths, families, UDP, verdict.good(), verdict.ring(), verdict.advice());
            running.remove(this);
            goOn(turn);
        }
    }
}
