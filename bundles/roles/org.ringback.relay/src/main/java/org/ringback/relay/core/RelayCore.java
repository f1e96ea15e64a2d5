package org.ringback.relay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Registry;
import org.ringback.api.RingStory;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.CoreCrypto;
import org.ringback.store.Change;

/**
 * The server's protocol (docs/protocol.md): who is enrolled, leased and registered, and the pending rings. Events go in,
 * actions come out; this class only dispatches. Not thread-safe.
 */
public final class RelayCore {
    /** How often what expires by the wall clock is looked through. */
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Context context;
    private final Registry registry;
    private final Devices devices;
    private final Codes codes;
    private final Leases leases;
    private final Copies copies;
    private final Acquaintance acquaintance;
    private final Connections connections;
    private final Policies policies;
    private final Rings rings;
    private final Stories stories = new Stories();
    private final CodeMaker codeMaker;
    private final Revoker revoker;
    private final UdpDoor udp;
    private final TcpDoor tcp;
    private long sweepAt;

    /**
     * Begins with what is on disk and an empty equipment list: addresses come back with the next registrations.
     *
     * @param settings the operator's
     * @param crypto pure functions
     * @param registry the equipment list; cleared
     * @param random where all random bits come from
     * @param store reads a table
     * @param now the time of the start
     * @throws IllegalStateException if a record on disk cannot be read
     */
    public RelayCore(
            RelaySettings settings,
            CoreCrypto crypto,
            Registry registry,
            RandomGenerator random,
            RecordSource store,
            Moment now) {
        this.context = new Context(settings, crypto, random, new Unwritten(this::current));
        this.registry = registry;
        this.devices = new Devices(random, store);
        this.codes = new Codes(store);
        this.copies = new Copies(context, store);
        this.acquaintance = new Acquaintance(context, store);
        this.leases = new Leases(context, copies, devices, store);
        this.connections = new Connections(context, registry, this::connectionOver);
        ConnectionIds ids = new ConnectionIds(random);
        Caller caller = new Caller(context, registry, leases);
        this.policies = new Policies(context, caller, connections, ids, store);
        this.rings = new Rings(context, devices, leases, connections, caller, ids, stories);
        this.revoker = new Revoker(context, registry, devices, codes, leases, copies, connections, rings, policies);
        this.codeMaker = new CodeMaker(context, devices, codes, connections);
        SecondRequests secondRequests = new SecondRequests(context, leases, connections, rings, policies);
        Registrar registrar = new Registrar(context, registry, devices, leases, new Nonces(context, now));
        this.udp = new UdpDoor(context, registrar, rings, secondRequests, policies);
        Enroller enroller = new Enroller(context, devices, codes, connections, revoker);
        this.tcp = new TcpDoor(
                context,
                devices,
                connections,
                enroller,
                codeMaker,
                leases,
                rings,
                secondRequests,
                new WithdrawRequests(context, devices, codes, rings));
        this.sweepAt = now.nanos();
        registry.clear();
    }

    /**
     * Takes one event.
     *
     * @param event what happened
     * @param now when
     * @return what to do, in this order
     */
    public List<RelayAction> handle(RelayEvent event, Moment now) {
        if (event instanceof RelayEvent.Datagram datagram) {
            udp.received(datagram, now);
        } else if (event instanceof RelayEvent.Received received) {
            Peer peer = connections.find(received.connection());
            if (peer != null) {
                tcp.received(peer, received.message(), now);
            }
        } else if (event instanceof RelayEvent.Established established) {
            Device device = devices.find(established.peer());
            connections.established(established, device, now);
            if (device != null && device.counts()) {
                acquaintance.met(established.connection(), device);
            }
        } else if (event instanceof RelayEvent.Closed closed) {
            Peer peer = connections.find(closed.connection());
            if (peer != null) {
                connections.over(peer, closed.why(), now);
            }
        } else if (event instanceof RelayEvent.Malformed malformed) {
            Peer peer = connections.find(malformed.connection());
            if (peer != null) {
                tcp.malformed(peer, malformed, now);
            }
        } else if (event instanceof RelayEvent.Enrol enrol) {
            codeMaker.enrol(enrol, now);
        } else if (event instanceof RelayEvent.Revoke revoke) {
            revoker.revoke(revoke, now);
        } else if (event instanceof RelayEvent.ClearAlarm clear) {
            copies.acknowledge(clear);
        } else if (event instanceof RelayEvent.PersistFailed failed) {
            persistFailed(failed, now);
        } else if (event instanceof RelayEvent.Configure configure) {
            context.settings(configure.settings());
        } else if (event instanceof RelayEvent.Authority authority) {
            acquaintance.changed(authority);
        }
        // RelayEvent.Tick brings nothing but the time.
        tick(now);
        return context.out().drain();
    }

    /** {@return the monotonic nanoseconds at which a Tick is wanted at the latest} */
    public long nextDeadline() {
        long next = Math.min(sweepAt, registry.nextExpiry());
        next = Math.min(next, connections.nextDeadline());
        return Math.min(next, Math.min(rings.nextDeadline(), policies.nextDeadline()));
    }

    private void tick(Moment now) {
        rings.expire(now);
        policies.expire(now);
        connections.expire(now);
        if (registry.nextExpiry() <= now.nanos()) {
            registry.expire(now).forEach(row -> context.counts().add("udp.expired"));
        }
        if (sweepAt <= now.nanos()) {
            sweepAt = now.plus(SWEEP);
            List<Change> changes = new ArrayList<>(codes.expire(now));
            changes.addAll(leases.expire(now));
            if (!changes.isEmpty() || !context.unwritten().isEmpty()) {
                context.out().persist(changes, List.of());
            }
        }
    }

    private void connectionOver(Peer peer, String why, Moment now) {
        rings.connectionOver(peer, why, now);
        policies.connectionOver(peer, now);
    }

    /** What a record must be on disk, as memory has it now. */
    private Change current(Unwritten.RecordName name) {
        return switch (name.table()) {
            case RelayTables.DEVICES -> devices.current(name.key());
            case RelayTables.PAIRS -> devices.pairs().current(name.key());
            case RelayTables.REVOKED_KEYS -> devices.currentRevokedKey(name.key());
            case RelayTables.LOST -> devices.pairs().currentLost(name.key());
            case RelayTables.CODES -> codes.current(name.key());
            case RelayTables.LEASES -> leases.current(name.key());
            case RelayTables.INSTANCES -> copies.current(name.key());
            case RelayTables.PROVED_UNDER -> acquaintance.current(name.key());
            case RelayTables.POLICIES -> policies.current(name.key());
            default -> throw new IllegalStateException("table: " + name.table() + " (expected: one of this core's)");
        };
    }

    /** Nothing was acknowledged: who waits for it asks again, and everything it implies is then written again. */
    private void persistFailed(RelayEvent.PersistFailed failed, Moment now) {
        context.counts().add("store.failed");
        context.unwritten().add(failed.changes());
        for (RelayAction dropped : failed.dropped()) {
            if (dropped instanceof RelayAction.Send send) {
                Peer peer = connections.find(send.connection());
                if (peer != null) {
                    context.out().add(new RelayAction.Abort(peer.number()));
                    connections.over(peer, "the answer could not be stored", now);
                }
            } else if (dropped instanceof RelayAction.Completed completed) {
                context.out()
                        .add(new RelayAction.Failed(
                                completed.request(),
                                "not stored: " + failed.why() + " (expected: room on the disk; then run it again)"));
            }
        }
    }

    /** {@return everybody who is or was enrolled, by ID} */
    public List<Enrolment> enrolments() {
        return devices.list();
    }

    /** {@return how many devices count} */
    public int enrolled() {
        return devices.enrolled();
    }

    /**
     * Counts those who were enrolled before a time.
     *
     * @param time when others came to be pinned
     * @return how many of them count
     */
    public int enrolledBefore(Instant time) {
        return devices.enrolledBefore(time);
    }

    /** {@return who counts, was enrolled before the CA in use was known, and has not proved itself under it since} */
    public Strangers strangers() {
        return Strangers.of(devices.before(acquaintance.known(), device -> !acquaintance.knows(device)));
    }

    /** {@return how many rings are under way} */
    public int pendingRings() {
        return rings.pending().underWay();
    }

    /** {@return how many proved connections stand} */
    public int connections() {
        return connections.size();
    }

    /** {@return the IDs whose one-time code came from two keys} */
    public List<EquipmentId> suspended() {
        return devices.in(Enrolment.State.SUSPENDED);
    }

    /** {@return who is suspended, and what lets them in again, in words} */
    public List<String> suspensions() {
        return suspended().stream()
                .map(devices::find)
                .filter(Objects::nonNull)
                .map(device -> device.id() + " is suspended: its one-time code was used from a second key (expected: "
                        + device.again() + ")")
                .toList();
    }

    /** {@return the permissions that ended because their invitation came from two keys, by issuer and equipment} */
    public List<Map.Entry<EquipmentId, EquipmentId>> lostPermissions() {
        return devices.pairs().lost().stream()
                .map(one -> Map.entry(one.issuer(), one.equipment()))
                .toList();
    }

    /** {@return which gateways live twice or went back in time, in words} */
    public List<String> copies() {
        return copies.warnings();
    }

    /** {@return how many gateways have not fetched keys that were revoked} */
    public int pendingPolicies() {
        return policies.size();
    }

    /** {@return the stories of the latest rings, latest first} */
    public List<RingStory> stories() {
        return stories.snapshot();
    }

    /** {@return a copy of all counters} */
    public SortedMap<String, Long> counters() {
        return context.counts().snapshot();
    }

    /** {@return the counters themselves, for what the driver counts on the same loop} */
    public Counts counts() {
        return context.counts();
    }
}
