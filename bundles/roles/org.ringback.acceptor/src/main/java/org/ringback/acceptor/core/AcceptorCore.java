package org.ringback.acceptor.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Page;
import org.ringback.api.RingStory;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Action;
import org.ringback.kernel.AnsweredServices;
import org.ringback.kernel.Core;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.PathMtuSource;
import org.ringback.kernel.Stories;
import org.ringback.kernel.Turn;
import org.ringback.kernel.UnservedRing;
import org.ringback.kernel.Unwritten;
import org.ringback.store.Change;

/**
 * The acceptor's side of the protocol without I/O: events in, actions out (docs/protocol.md). Belongs to one thread;
 * the same events, times and random bits give the same actions.
 */
public final class AcceptorCore implements Core {
    /** The party in the stories of this core. */
    static final String PARTY = "acceptor";

    /** The table of the stories of the latest rings; used by the driver. */
    public static final String STORIES = "acceptor.stories";

    private final Context context;
    private final Unwritten unwritten = new Unwritten(this::record);
    private final DialRules rules;
    private final EquipmentTable table;
    private final DatagramReports reports;
    private final AnsweredRings rings;
    private final GrantEnds ends;
    private final Permissions permissions;
    private final Joins joins;
    private final SecondConnections seconds;
    private final Datagrams datagrams;
    private final NetworkChecks networkChecks;
    private final Overview overview;
    private boolean leaving;

    /**
     * Makes the core with the records on disk; it begins with the first {@link Event.Tick}.
     *
     * @param stored gives a table's records by key
     * @param lost tells, by table and key, whether the store lost a record's lasting change: if a password is lost,
     *     none is right, and a key whose revocation is lost stays revoked
     * @param primitives the crypto that a core may call
     * @param random gives all random bits; secure outside tests
     * @param commits gives the number of the store's last commit, for the server to remember
     * @param services tells what answers conversations
     * @param settings the configuration
     * @param mtus tells how long a packet the path of a connection takes
     * @throws IllegalArgumentException if a record cannot be read
     */
    public AcceptorCore(
            Function<String, Map<String, byte[]>> stored,
            BiPredicate<String, String> lost,
            CoreCrypto primitives,
            RandomGenerator random,
            LongSupplier commits,
            AnsweredServices services,
            AcceptorSettings settings,
            PathMtuSource mtus) {
        context = new Context(lost, primitives, random, commits, services, settings);
        rules = DialRules.ofGateway(settings.dialable());
        table = new EquipmentTable(context, rules);
        reports = new DatagramReports(context);
        rings = new AnsweredRings(context, new RingPolicy(context, rules));
        ends = new GrantEnds(context, table, rings);
        permissions = new Permissions(context, table, rings);
        joins = new Joins(context, table, rings);
        seconds = new SecondConnections(context, table, rings, permissions);
        datagrams = new Datagrams(context, table, reports, rings, seconds);
        networkChecks = new NetworkChecks(context, table, mtus);
        overview = new Overview(context, rules, table, rings);
        stored.apply(Records.TIME).forEach((name, record) -> context.foundTime(name, Records.time(record)));
        table.load(stored);
        stored.apply(Records.JOINS).forEach((name, record) -> joins.load(StoredEquipment.of(name, record)));
    }

    @Override
    public List<Action> handle(Event event, Moment now) {
        Turn turn = new Turn(now, unwritten);
        if (event instanceof Event.Datagram datagram) {
            datagrams.received(datagram, turn);
        } else if (event instanceof Event.Tick) {
            tick(turn);
        } else if (event instanceof AcceptorEvent own) {
            handle(own, turn);
        } else if (event instanceof Event.CallStands stands) {
            rings.stands(stands, table.find(stands.facts().equipment()), turn);
        } else if (event instanceof Event.CallMoves moves) {
            rings.moves(moves.connection(), table, turn);
        } else if (event instanceof Event.CallUnserved unserved) {
            UnservedRing.tell(unserved, context.owners(), context.stories(), context.services()::of);
        } else if (event instanceof Event.NotWritten failed) {
            context.metrics().count(AcceptorMetric.STORE_NOT_WRITTEN);
            unwritten.failed(failed, turn, (connection, why) -> context.owners().notWritten(connection, why, turn));
        } else {
            if (event instanceof Event.Resolved resolved) {
                table.resolved(resolved, turn);
                networkChecks.resolved(resolved, turn);
            }
            context.owners().handle(event, turn);
        }
        ends.advance(turn);
        rings.advance(turn);
        if (leaving && rings.atRest() && seconds.atRest() && reports.size() == 0) {
            leaving = false;
            turn.act(new AcceptorAction.AtRest());
        }
        return turn.actions();
    }

    /** Leaves what a successor in this process must know beside the records on disk; holds keys. */
    public void leave(EstateWriter out) {
        context.leave(out);
        rings.leave(out);
        table.leave(out);
        datagrams.leave(out);
    }

    /**
     * Takes what a predecessor in this process left, before the first event.
     *
     * @param in what {@link #leave} wrote
     * @param now the time
     * @return the datagrams that came for it at the end, to be given to this one behind the first {@link Event.Tick}
     */
    public List<Event> inherit(EstateReader in, Moment now) {
        context.inherit(in);
        rings.inherit(in);
        table.inherit(in, now);
        return Datagrams.kept(in);
    }

    private void handle(AcceptorEvent event, Turn turn) {
        if (event instanceof AcceptorEvent.Join join) {
            turn.command(join.request(), () -> joins.begin(join, turn));
        } else if (event instanceof AcceptorEvent.SetPassword password) {
            turn.command(password.request(), () -> permissions.password(password, turn));
        } else if (event instanceof AcceptorEvent.MakeGrant grant) {
            turn.command(grant.request(), () -> permissions.grant(grant, turn));
        } else if (event instanceof AcceptorEvent.Revoke revoke) {
            turn.command(revoke.request(), () -> permissions.revoke(revoke, turn));
        } else if (event instanceof AcceptorEvent.Suspend suspend) {
            turn.command(suspend.request(), () -> new Suspensions(table, rings).set(suspend, turn));
        } else if (event instanceof AcceptorEvent.HangUp hangUp) {
            turn.command(hangUp.request(), () -> new HangUps(table, rings).begin(hangUp, turn));
        } else if (event instanceof AcceptorEvent.Depart depart) {
            turn.command(depart.request(), () -> new Departure(table, rings, joins).begin(depart, turn));
        } else if (event instanceof AcceptorEvent.Rename rename) {
            turn.command(rename.request(), () -> new Renaming(table, rings, joins).equipment(rename, turn));
        } else if (event instanceof AcceptorEvent.RenamePerson rename) {
            turn.command(rename.request(), () -> new Renaming(table, rings, joins).person(rename, turn));
        } else if (event instanceof AcceptorEvent.CheckNetwork check) {
            turn.command(check.request(), () -> networkChecks.begin(check, turn));
        } else if (event instanceof AcceptorEvent.SendFailed failed) {
            context.metrics().count(AcceptorMetric.UDP_SEND_FAILED);
            table.all().forEach(equipment -> equipment.registrar().sendFailed(failed, turn));
        } else if (event instanceof AcceptorEvent.NetworkChanged) {
            context.metrics().count(AcceptorMetric.NETWORK_CHANGED);
            context.owners().dialling(EquipmentRequest.class).forEach(request -> request.dial(turn));
            table.all().forEach(equipment -> equipment.registrar().networkChanged(turn));
        } else if (event instanceof AcceptorEvent.OwnAddresses own) {
            rules.interfaces(own.addresses());
        } else if (event instanceof AcceptorEvent.Configure configure) {
            context.settings(configure.settings());
            rules.dialable(configure.settings().dialable());
            rings.judge(table, turn);
            table.configured(turn);
            table.tick(turn);
        } else if (event instanceof AcceptorEvent.WithdrawalWritten written) {
            table.at(written.place())
                    .ifPresent(equipment -> equipment.withdrawals().written(written.withdrawal()));
        } else if (event instanceof AcceptorEvent.AlarmsWritten written) {
            table.at(written.place())
                    .ifPresent(equipment -> equipment.usedTwice().written(written));
        } else if (event instanceof AcceptorEvent.GrantWritten written) {
            permissions.granted(written, turn);
        } else if (event instanceof AcceptorEvent.Leave) {
            leaving = true;
            datagrams.leave();
        } else if (event instanceof AcceptorEvent.Stop) {
            table.all().forEach(equipment -> equipment.registrar().deregister(turn));
        }
    }

    private void tick(Turn turn) {
        context.owners().tick(turn);
        table.tick(turn);
        reports.tick(turn);
        seconds.tick(turn);
        networkChecks.tick(turn);
        if (unwritten.due(turn.nanos())) {
            turn.persist(List.of());
        }
    }

    @Override
    public long nextDeadline() {
        return Collections.min(List.of(
                context.owners().deadline(),
                unwritten.deadline(),
                table.deadline(),
                reports.deadline(),
                seconds.deadline(),
                networkChecks.deadline(),
                ends.deadline(),
                rings.deadline()));
    }

    /** {@return the local names of all equipment that has joined, in order} */
    public List<EquipmentId> joined() {
        return table.all().stream().map(Equipment::name).toList();
    }

    /**
     * Gives the state of a page of the equipment.
     *
     * @param after the last name of the page before; empty for the first page
     * @param limit at most so many
     * @param now the time
     * @return by local name
     */
    public Page<EquipmentStatus> equipment(Optional<EquipmentId> after, int limit, Moment now) {
        return table.page(after, limit, equipment -> overview.status(equipment, now));
    }

    /** {@return the state of one piece of equipment, if it has joined} */
    public Optional<EquipmentStatus> equipment(EquipmentId name, Moment now) {
        return table.find(name).map(equipment -> overview.status(equipment, now));
    }

    /** {@return what the owner should do, in words} */
    public List<String> warnings(Moment now) {
        return overview.warnings(now);
    }

    /** {@return how much of each limit is used} */
    public List<LimitUse> limits(Moment now) {
        return new GatewayLimits(context, table, rings).all(now);
    }

    /** The change that brings a record on disk to its state in memory. */
    private Change record(String name, String key) {
        return switch (name) {
            case Records.JOINS -> joins.record(key);
            case Records.TIME -> context.timeRecord(key);
            default -> table.record(name, key);
        };
    }

    /** {@return how many connections are opening or open, including call-backs} */
    public int connections() {
        return context.owners().size();
    }

    /** {@return how many reports of datagram rings wait for their acknowledgement} */
    public int pendingReports() {
        return reports.size();
    }

    /** {@return this party's stories, latest first} */
    public List<RingStory> stories() {
        return context.stories().snapshot();
    }

    /** {@return the same stories, for whoever keeps them on disk, on the same thread} */
    public Stories kept() {
        return context.stories();
    }

    /** {@return the counters, for whoever counts on the same thread} */
    public Metrics metrics() {
        return context.metrics();
    }

    @Override
    public List<EndedRing> takeEnded() {
        return context.stories().takeEnded();
    }

    /** {@return the counters, by name} */
    public SortedMap<String, Long> counters() {
        return context.metrics().snapshot();
    }
}
