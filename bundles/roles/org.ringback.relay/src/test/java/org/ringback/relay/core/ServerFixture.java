package org.ringback.relay.core;

import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.Revocation;
import org.ringback.api.control.UnusedString;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.kernel.Action;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Event;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kernel.Registry;
import org.ringback.kernel.Request;
import org.ringback.registry.internal.InMemoryRegistry;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Identities;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.wire.Message;

/** A server's core with its disk, its clock and everything that it did. */
final class ServerFixture {
    static final ProtectionNames NAMES = new ProtectionNames(
            Map.of(ProtectionId.TLS13, "tls13", ProtectionId.CERTIFICATE_FIRST, "certificate-first"),
            Set.of(ProtectionId.TLS13, ProtectionId.CERTIFICATE_FIRST));

    private static final int MAX_TICKS = 10_000;

    static final RingCrypto CRYPTO = new BouncyRingCrypto();
    static final Strings STRINGS = new TextStrings();
    static final InetSocketAddress SOCKET = address("192.0.2.1", 3478);
    static final InetSocketAddress LOOPBACK_SOCKET = address("127.0.0.1", 3478);
    /** So long after a registration the next one is overdue. */
    static final Duration OVERDUE = Duration.ofSeconds(25).plus(RingCalls.LATE);

    static final EquipmentId LAMP = new EquipmentId("lamp-1");
    static final EquipmentId ANNA = new EquipmentId("anna");

    final Map<String, TreeMap<String, byte[]>> disk = new HashMap<>();
    private final Map<String, TreeMap<String, byte[]>> kept = new HashMap<>();
    private final List<Change> forGood = new ArrayList<>();
    final Random random = new Random(20261122);
    final Registry registry = new InMemoryRegistry();
    final List<Action> done = new ArrayList<>();
    RelaySettings settings = settings(4, 1_024);
    RelayCore core;
    boolean diskBroken;
    /** What the system measured on connections, by their numbers. */
    final Map<Long, Duration> roundTrips = new HashMap<>();
    /** How often a nonce's MAC was made. */
    int nonceMacs;
    /** What the operator's next codes allow, and what the next connections are protected by. */
    Set<ProtectionId> protections = Set.of(ProtectionId.TLS13);

    String protection = "tls13";
    List<AgreementStep> agreement = List.of();
    private long nanos = -5_000_000_000L;
    private Instant wall = Instant.parse("2026-11-22T12:00:00Z");
    private long nextConnection = 2;
    private long nextRequest = 1;

    /** The real functions. */
    private final RingCrypto counting = (RingCrypto) Proxy.newProxyInstance(
            RingCrypto.class.getClassLoader(), new Class<?>[] {RingCrypto.class}, (proxy, method, values) -> {
                nonceMacs += method.getName().equals("hmac") ? 1 : 0;
                try {
                    return method.invoke(CRYPTO, values);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    ServerFixture() {
        core = start(Optional.empty());
    }

    /** More than any test relays but those of the limits. */
    static final RelaySettings.Relaying RELAYING =
            new RelaySettings.Relaying(true, 16, 1 << 20, 1 << 20, 1 << 30, 1 << 30, 1 << 30);

    static RelaySettings settings(int perEquipment, int rings) {
        return new RelaySettings(
                "ringback",
                Duration.ofSeconds(180),
                Duration.ofSeconds(25),
                Duration.ofHours(24),
                RelaySettings.Probe.AUTO,
                perEquipment,
                rings,
                RELAYING,
                List.of("192.0.2.1:3478"),
                new ServerPins(List.of(new KeyFingerprint("ab".repeat(32)))));
    }

    private RelayCore start(Optional<byte[]> left) {
        CoreCrypto crypto = new CoreCrypto() {
            @Override
            public RingCrypto rings() {
                return counting;
            }

            @Override
            public Strings strings() {
                return STRINGS;
            }

            @Override
            public Identities identities() {
                throw new AssertionError("a server makes no device keys");
            }

            @Override
            public ProtectionNames protections() {
                return NAMES;
            }
        };
        return new RelayCore(settings, crypto, registry, random, this::each, this::roundTrip, now(), left);
    }

    private Optional<Duration> roundTrip(long connection) {
        return Optional.ofNullable(roundTrips.get(connection));
    }

    private void each(String table, BiConsumer<String, byte[]> reader) {
        disk.getOrDefault(table, new TreeMap<>()).forEach(reader);
    }

    /** As after a crash: only the disk is left. */
    void restart() {
        core = start(Optional.empty());
        done.clear();
    }

    /** As the exchange of the bundle: its connections end, and its successor has what it left. */
    void exchange() {
        exchange(core.leave());
    }

    void exchange(byte[] left) {
        core = start(Optional.of(left));
        done.clear();
    }

    /** Keeps the disk as it is now. */
    void keepDisk() {
        kept.clear();
        disk.forEach((table, records) -> kept.put(table, new TreeMap<>(records)));
        forGood.clear();
    }

    /** Starts again with the disk that was kept, and what was written for good since, as the store does. */
    void goBack() {
        disk.clear();
        disk.putAll(kept);
        List.copyOf(forGood).forEach(this::write);
        AfterSetback.changes(new Setback(1, 1, wall), this::each).forEach(this::write);
        restart();
    }

    void configure(RelaySettings changed) {
        settings = changed;
        handle(new RelayEvent.Configure(changed));
    }

    Moment now() {
        return new Moment(nanos, wall);
    }

    /** Carries one event out; what it did is returned, and kept in {@link #done}. */
    List<Action> handle(Event event) {
        List<Action> did = new ArrayList<>();
        carryOut(core.handle(event, now()), did);
        done.addAll(did);
        return did;
    }

    private void carryOut(List<Action> actions, List<Action> did) {
        for (Action action : actions) {
            did.add(action);
            if (action instanceof Action.Persist persist) {
                if (diskBroken) {
                    carryOut(
                            core.handle(new Event.NotWritten(persist.changes(), persist.then(), "disk full"), now()),
                            did);
                } else {
                    persist.changes().forEach(this::write);
                    carryOut(persist.then(), did);
                }
            }
        }
    }

    private void write(Change change) {
        if (change.isLasting()) {
            forGood.add(change);
        }
        TreeMap<String, byte[]> table = disk.computeIfAbsent(change.table(), name -> new TreeMap<>());
        change.value().ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
    }

    /** Lets time pass, with a Tick at every deadline on the way. */
    List<Action> pass(Duration duration) {
        List<Action> did = new ArrayList<>();
        long end = nanos + duration.toNanos();
        int ticks = 0;
        while (core.nextDeadline() <= end) {
            assertTrue("it wants ticks for ever", ++ticks < MAX_TICKS);
            moveTo(Math.max(nanos, core.nextDeadline()));
            did.addAll(handle(new Event.Tick()));
        }
        moveTo(end);
        return did;
    }

    private void moveTo(long to) {
        wall = wall.plusNanos(to - nanos);
        nanos = to;
    }

    List<Action> datagram(byte[] bytes, InetSocketAddress source) {
        return datagram(bytes, source, SOCKET);
    }

    List<Action> datagram(byte[] bytes, InetSocketAddress source, InetSocketAddress socket) {
        return handle(new Event.Datagram(ByteBuffer.wrap(bytes), source, socket));
    }

    long connect(KeyFingerprint key, InetSocketAddress remote) {
        return connect(key, remote, protection);
    }

    long connect(KeyFingerprint key, InetSocketAddress remote, String by) {
        long number = nextConnection;
        nextConnection += 2;
        handle(new Event.Established(
                number, new PeerFacts(key, binding(number), by, "X25519MLKEM768", agreement, SOCKET, remote)));
        return number;
    }

    static byte[] binding(long connection) {
        return ByteBuffer.allocate(32).putLong(connection).array();
    }

    List<Action> receive(long connection, Message message) {
        return handle(new Event.Received(connection, message));
    }

    void close(long connection) {
        handle(new Event.Closed(connection, CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
    }

    KeyFingerprint newKey() {
        byte[] bytes = new byte[KeyFingerprint.LENGTH];
        random.nextBytes(bytes);
        return KeyFingerprint.of(bytes);
    }

    /** The operator's command. */
    Ticket enrol(EquipmentId id, Role role) {
        Object result = command(new RelayEvent.Enrol(new Request<>(nextRequest++), id, role, protections));
        return STRINGS.ticket((String) result);
    }

    Revocation revoke(EquipmentId id) {
        return (Revocation) command(new RelayEvent.Revoke(new Request<>(nextRequest++), id));
    }

    /** The operator's strings that nobody used. */
    List<UnusedString> unused() {
        return core.overview().unusedStrings(Optional.empty(), 1_000);
    }

    private Object command(Event command) {
        for (Action action : handle(command)) {
            if (action instanceof Action.Completed<?> completed) {
                return completed.result();
            }
            if (action instanceof Action.Refused refused) {
                throw new AssertionError(refused.why());
            }
        }
        throw new AssertionError("no result");
    }

    /** The messages that one connection got among some actions. */
    static List<Message> messages(List<Action> actions, long connection) {
        return actions.stream()
                .filter(action -> action instanceof Action.Send send && send.connection() == connection)
                .map(action -> ((Action.Send) action).message())
                .toList();
    }

    static Message only(List<Action> actions, long connection) {
        List<Message> messages = messages(actions, connection);
        if (messages.size() != 1) {
            throw new AssertionError(messages + " (expected: one message)");
        }
        return messages.get(0);
    }

    static List<Action.SendDatagram> datagrams(List<Action> actions) {
        return actions.stream()
                .filter(action -> action instanceof Action.SendDatagram)
                .map(action -> (Action.SendDatagram) action)
                .toList();
    }

    static Optional<Action.SendDatagram> datagramTo(List<Action> actions, InetSocketAddress to) {
        return datagrams(actions).stream()
                .filter(datagram -> datagram.to().equals(to))
                .findFirst();
    }

    static boolean closes(List<Action> actions, long connection) {
        return actions.contains(new Action.Close(connection)) || actions.contains(new Action.Abort(connection));
    }

    List<Enrolment> enrolments() {
        return core.overview().enrolments(Optional.empty(), 100);
    }

    List<EquipmentId> suspended() {
        return enrolments().stream()
                .filter(enrolment -> enrolment.state() == Enrolment.State.SUSPENDED)
                .map(Enrolment::id)
                .toList();
    }

    long count(String name) {
        return core.counters().getOrDefault(name, 0L);
    }

    static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
