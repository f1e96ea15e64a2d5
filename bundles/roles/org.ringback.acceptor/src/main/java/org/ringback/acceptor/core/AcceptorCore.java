package org.ringback.acceptor.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.RingStory;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.kernel.CoreCrypto;

/**
 * The acceptor's side of the protocol without I/O: events in, actions out (docs/protocol.md). Belongs to one thread;
 * the same events, times and random bits give the same actions.
 */
public final class AcceptorCore {
    /** The tables of the store that are read at the start and written by {@link AcceptorAction.Persist}. */
    public static final List<String> TABLES = Records.TABLES;

    private final Kit kit;
    private final DialRules rules;
    private final Errands errands = new Errands();
    private final Household household;
    private final DatagramReports reports;
    private final Rings rings;
    private final Permissions permissions;
    private final Withdrawals withdrawals;
    private final Joins joins;
    private final SecondConnections seconds;
    private final DatagramDoor door;
    private final Overview overview;

    /**
     * Begins with what is on disk; the first {@link AcceptorEvent.Tick} sets it going.
     *
     * @param stored the records of each table of {@link #TABLES}
     * @param primitives pure functions of the crypto services
     * @param random secure outside tests
     * @param commits how often the store was written, for the server to remember
     * @param settings what the owner chose
     * @throws IllegalArgumentException if a record cannot be read
     */
    public AcceptorCore(
            Map<String, Map<String, byte[]>> stored,
            CoreCrypto primitives,
            RandomGenerator random,
            LongSupplier commits,
            AcceptorSettings settings) {
        kit = new Kit(primitives, random, commits, settings);
        rules = new DialRules(settings.dialable());
        household = new Household(kit, errands, rules);
        reports = new DatagramReports(kit);
        rings = new Rings(kit, errands, new Judge(kit, rules));
        withdrawals = new Withdrawals(kit, errands, household);
        permissions = new Permissions(kit, errands, household, rings, withdrawals);
        joins = new Joins(kit, errands, household, rings);
        seconds = new SecondConnections(kit, errands, household, rings, permissions);
        door = new DatagramDoor(kit, household, reports, rings, seconds, withdrawals);
        overview = new Overview(kit, household, rings, withdrawals);
        Household.table(stored, Records.TIME).forEach((name, record) -> kit.foundTime(name, Records.time(record)));
        household.load(stored);
        Household.table(stored, Records.JOINS)
                .forEach((id, record) -> joins.load(StoredEquipment.of(new EquipmentId(id), record)));
    }

    /**
     * Takes what the store knows of records that were written for good and are not there: of a password that is lost none
     * is right, and a key whose revocation is lost stays revoked. Before the first event.
     *
     * @param records tells whether one is lost, by table and key
     */
    public void lost(BiPredicate<String, String> records) {
        household.lost(records);
    }

    /**
     * Takes one event.
     *
     * @param event what happened
     * @param now when
     * @return what to do, in order
     */
    public List<AcceptorAction> handle(AcceptorEvent event, Moment now) {
        Turn turn = new Turn(now);
        if (event instanceof AcceptorEvent.Datagram datagram) {
            door.received(datagram, turn);
        } else if (event instanceof AcceptorEvent.Tick) {
            tick(turn);
        } else if (event instanceof AcceptorEvent.Established established) {
            errands.established(established, turn);
        } else if (event instanceof AcceptorEvent.Received received) {
            errands.received(received, turn);
        } else if (event instanceof AcceptorEvent.Malformed malformed) {
            errands.malformed(malformed, turn);
        } else if (event instanceof AcceptorEvent.Closed closed) {
            errands.closed(closed, turn);
        } else if (event instanceof AcceptorEvent.Resolved resolved) {
            household.resolved(resolved, turn);
            joins.resolved(resolved);
            errands.resolved(resolved.server(), turn);
        } else {
            command(event, turn);
        }
        rings.advance(turn);
        return turn.actions();
    }

    private void command(AcceptorEvent event, Turn turn) {
        if (event instanceof AcceptorEvent.Join join) {
            joins.begin(join, turn);
        } else if (event instanceof AcceptorEvent.SetPassword password) {
            permissions.password(password, turn);
        } else if (event instanceof AcceptorEvent.MakeGrant grant) {
            permissions.grant(grant, turn);
        } else if (event instanceof AcceptorEvent.Revoke revoke) {
            permissions.revoke(revoke, turn);
        } else if (event instanceof AcceptorEvent.SendFailed failed) {
            kit.tally().count("udp.send-failed");
            household.all().forEach(equipment -> equipment.registrar().sendFailed(failed, turn));
        } else if (event instanceof AcceptorEvent.NetworkChanged) {
            kit.tally().count("network.changed");
            errands.networkChanged(turn);
            household.all().forEach(equipment -> equipment.registrar().networkChanged(turn));
        } else if (event instanceof AcceptorEvent.OwnAddresses own) {
            rules.interfaces(own.addresses());
        } else if (event instanceof AcceptorEvent.Configure configure) {
            kit.settings(configure.settings());
            rules.dialable(configure.settings().dialable());
            household.configured(turn);
            household.tick(turn);
        } else if (event instanceof AcceptorEvent.PersistFailed failed) {
            kit.tally().count("store.not-written");
            failed.dropped().forEach(action -> dropped(action, failed.why(), turn));
        } else if (event instanceof AcceptorEvent.WithdrawalWritten written) {
            household
                    .find(written.equipment())
                    .ifPresent(equipment -> equipment.withdrawals().written(written.withdrawal()));
        } else if (event instanceof AcceptorEvent.Stop) {
            household.all().forEach(equipment -> equipment.registrar().deregister(turn));
        }
    }

    private void dropped(AcceptorAction action, String why, Turn turn) {
        if (action instanceof AcceptorAction.Completed completed) {
            turn.act(new AcceptorAction.Failed(completed.request(), "store: " + why + " (expected: room to write)"));
        } else if (action instanceof AcceptorAction.Send send) {
            errands.notWritten(send.connection(), why, turn);
        } else if (action instanceof AcceptorAction.DialServer dial) {
            errands.notWritten(dial.connection(), why, turn);
        } else if (action instanceof AcceptorAction.Persist persist) {
            persist.then().forEach(behind -> dropped(behind, why, turn));
        }
    }

    private void tick(Turn turn) {
        errands.tick(turn);
        household.tick(turn);
        withdrawals.tick(turn);
        reports.tick(turn);
        seconds.tick(turn);
    }

    /**
     * When a tick is wanted.
     *
     * @return monotonic nanoseconds, in the past if at once; {@link Long#MAX_VALUE} for never
     */
    public long nextDeadline() {
        return LongStream.of(
                        errands.deadline(),
                        household.deadline(),
                        withdrawals.deadline(),
                        reports.deadline(),
                        seconds.deadline(),
                        rings.deadline())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * The key that goes into a piece of equipment's password information.
     *
     * @param id which
     * @return the key, or empty if it has not joined
     */
    public Optional<KeyFingerprint> key(EquipmentId id) {
        return household.find(id).map(equipment -> equipment.self().key());
    }

    /**
     * How each piece of equipment is.
     *
     * @param now the time
     * @return a copy, by ID
     */
    public List<EquipmentStatus> equipment(Moment now) {
        return overview.equipment(now);
    }

    /** {@return what the owner should do, in words} */
    public List<String> warnings(Moment now) {
        return overview.warnings(now);
    }

    /** {@return how many connections are under way or stand, call-backs among them} */
    public int connections() {
        return errands.size();
    }

    /** {@return how many reports of datagram rings wait to be acknowledged} */
    public int pendingReports() {
        return reports.size();
    }

    /** {@return this party's stories, latest first} */
    public List<RingStory> stories() {
        return kit.stories().snapshot();
    }

    /** {@return what was counted, by reason} */
    public SortedMap<String, Long> counters() {
        return kit.tally().snapshot();
    }
}
