package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
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
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.kernel.CoreCrypto;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
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
    static final EquipmentId LAMP = new EquipmentId("lamp-1");
    static final EquipmentId THERMOSTAT = new EquipmentId("thermostat-1");
    static final EquipmentId ANNA = new EquipmentId("anna");
    static final String SERVER = "server.example:3478";
    static final InetSocketAddress ADDRESS = new InetSocketAddress("9.9.9.9", 3478);
    static final InetSocketAddress REFLEXIVE = new InetSocketAddress("80.80.80.80", 50_000);
    static final InetSocketAddress LOCAL = new InetSocketAddress("192.168.1.2", 40_000);
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
    final List<AcceptorAction> actions = new ArrayList<>();
    final MessageCodec codec = new MessageCodec();
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
    Set<Protection> protections = Set.of(Protection.TLS13);
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
        core = new AcceptorCore(disk, primitives(), random, () -> commits, settings);
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
        };
    }

    Moment now() {
        return new Moment(nanos, start.plusNanos(nanos));
    }

    void feed(AcceptorEvent event) {
        run(core.handle(event, now()));
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

    private void run(List<AcceptorAction> todo) {
        for (AcceptorAction action : todo) {
            actions.add(action);
            if (action instanceof AcceptorAction.Persist persist) {
                if (diskBroken) {
                    feed(new AcceptorEvent.PersistFailed(persist.then(), "no space left on device"));
                    continue;
                }
                commits++;
                persist.changes().forEach(this::write);
                run(persist.then());
            } else if (action instanceof AcceptorAction.Tell tell) {
                feed(tell.event());
            } else if (action instanceof AcceptorAction.Resolve resolve && found.isPresent()) {
                feed(new AcceptorEvent.Resolved(resolve.server(), found.get()));
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
            feed(new AcceptorEvent.Tick());
        }
        nanos = end;
    }

    /** Lets time pass until an action of a kind comes. */
    void await(Class<? extends AcceptorAction> kind, Duration atMost) {
        long end = nanos + atMost.toNanos();
        int ticks = 0;
        while (all(kind).isEmpty()) {
            assertTrue("it wants ticks for ever", ++ticks < MAX_TICKS);
            assertTrue("no " + kind.getSimpleName() + " within " + atMost, core.nextDeadline() <= end);
            nanos = Math.max(nanos, core.nextDeadline());
            feed(new AcceptorEvent.Tick());
        }
    }

    /** {@return the first action of a kind that was not taken yet, which is forgotten with all before it} */
    <A extends AcceptorAction> A take(Class<A> kind) {
        for (int i = 0; i < actions.size(); i++) {
            if (kind.isInstance(actions.get(i))) {
                A found = kind.cast(actions.get(i));
                actions.subList(0, i + 1).clear();
                return found;
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " in " + actions);
    }

    <A extends AcceptorAction> List<A> all(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <A extends AcceptorAction> void none(Class<A> kind) {
        assertEquals(List.of(), all(kind));
    }

    // --- the server ---

    /** Answers what is asked for, now and later. */
    void resolve(InetSocketAddress... addresses) {
        found = Optional.of(List.of(addresses));
        feed(new AcceptorEvent.Resolved(SERVER, List.of(addresses)));
    }

    void establish(AcceptorAction.DialServer dial) {
        dialled = dial.protection().label();
        establish(dial.connection(), SERVER_KEY, dial.address());
        dialled = "tls13";
    }

    void establish(long connection, KeyFingerprint peer, InetSocketAddress remote) {
        feed(new AcceptorEvent.Established(connection, peer, BINDING, dialled, GROUP, agreement, LOCAL, remote));
    }

    void receive(long connection, Message message) {
        feed(new AcceptorEvent.Received(connection, message));
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
        return new AcceptorEvent.Join(++request, enrolmentString, true);
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
        take(AcceptorAction.Resolve.class);
        resolve(ADDRESS);
        AcceptorAction.DialServer dial = take(AcceptorAction.DialServer.class);
        establish(dial);
        Message enrol = take(AcceptorAction.Send.class).message();
        receive(dial.connection(), enrolled(enrol, id));
        assertEquals(id, take(AcceptorAction.Completed.class).result());
    }

    /** Answers the look-up, the lease and the registration that follow a join or a restart. */
    Remote register(EquipmentId id) {
        Remote remote = lease(id);
        remote.answerRegistrations();
        return remote;
    }

    Remote lease(EquipmentId id) {
        feed(new AcceptorEvent.Tick());
        resolve(ADDRESS);
        feed(new AcceptorEvent.Tick());
        AcceptorAction.DialServer dial = take(AcceptorAction.DialServer.class);
        assertEquals(id, dial.self());
        return lease(dial);
    }

    Remote lease(AcceptorAction.DialServer dial) {
        establish(dial);
        AcceptorAction.Send send = take(AcceptorAction.Send.class);
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
        return remote;
    }

    void send(byte[] datagram) {
        send(datagram, ADDRESS);
    }

    void send(byte[] datagram, InetSocketAddress source) {
        feed(new AcceptorEvent.Datagram(ByteBuffer.wrap(datagram), source));
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

    /** {@return why the first piece of equipment is not registered, without what to do} */
    String trouble() {
        return core.equipment(now()).get(0).trouble().replaceFirst("; next: .+", "");
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

        Remote(EquipmentId id) {
            this.id = id;
        }

        Secret mac(MacUse use) {
            return RINGS.macKey(key, use, id);
        }

        /** Challenges, and then takes, the registration that was just sent. */
        void answerRegistrations() {
            Message asking = decode(take(AcceptorAction.SendDatagram.class).bytes());
            assertEquals(Optional.empty(), asking.find(Attributes.NONCE));
            send(challenge(asking, 401));
            answerRegistration();
        }

        void answerRegistration() {
            AcceptorAction.SendDatagram sent = take(AcceptorAction.SendDatagram.class);
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
                List<AcceptorAction.SendDatagram> asking = all(AcceptorAction.SendDatagram.class);
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
            return codec.encode(
                    Message.of(MessageKind.REGISTERED, request.transaction())
                            .with(Attributes.XOR_MAPPED_ADDRESS, REFLEXIVE)
                            .with(Attributes.LIFETIME, 180)
                            .with(Attributes.SEQUENCE, sequence)
                            .with(Attributes.REFRESH_TIME, refresh)
                            .build(),
                    mac);
        }

        byte[] wakeUp(int connectionId) {
            return wakeUp(connectionId, registration.transaction(), mac(MacUse.WAKE_UP));
        }

        byte[] wakeUp(int connectionId, TransactionId inReplyTo, Secret mac) {
            return codec.encode(
                    Message.of(MessageKind.WAKE_UP, TransactionId.random(random))
                            .with(Attributes.PROTOCOL, MessageKind.VERSION)
                            .with(Attributes.CONNECTION_ID, connectionId)
                            .with(Attributes.IN_REPLY_TO, inReplyTo)
                            .with(Attributes.SEQUENCE, 1L)
                            .build(),
                    mac);
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
