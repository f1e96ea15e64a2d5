package org.ringback.issuer.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Presence;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Turn;
import org.ringback.spi.ServerPins;

/**
 * One question whether equipment is there: asks each server once, several side by side, with the key and the protection
 * that a ring would take. Belongs to the core's thread.
 */
final class PresenceTask implements Task, PresenceAtServer.Listener {
    /** Most questions at once. */
    static final int MAX_AT_ONCE = 4;
    /** Most servers asked at once. */
    static final int SERVERS_AT_ONCE = 8;
    /** How long a question may take. */
    static final Duration LIMIT = Duration.ofSeconds(3);

    private final IssuerEvent.AskPresence command;
    private final Context context;
    private final Map<EquipmentId, Presence> told = new HashMap<>();
    private final Deque<PresenceAtServer> waiting = new ArrayDeque<>();
    private final Set<PresenceAtServer> running = new LinkedHashSet<>();
    private long deadline = Long.MAX_VALUE;
    private boolean beginning;
    private boolean over;

    /** What equipment must have in common to be asked for on one connection. */
    private record Server(List<String> servers, ServerPins pins, KeyFingerprint self, ProtectionId by) {}

    PresenceTask(IssuerEvent.AskPresence command, KnownServers servers, IssuerSettings settings, Context context) {
        this.command = command;
        this.context = context;
        Map<Server, PresenceAtServer> all = new LinkedHashMap<>();
        for (EquipmentId equipment : new LinkedHashSet<>(command.equipment())) {
            Optional<GrantRecord> grant = context.records().grant(equipment);
            Optional<IssuerKey> self =
                    grant.flatMap(one -> context.records().key(one.route().pins()));
            if (grant.isEmpty() || self.isEmpty()) {
                told(PresenceAnswer.untold(equipment, Words.noGrant(equipment), ""));
                continue;
            }
            ServerEntry route = grant.get().route();
            try {
                ProtectionId by = ProtectionChoice.of(
                        Optional.empty(),
                        settings.protection(),
                        route.protections(),
                        "of this issuer with the server of " + equipment,
                        context.crypto().protections());
                ServerWay way = new ServerWay(
                        servers.route(route.servers()),
                        Role.ISSUER,
                        self.get().encoded(),
                        route.pins(),
                        by,
                        settings.local(),
                        false);
                // [PRES-9] The issuer asks each server on one connection of its own, for all its equipment in turn
                all.computeIfAbsent(
                                new Server(
                                        route.servers(),
                                        route.pins(),
                                        self.get().fingerprint(),
                                        by),
                                server -> new PresenceAtServer(context, route, way, this))
                        .add(grant.get().names());
            } catch (RefusedException why) {
                told(PresenceAnswer.untold(
                        equipment, String.valueOf(why.getMessage()), String.join(", ", route.servers())));
            }
        }
        waiting.addAll(all.values());
    }

    void start(Turn turn) {
        deadline = turn.in(LIMIT);
        begin(turn);
    }

    private void begin(Turn turn) {
        if (beginning) {
            return; // a server that could not even be dialled makes room for the next one below
        }
        beginning = true;
        while (running.size() < SERVERS_AT_ONCE && !waiting.isEmpty()) {
            PresenceAtServer next = waiting.remove();
            running.add(next);
            next.dial(turn);
        }
        beginning = false;
        if (running.isEmpty() && !over) {
            complete(turn);
        }
    }

    private void complete(Turn turn) {
        over = true;
        deadline = Long.MAX_VALUE;
        List<Presence> answers = command.equipment().stream().map(told::get).toList();
        turn.act(new Action.Completed<>(command.request(), answers));
    }

    @Override
    public void told(Presence presence) {
        context.metrics()
                .count(
                        presence.state() == Presence.State.UNKNOWN
                                ? IssuerMetric.PRESENCE_NOT_TOLD
                                : IssuerMetric.PRESENCE_TOLD);
        told.put(presence.equipment(), presence);
    }

    @Override
    public void over(PresenceAtServer asked, Turn turn) {
        running.remove(asked);
        begin(turn);
    }

    @Override
    public long wakeAt() {
        return deadline;
    }

    @Override
    public void tick(Turn turn) {
        if (deadline <= turn.nanos()) {
            // [PRES-10] after 3 s the question is over, and what was not answered is not known.
            stop("the server did not answer within " + LIMIT.toSeconds() + " s", turn);
        }
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public void stop(String why, Turn turn) {
        waiting.forEach(server -> server.untold(why));
        waiting.clear();
        List.copyOf(running).forEach(server -> server.giveUp(why, turn));
    }
}
