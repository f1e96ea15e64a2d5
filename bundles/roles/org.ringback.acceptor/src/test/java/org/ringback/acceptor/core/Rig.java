package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.kernel.Action;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kernel.Request;
import org.ringback.kernel.SessionPlan;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Identities;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/** One acceptor core on a bench: real cryptography, virtual time, a disk that is a map, the other side in our hands. */
final class Rig {
    static final ProtectionNames NAMES = new ProtectionNames(
            Map.of(ProtectionId.TLS13, "tls13", ProtectionId.CERTIFICATE_FIRST, "certificate-first"),
            Set.of(ProtectionId.TLS13, ProtectionId.CERTIFICATE_FIRST));

    static final EquipmentId LAMP = new EquipmentId("lamp-1");
    static final EquipmentId THERMOSTAT = new EquipmentId("thermostat-1");
    static final EquipmentId ANNA = new EquipmentId("anna");
    static final String SERVER = "server.example:3478";
    static final InetSocketAddress ADDRESS = new InetSocketAddress("9.9.9.9", 3478);
    static final InetSocketAddress REFLEXIVE = new InetSocketAddress("80.80.80.80", 50_000);
    static final InetSocketAddress LOCAL = new InetSocketAddress("192.168.1.2", 40_000);
    /** This machine's addresses: a line of each family. */
    static final Set<InetAddress> LINES = Set.of(LOCAL.getAddress(), new InetSocketAddress("2a00::77", 0).getAddress());

    static final String GROUP = "X25519MLKEM768";
    static final String REALM = "ringback";
    static final String NONCE = "obMatJos2AAAAbm9uY2U";
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    static final byte[] BINDING = new byte[32];
    static final ServerPins PINS = new ServerPins(List.of(KeyFingerprint.of(new byte[KeyFingerprint.LENGTH])));
    static final KeyFingerprint SERVER_KEY = KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);
    static final RingCrypto RINGS = new BouncyRingCrypto();
    static final Identities IDENTITIES = new StoredIdentities();
    static final Strings STRINGS = new TextStrings();
    static final DeviceIdentity ISSUER = IDENTITIES.create();

    private static final int MAX_TICKS = 100_000;

    final Random random = new Random(7);
    final Map<String, Map<String, byte[]>> disk = new HashMap<>();
    private final Map<String, Map<String, byte[]>> kept = new HashMap<>();
    private final List<Change> forGood = new ArrayList<>();
    final List<Action> actions = new ArrayList<>();
    final MessageCodec codec = new MessageCodec();
    /** Of which records the store says that they are lost, by table and key. */
    BiPredicate<String, String> lost = (table, key) -> false;

    /** What answers conversations. */
    final ToldServices services = new ToldServices();

    AcceptorCore core;
    Instant start = START;
    Instant serverTime;
    boolean diskBroken;
    long commits;
    /** How often the server wants to hear, in seconds. */
    int refresh = 25;
    /** What the server says in its next Leased, and what the last Lease said. */
    int alarms;

    Message lease;
    Set<ProtectionId> protections = Set.of(ProtectionId.TLS13);
    List<AgreementStep> agreement = List.of();
    private String dialled = "tls13";
    private Optional<List<InetSocketAddress>> found = Optional.empty();
    long request;
    private long nanos = 1_000;

    Rig() {
        restart();
    }

    /** A process that ended, by whatever, and begins again with what is on disk. */
    void restart() {
        restart(AcceptorSettings.DEFAULT);
    }

    void restart(AcceptorSettings settings) {
        actions.clear();
        found = Optional.empty();
        core = new AcceptorCore(
                table -> disk.getOrDefault(table, Map.of()),
                (table, key) -> lost.test(table, key),
                primitives(),
                random,
                () -> commits,
                services,
                settings,
                connection -> OptionalInt.of(1_492));
    }

    /** The bundle is exchanged: its successor has what it left; {@return what came at the end} */
    List<Event> exchange() {
        return exchange(estate -> estate);
    }

    /** What the core before left is changed by that. */
    List<Event> exchange(UnaryOperator<byte[]> changed) {
        EstateWriter out = new EstateWriter(AcceptorEstate.FORM);
        core.leave(out);
        restart();
        return EstateReader.read(changed.apply(out.toBytes()), AcceptorEstate.FORM, in -> core.inherit(in, now()))
                .orElseThrow();
    }

    static CoreCrypto primitives() {
        return new CoreCrypto() {
            @Override
            public RingCrypto rings() {
                return RINGS;
            }

            @Override
            public Strings strings() {
                return STRINGS;
            }

            @Override
            public Identities identities() {
                return IDENTITIES;
            }

            @Override
            public ProtectionNames protections() {
                return NAMES;
            }
        };
    }

    Moment now() {
        return new Moment(nanos, start.plusNanos(nanos));
    }

    void feed(Event event) {
        run(core.handle(event, now()));
    }

    /** A dial with what its server or issuer is to find. */
    record DialServer(
            long connection,
            EquipmentId self,
            Secret identity,
            ServerPins pins,
            ProtectionId protection,
            String host,
            InetSocketAddress address,
            Instant time,
            boolean sharedPort)
            implements Action {}

    /** A call-back. */
    record DialIssuer(
            long connection,
            EquipmentId self,
            Secret identity,
            KeyFingerprint issuer,
            InetSocketAddress address,
            Optional<InetSocketAddress> from,
            boolean sharedPort)
            implements Action {}

    private Action seen(Action action) {
        if (!(action instanceof Action.Dial dial)) {
            return action;
        }
        if (dial.session() instanceof SessionPlan.ToServer to) {
            return new DialServer(
                    dial.connection(),
                    owner(to.identity()),
                    to.identity(),
                    to.pins(),
                    to.by(),
                    to.host(),
                    dial.to(),
                    to.time(),
                    dial.sharedPort());
        }
        SessionPlan.ToIssuer to = (SessionPlan.ToIssuer) dial.session();
        return new DialIssuer(
                dial.connection(),
                owner(to.identity()),
                to.identity(),
                to.issuer(),
                dial.to(),
                dial.from(),
                dial.sharedPort());
    }

    /** Whose identity it is: it is on disk before it is dialled with. */
    private EquipmentId owner(Secret identity) {
        return Stream.of(Records.EQUIPMENT, Records.JOINS)
                .flatMap(table -> disk.getOrDefault(table, Map.of()).entrySet().stream())
                .map(record -> StoredEquipment.of(record.getKey(), record.getValue()))
                .filter(stored -> stored.identity().equals(identity))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void write(Change change) {
        if (change.isLasting()) {
            forGood.add(change);
        }
        Map<String, byte[]> table = disk.computeIfAbsent(change.table(), name -> new TreeMap<>());
        change.value().ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
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
        restart();
    }

    private void run(List<Action> todo) {
        for (Action action : todo) {
            actions.add(seen(action));
            if (action instanceof Action.Persist persist) {
                if (diskBroken) {
                    feed(new Event.NotWritten(persist.changes(), persist.then(), "no space left on device"));
                    continue;
                }
                commits++;
                persist.changes().forEach(this::write);
                run(persist.then());
            } else if (action instanceof AcceptorAction.Tell tell) {
                feed(tell.event());
            } else if (action instanceof Action.Resolve resolve && found.isPresent()) {
                feed(answer(resolve.server()));
            }
        }
    }

    /** Lets time pass, with a tick at every deadline on the way. */
    void pass(Duration duration) {
        long end = nanos + duration.toNanos();
        int ticks = 0;
        while (core.nextDeadline() <= end) {
            assertTrue("it wants ticks for ever", ++ticks < MAX_TICKS);
            nanos = Math.max(nanos, core.nextDeadline());
            feed(new Event.Tick());
        }
        nanos = end;
    }

    /** Lets time pass until an action of a kind comes. */
    void await(Class<? extends Action> kind, Duration atMost) {
        long end = nanos + atMost.toNanos();
        int ticks = 0;
        while (all(kind).isEmpty()) {
            assertTrue("it wants ticks for ever", ++ticks < MAX_TICKS);
            assertTrue("no " + kind.getSimpleName() + " within " + atMost, core.nextDeadline() <= end);
            nanos = Math.max(nanos, core.nextDeadline());
            feed(new Event.Tick());
        }
    }

    /** {@return the first action of a kind that was not taken yet, which is forgotten with all before it} */
    <A extends Action> A take(Class<A> kind) {
        for (int i = 0; i < actions.size(); i++) {
            if (kind.isInstance(actions.get(i))) {
                A found = kind.cast(actions.get(i));
                actions.subList(0, i + 1).clear();
                return found;
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " in " + actions);
    }

    <A extends Action> List<A> all(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <A extends Action> void none(Class<A> kind) {
        assertEquals(List.of(), all(kind));
    }

    // --- the server ---

    /** Answers what is asked for, now and later. */
    void resolve(InetSocketAddress... addresses) {
        found = Optional.of(List.of(addresses));
        feed(answer(SERVER));
    }

    private Event answer(String server) {
        List<InetSocketAddress> addresses = found.orElseThrow();
        return addresses.isEmpty()
                ? new Event.Resolved(server, server + ": no address was found for this name")
                : new Event.Resolved(server, addresses);
    }

    void establish(Rig.DialServer dial) {
        dialled = NAMES.name(dial.protection());
        establish(dial.connection(), SERVER_KEY, dial.address());
        dialled = "tls13";
    }

    void establish(long connection, KeyFingerprint peer, InetSocketAddress remote) {
        feed(new Event.Established(connection, new PeerFacts(peer, BINDING, dialled, GROUP, agreement, LOCAL, remote)));
    }

    /** A dial reached somebody. */
    void open(long connection) {
        feed(new Event.Opened(connection));
    }

    void receive(long connection, Message message) {
        feed(new Event.Received(connection, message));
    }

    String enrolmentString(EquipmentId id) {
        return STRINGS.print(ticket(id, Role.ACCEPTOR));
    }

    Ticket ticket(EquipmentId id, Role role) {
        return new Ticket(
                List.of(SERVER),
                PINS,
                protections,
                id,
                role,
                random.nextLong(),
                Secret.random(random, 16),
                START.minusSeconds(60));
    }

    AcceptorEvent.Join joinCommand(String enrolmentString) {
        return new AcceptorEvent.Join(new Request<>(++request), enrolmentString, true);
    }

    Message enrolled(Message enrol, EquipmentId id) {
        return Message.of(MessageKind.ENROLLED, enrol.transaction())
                .with(Attributes.USERNAME, id)
                .with(Attributes.PROTECTIONS, List.copyOf(protections))
                .with(Attributes.SERVER_TIME, now().wall().getEpochSecond())
                .build();
    }

    /** Joins equipment in one go. */
    void join(EquipmentId id) {
        feed(joinCommand(enrolmentString(id)));
        take(Action.Resolve.class);
        resolve(ADDRESS);
        Rig.DialServer dial = take(Rig.DialServer.class);
        establish(dial);
        Message enrol = take(Action.Send.class).message();
        receive(dial.connection(), enrolled(enrol, id));
        assertEquals(id, take(Action.Completed.class).result());
    }

    /** Answers the look-up, the lease and the registration that follow a join or a restart. */
    Remote register(EquipmentId id) {
        Remote remote = lease(id);
        remote.answerRegistrations();
        return remote;
    }

    Remote lease(EquipmentId id) {
        feed(new Event.Tick());
        resolve(ADDRESS);
        feed(new Event.Tick());
        Rig.DialServer dial = take(Rig.DialServer.class);
        assertEquals(id, dial.self());
        return lease(dial);
    }

    Remote lease(Rig.DialServer dial) {
        establish(dial);
        Action.Send send = take(Action.Send.class);
        assertEquals(MessageKind.LEASE, send.message().kind());
        assertEquals(dial.self(), send.message().get(Attributes.USERNAME));
        Remote remote = new Remote(dial.self());
        Message.Builder leased = Message.of(MessageKind.LEASED, send.message().transaction())
                .with(Attributes.REGISTRATION_KEY, remote.key.copyBytes())
                .with(Attributes.LIFETIME, 86_400)
                .with(Attributes.REFRESH_TIME, refresh)
                .with(Attributes.SERVER_TIME, (serverTime == null ? now().wall() : serverTime).getEpochSecond());
        if (alarms != 0) {
            leased.with(Attributes.ALARMS, alarms);
        }
        lease = send.message();
        receive(dial.connection(), leased.build());
        feed(new AcceptorEvent.OwnAddresses(LINES));
        return remote;
    }

    void send(byte[] datagram) {
        send(datagram, ADDRESS);
    }

    void send(byte[] datagram, InetSocketAddress source) {
        feed(new Event.Datagram(ByteBuffer.wrap(datagram), source, LOCAL));
    }

    Message decode(byte[] datagram) {
        try {
            return codec.decode(ByteBuffer.wrap(datagram), Door.SERVER_UDP);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    boolean proved(byte[] datagram, Secret key) {
        StunView view = new StunView();
        assertTrue(view.wrap(ByteBuffer.wrap(datagram)) == null);
        return codec.macMatches(view, key);
    }

    /** {@return the key of the lamp} */
    KeyFingerprint key() {
        return core.equipment(LAMP, now()).orElseThrow().key();
    }

    /** {@return how all equipment is} */
    List<EquipmentStatus> equipment() {
        return core.equipment(Optional.empty(), Page.MOST, now()).rows();
    }

    /** {@return why the first piece of equipment is not registered, without what to do} */
    String trouble() {
        return equipment().get(0).trouble().replaceFirst("; next: .+", "");
    }

    long counted(String name) {
        return core.counters().getOrDefault(name, 0L);
    }

    /** What the server knows of one piece of equipment. */
    final class Remote {
        final EquipmentId id;
        final Secret key = Secret.random(random, 32);
        Message registration;
        String nonce = NONCE;
        /** The invitations that a second key used, which the server names. */
        List<Long> usedTwice = List.of();
        /** ALARMS of its answers to registrations; 0 leaves them out. */
        int alarms;

        Remote(EquipmentId id) {
            this.id = id;
        }

        Secret mac(MacUse use) {
            return RINGS.macKey(key, use, id);
        }

        /** Challenges, and then takes, the registration that was just sent. */
        void answerRegistrations() {
            Message asking = decode(take(AcceptorAction.ToServer.class).bytes());
            assertEquals(Optional.empty(), asking.find(Attributes.NONCE));
            send(challenge(asking, 401));
            answerRegistration();
        }

        void answerRegistration() {
            AcceptorAction.ToServer sent = take(AcceptorAction.ToServer.class);
            registration = decode(sent.bytes());
            assertEquals(MessageKind.REGISTER, registration.kind());
            assertEquals(id, registration.get(Attributes.USERNAME));
            assertTrue(proved(sent.bytes(), mac(MacUse.REGISTER)));
            send(registered(registration));
        }

        /** Lets time pass and answers what is registered meanwhile. */
        void live(Duration duration) {
            long end = nanos + duration.toNanos();
            int ticks = 0;
            while (core.nextDeadline() <= end) {
                assertTrue("it wants ticks for ever", ++ticks < MAX_TICKS);
                actions.clear();
                pass(Duration.ofNanos(Math.max(0, core.nextDeadline() - nanos)));
                List<AcceptorAction.ToServer> asking = all(AcceptorAction.ToServer.class);
                if (!asking.isEmpty()) {
                    boolean challenged =
                            decode(asking.get(0).bytes()).find(Attributes.NONCE).isPresent();
                    if (challenged) {
                        answerRegistration();
                    } else {
                        answerRegistrations();
                    }
                }
            }
            nanos = end;
        }

        byte[] challenge(Message request, int code) {
            return codec.encode(Message.of(MessageKind.CHALLENGE, request.transaction())
                    .with(Attributes.ERROR_CODE, code)
                    .with(Attributes.REALM, REALM)
                    .with(Attributes.NONCE, nonce)
                    .build());
        }

        byte[] registered(Message request) {
            return registered(request, request.get(Attributes.SEQUENCE), mac(MacUse.REGISTERED));
        }

        byte[] registered(Message request, long sequence, Secret mac) {
            Message.Builder answer = Message.of(MessageKind.REGISTERED, request.transaction())
                    .with(Attributes.XOR_MAPPED_ADDRESS, REFLEXIVE)
                    .with(Attributes.LIFETIME, 180)
                    .with(Attributes.SEQUENCE, sequence)
                    .with(Attributes.REFRESH_TIME, refresh);
            if (alarms != 0) {
                answer.with(Attributes.ALARMS, alarms);
            }
            if (!usedTwice.isEmpty()) {
                answer.with(Attributes.USED_TWICE, usedTwice);
            }
            return codec.encode(answer.build(), mac);
        }

        byte[] wakeUp(int connectionId) {
            return wakeUp(connectionId, registration.transaction(), mac(MacUse.WAKE_UP));
        }

        /** With the address family by which the issuer is seen. */
        byte[] wakeUp(int connectionId, AddressFamily family) {
            Message.Builder wakeUp = waking(connectionId, registration.transaction());
            return codec.encode(wakeUp.with(Attributes.ADDRESS_FAMILY, family).build(), mac(MacUse.WAKE_UP));
        }

        byte[] wakeUp(int connectionId, TransactionId inReplyTo, Secret mac) {
            return codec.encode(waking(connectionId, inReplyTo).build(), mac);
        }

        private Message.Builder waking(int connectionId, TransactionId inReplyTo) {
            return Message.of(MessageKind.WAKE_UP, TransactionId.random(random))
                    .with(Attributes.PROTOCOL, MessageKind.VERSION)
                    .with(Attributes.CONNECTION_ID, connectionId)
                    .with(Attributes.IN_REPLY_TO, inReplyTo)
                    .with(Attributes.SEQUENCE, 1L);
        }

        byte[] datagramRing(int connectionId, Message second) {
            TransactionId transaction = TransactionId.random(random);
            byte[] plaintext = codec.encode(second);
            byte[] whole = sealed(transaction, connectionId, new byte[plaintext.length + 16]);
            StunView view = new StunView();
            assertTrue(view.wrap(ByteBuffer.wrap(whole)) == null);
            byte[] covered = view.prefix(view.find(Attributes.SEALED.type()));
            byte[] box = RINGS.sealDatagram(
                    key, transaction.bytes(), registration.transaction().bytes(), id, covered, plaintext);
            return sealed(transaction, connectionId, box);
        }

        private byte[] sealed(TransactionId transaction, int connectionId, byte[] box) {
            return codec.encode(Message.of(MessageKind.DATAGRAM_RING, transaction)
                    .with(Attributes.PROTOCOL, MessageKind.VERSION)
                    .with(Attributes.CONNECTION_ID, connectionId)
                    .with(Attributes.IN_REPLY_TO, registration.transaction())
                    .with(Attributes.SEALED, box)
                    .build());
        }
    }
}
