package org.ringback.relay.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.ringback.api.EndedRing;
import org.ringback.api.Moment;
import org.ringback.api.RingStory;
import org.ringback.kernel.Action;
import org.ringback.kernel.Core;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Event;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Registry;
import org.ringback.kernel.Stories;
import org.ringback.kernel.Turn;
import org.ringback.kernel.Unwritten;
import org.ringback.store.Change;
import org.ringback.wire.StunView;

/**
 * The server's protocol (docs/protocol.md): takes events, dispatches them to the classes for enrolment, leases,
 * registration and rings, and returns their actions. Not thread-safe.
 */
public final class RelayCore implements Core {
    /** How often to drop what expires by the wall clock. */
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Unwritten unwritten = new Unwritten(this::record);
    private final Context context;
    private final Registry registry;
    private final Devices devices;
    private final Codes codes;
    private final UsedTwice usedTwice;
    private final Leases leases;
    private final Nonces nonces;
    private final Copies copies;
    private final Acquaintance acquaintance;
    private final PeerTable peers;
    private final Policies policies;
    private final RingTable rings;
    private final RelayedCalls relayed;
    private final CodeMaker codeMaker;
    private final Revoker revoker;
    private final UdpRequests udp;
    private final PresenceRequests presence;
    private final NetworkChecks networkChecks;
    private final TcpRequests tcp;
    private final RelayOverview overview;
    private long sweepAt;

    /**
     * Makes the core with the records on disk, and with what its predecessor in this process left. If there is nothing,
     * the equipment list is cleared: addresses come back with the next registrations.
     *
     * @param settings the operator's settings
     * @param crypto the crypto that a core may call
     * @param registry the equipment list
     * @param random gives all random bits
     * @param store reads a table
     * @param roundTrips tells the smallest round trip of a connection
     * @param now the time of the start
     * @param left what {@link #leave} gave; it is wiped
     * @throws IllegalStateException if a record on disk cannot be read
     */
    public RelayCore(
            RelaySettings settings,
            CoreCrypto crypto,
            Registry registry,
            RandomGenerator random,
            RecordSource store,
            RoundTripSource roundTrips,
            Moment now,
            Optional<byte[]> left) {
        this.context = new Context(settings, crypto, random, new Turn(now, unwritten));
        this.registry = registry;
        this.devices = new Devices(random, store);
        this.codes = new Codes(store);
        this.usedTwice = new UsedTwice(store);
        this.copies = new Copies(context, store);
        this.acquaintance = new Acquaintance(context, store);
        this.leases = new Leases(context, copies, devices, store);
        this.peers = new PeerTable(context, registry, this::connectionOver);
        ConnectionIds ids = new ConnectionIds(random);
        this.relayed = new RelayedCalls(context);
        Caller caller = new Caller(context, registry, leases, relayed);
        this.policies = new Policies(context, caller, peers, ids, store);
        PathFacts paths = new PathFacts(context, roundTrips, relayed, new RowPaths(context, registry, relayed));
        this.rings = new RingTable(context, devices, leases, peers, caller, ids, paths);
        this.revoker =
                new Revoker(context, registry, devices, codes, usedTwice, leases, copies, peers, rings, policies);
        this.codeMaker = new CodeMaker(context, devices, codes, peers);
        SecondRequests secondRequests = new SecondRequests(context, leases, peers, rings, policies);
        Optional<RelayEstate> before = left.flatMap(RelayEstate::read);
        this.nonces =
                before.map(estate -> new Nonces(context, estate.nonces())).orElseGet(() -> new Nonces(context, now));
        Registrar registrar = new Registrar(context, registry, devices, leases, nonces, usedTwice, copies);
        this.udp = new UdpRequests(context, registrar, rings, secondRequests, policies, new StunView());
        Enroller enroller = new Enroller(context, devices, codes, usedTwice, peers, revoker);
        this.presence = new PresenceRequests(context, devices, leases, caller, registry);
        this.networkChecks = new NetworkChecks(context, peers, devices, presence.budget, roundTrips);
        this.tcp = new TcpRequests(
                context,
                devices,
                peers,
                enroller,
                codeMaker,
                leases,
                rings,
                secondRequests,
                new WithdrawRequests(context, devices, codes, usedTwice, rings),
                presence,
                networkChecks);
        this.overview =
                new RelayOverview(context, devices, codes, copies, acquaintance, peers, policies, rings, networkChecks);
        this.sweepAt = now.nanos();
        before.ifPresentOrElse(
                estate -> {
                    leases.inherit(estate.registered());
                    rings.slowdown.inherit(estate.refused());
                    presence.budget.inherit(estate.asked());
                },
                registry::clear);
    }

    /**
     * Ends the rows of issuers, whose connections end now, and gives what a successor in this process needs beside the
     * records on disk and the equipment list. Pending rings are not in it: their issuers ring again.
     *
     * @return for the constructor; holds the nonce key
     */
    public byte[] leave() {
        peers.leaveAll();
        return new RelayEstate(nonces.state(), leases.left(), rings.slowdown.all(), presence.budget.left()).toBytes();
    }

    @Override
    public List<Action> handle(Event event, Moment now) {
        context.turn = new Turn(now, unwritten);
        if (event instanceof Event.Datagram datagram) {
            udp.received(datagram, now);
        } else if (event instanceof Event.Established established) {
            established(established, now);
        } else if (event instanceof Event.Received received) {
            with(received.connection(), peer -> tcp.received(peer, received.message(), now));
        } else if (event instanceof Event.Malformed malformed) {
            with(malformed.connection(), peer -> tcp.malformed(peer, malformed, now));
        } else if (event instanceof Event.Closed closed) {
            relayed.connectionOver(closed.connection(), closed.reason().detail(), now);
            with(closed.connection(), peer -> peers.over(peer, closed.reason().detail(), now));
        } else if (event instanceof Event.NotWritten failed) {
            notWritten(failed, now);
        } else if (event instanceof RelayEvent own) {
            handle(own, now);
        }
        // Event.Tick: only the time has changed.
        tick(now);
        return context.turn.actions();
    }

    private void handle(RelayEvent event, Moment now) {
        if (event instanceof RelayEvent.Enrol enrol) {
            context.turn.command(enrol.request(), () -> codeMaker.enrol(enrol, now));
        } else if (event instanceof RelayEvent.Revoke revoke) {
            context.turn.command(revoke.request(), () -> revoker.revoke(revoke, now));
        } else if (event instanceof RelayEvent.ClearAlarm clear) {
            context.turn.command(clear.request(), () -> copies.acknowledge(clear));
        } else if (event instanceof RelayEvent.Configure configure) {
            context.settings = configure.settings();
        } else if (event instanceof RelayEvent.DialledBack dialled) {
            networkChecks.dialledBack(dialled, now);
        } else if (event instanceof RelayEvent.Authority authority) {
            acquaintance.changed(authority);
        } else if (event instanceof RelayEvent.RelayBind bind) {
            relayed.bind(bind, now);
        } else if (event instanceof RelayEvent.RelayCarried carried) {
            relayed.carried(carried, now);
        } else if (event instanceof RelayEvent.RelayEnded ended) {
            relayed.ended(ended);
        }
    }

    /**
     * Runs something with the peer of a connection; does nothing before the peer is proved, and after the connection
     * was given up.
     */
    private void with(long connection, Consumer<Peer> then) {
        Peer peer = peers.find(connection);
        if (peer != null) {
            then.accept(peer);
        }
    }

    private void established(Event.Established event, Moment now) {
        Device device = devices.find(event.peer().key());
        peers.established(event, device, now);
        if (device != null && device.counts()) {
            acquaintance.met(event.connection(), device);
        }
    }

    @Override
    public long nextDeadline() {
        long next = Math.min(Math.min(sweepAt, unwritten.deadline()), registry.nextExpiry());
        next = Math.min(next, peers.nextDeadline());
        return Math.min(next, Math.min(rings.nextDeadline(), policies.nextDeadline()));
    }

    private void tick(Moment now) {
        rings.expire(now);
        policies.expire(now);
        peers.expire(now);
        if (registry.nextExpiry() <= now.nanos()) {
            registry.expire(now).forEach(row -> context.count(RelayMetric.UDP_EXPIRED));
        }
        if (sweepAt <= now.nanos()) {
            sweepAt = now.plus(SWEEP);
            List<Change> expired = new ArrayList<>(codes.expire(now));
            expired.addAll(leases.expire(now));
            if (!expired.isEmpty()) {
                context.turn.persist(expired);
            }
        }
        if (unwritten.due(now.nanos())) {
            context.turn.persist(List.of());
        }
    }

    private void connectionOver(Peer peer, String why, Moment now) {
        rings.connectionOver(peer, why, now);
        policies.connectionOver(peer, now);
    }

    /** What a record must be on disk, as memory has it now. */
    private Change record(String table, String key) {
        return switch (table) {
            case RelayTables.DEVICES -> devices.current(key);
            case RelayTables.PAIRS -> devices.pairs.current(key);
            case RelayTables.REVOKED_KEYS -> devices.currentRevokedKey(key);
            case RelayTables.LOST -> devices.pairs.currentLost(key);
            case RelayTables.USED_TWICE -> usedTwice.current(key);
            case RelayTables.CODES -> codes.current(key);
            case RelayTables.LEASES -> leases.current(key);
            case RelayTables.INSTANCES -> copies.current(key);
            case RelayTables.PROVED_UNDER -> acquaintance.current(key);
            case RelayTables.POLICIES -> policies.current(key);
            default -> throw new IllegalStateException("table: " + table + " (expected: one of this core's)");
        };
    }

    /** Nothing was acknowledged: who waits for it asks again, and everything it implies is then written again. */
    private void notWritten(Event.NotWritten event, Moment now) {
        context.count(RelayMetric.STORE_FAILED);
        unwritten.failed(
                event,
                context.turn,
                (connection, why) -> with(connection, peer -> {
                    context.turn.act(new Action.Abort(connection));
                    peers.over(peer, "the answer could not be stored", now);
                }));
    }

    /** {@return what people ask of the core, on the same loop} */
    public RelayOverview overview() {
        return overview;
    }

    /** {@return the stories of the latest rings, latest first} */
    public List<RingStory> stories() {
        return rings.stories.snapshot();
    }

    /** {@return the same stories, for whoever keeps them on disk, on the same loop} */
    public Stories kept() {
        return rings.stories;
    }

    @Override
    public List<EndedRing> takeEnded() {
        return rings.stories.takeEnded();
    }

    /** {@return a copy of all counters} */
    public SortedMap<String, Long> counters() {
        return context.metrics.snapshot();
    }

    /** {@return the counters, which the driver also uses, on the same loop} */
    public Metrics metrics() {
        return context.metrics;
    }
}
