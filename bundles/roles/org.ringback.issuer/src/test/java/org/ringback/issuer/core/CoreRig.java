package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.kernel.Action;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Event;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kernel.Request;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.SessionPlan;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.CloseReason;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Grant;
import org.ringback.spi.Identities;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.SealingKey;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** One issuer core on a bench: real cryptography, virtual time, a disk that is a map, and the other side in our hands. */
final class CoreRig {
    static final ProtectionNames NAMES = new ProtectionNames(
            Map.of(ProtectionId.TLS13, "tls13", ProtectionId.CERTIFICATE_FIRST, "certificate-first"),
            Set.of(ProtectionId.TLS13, ProtectionId.CERTIFICATE_FIRST));

    static final EquipmentId LAMP = new EquipmentId("lamp-1");
    static final EquipmentId ANNA = new EquipmentId("anna");
    static final String GROUP = "X25519MLKEM768";
    static final String SERVER = "server.example:3478";
    static final ServerAddress V4 = server("192.0.2.1", 3478);
    static final ServerAddress V6 = server("2001:db8::1", 3478);
    static final InetSocketAddress LOCAL = at("192.0.2.77", 50_000);
    static final InetSocketAddress LOCAL_V6 = at("2001:db8::77", 50_001);
    /** Where this machine is, on networks that nobody dials into. */
    static final OwnNetworks HERE = new OwnNetworks(Set.of(LOCAL.getAddress()), List.of());

    static final InetSocketAddress ACCEPTOR = at("198.51.100.5", 40_000);
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    static final RingCrypto RINGS = new BouncyRingCrypto();
    static final Identities IDENTITIES = new StoredIdentities();
    static final Strings STRINGS = new TextStrings();
    static final DeviceIdentity EQUIPMENT = IDENTITIES.create();
    static final SealingKey SEALING = IDENTITIES.createSealingKey();
    static final KeyFingerprint CA = KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);
    static final byte[] BINDING = new byte[32];

    private static final int MAX_TICKS = 10_000;

    final Random random = new Random(7);
    final Map<String, Map<String, byte[]>> disk = new HashMap<>();
    final List<Action> actions = new ArrayList<>();
    final Secret code = Secret.random(random, 16);
    final Secret grantSecret = Secret.random(random, 32);
    IssuerCore core;
    Set<ProtectionId> protections = Set.of(ProtectionId.TLS13);
    Optional<String> asked = Optional.empty();
    List<AgreementStep> agreement = List.of();
    boolean diskBroken;
    private long nanos = 1_000;
    private long request;

    CoreRig() {
        this(IssuerSettings.DEFAULT);
    }

    CoreRig(IssuerSettings settings) {
        core = restarted(settings);
    }

    IssuerCore restarted(IssuerSettings settings) {
        IssuerRecords records = IssuerRecords.read(table -> disk.getOrDefault(table, Map.of()));
        core = new IssuerCore(
                new CoreCrypto() {
                    @Override
                    public RingCrypto rings() {
                        return RINGS;
                    }

                    @Override
                    public Identities identities() {
                        return IDENTITIES;
                    }

                    @Override
                    public Strings strings() {
                        return STRINGS;
                    }

                    @Override
                    public ProtectionNames protections() {
                        return NAMES;
                    }
                },
                random,
                records,
                settings,
                connection -> OptionalInt.of(1_492));
        return core;
    }

    static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    static ServerAddress server(String address, int port) {
        return new ServerAddress(SERVER, at(address, port));
    }

    Moment now() {
        return new Moment(nanos, START.plusNanos(nanos));
    }

    /** Feeds one event; what was asked of the disk happens at once. */
    void feed(Event event) {
        run(core.handle(event, now()));
    }

    private void run(List<Action> todo) {
        for (Action action : todo) {
            actions.add(action);
            if (action instanceof Action.Persist persist) {
                if (diskBroken) {
                    feed(new Event.NotWritten(persist.changes(), persist.then(), "no space left on device"));
                    continue;
                }
                persist.changes().forEach(change -> {
                    Map<String, byte[]> table = disk.computeIfAbsent(change.table(), name -> new TreeMap<>());
                    change.value()
                            .ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
                });
                run(persist.then());
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

    long nextRequest() {
        return ++request;
    }

    /** The latest action of a kind, which must be there. */
    <T extends Action> T last(Class<T> kind) {
        List<T> all = all(kind);
        assertTrue("no " + kind.getSimpleName() + " in " + actions, !all.isEmpty());
        return all.get(all.size() - 1);
    }

    <T extends Action> List<T> all(Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Message lastSent(MessageKind kind) {
        Message message = last(Action.Send.class).message();
        assertEquals(kind, message.kind());
        return message;
    }

    // ---- enrolling, and taking a grant

    Ticket ticket(Role role) {
        return new Ticket(List.of(SERVER), new ServerPins(List.of(CA)), protections, ANNA, role, 77L, code, START);
    }

    long join(String enrolmentString) {
        long number = nextRequest();
        feed(new IssuerEvent.Join(new Request<>(number), enrolmentString));
        return number;
    }

    Grant grant(Set<RingSystem> systems) {
        return grant(systems, GrantTerms.ALL);
    }

    Grant grant(Set<RingSystem> systems, GrantTerms terms) {
        return new Grant(
                ticket(Role.ISSUER),
                LAMP,
                EQUIPMENT.fingerprint(),
                SEALING.publicKey(),
                GrantId.of(new byte[GrantId.LENGTH]),
                grantSecret,
                systems,
                START.plus(Duration.ofHours(24)),
                terms);
    }

    long acceptGrant(Grant grant) {
        return acceptGrant(grant, false);
    }

    long acceptGrant(Grant grant, boolean replace) {
        long number = nextRequest();
        feed(new IssuerEvent.AcceptGrant(new Request<>(number), STRINGS.print(grant), replace));
        return number;
    }

    /** The whole way of a grant, so that rings are possible. */
    CoreRig granted(RingSystem... systems) {
        return granted(grant(new LinkedHashSet<>(List.of(systems))));
    }

    CoreRig granted(Grant grant) {
        acceptGrant(grant);
        resolve(V4);
        establish(LOCAL);
        enrolled(ANNA);
        actions.clear();
        return this;
    }

    void enrolRefused(int code) {
        fromServer(enrolRefusal(code).build());
    }

    void enrolRefused(EndedEnrolment ended) {
        fromServer(enrolRefusal(ErrorCodes.FORBIDDEN)
                .with(Attributes.ENDED_ENROLMENT, ended)
                .build());
    }

    private Message.Builder enrolRefusal(int code) {
        return Message.of(MessageKind.ENROL_REFUSED, lastSent(MessageKind.ENROL).transaction())
                .with(Attributes.ERROR_CODE, code);
    }

    void enrolled(EquipmentId self) {
        Message enrol = lastSent(MessageKind.ENROL);
        fromServer(Message.of(MessageKind.ENROLLED, enrol.transaction())
                .with(Attributes.USERNAME, self)
                .with(Attributes.PROTECTIONS, List.copyOf(protections))
                .with(Attributes.SERVER_TIME, START.getEpochSecond())
                .build());
    }

    CoreRig password(String password) {
        long number = nextRequest();
        feed(new IssuerEvent.SetPassword(
                new Request<>(number), LAMP, Secret.copyOf(password.getBytes(StandardCharsets.UTF_8))));
        IssuerAction.HashPassword hash = last(IssuerAction.HashPassword.class);
        feed(new IssuerEvent.PasswordHashed(
                new Request<>(number),
                hash.equipment(),
                KeptPassword.of(RINGS, hash.password(), hash.target(), hash.identity())));
        actions.clear();
        return this;
    }

    // ---- the server's side

    void resolve(ServerAddress... addresses) {
        feed(new Event.Resolved(
                last(Action.Resolve.class).server(),
                Stream.of(addresses).map(ServerAddress::address).toList()));
    }

    /** Where to the latest dial went. */
    ServerAddress dialledTo() {
        return new ServerAddress(SERVER, last(Action.Dial.class).to());
    }

    static SessionPlan.ToServer toServer(Action.Dial dial) {
        return (SessionPlan.ToServer) dial.session();
    }

    long dialled() {
        return last(Action.Dial.class).connection();
    }

    void establish(InetSocketAddress local) {
        Action.Dial dial = last(Action.Dial.class);
        String protection = NAMES.name(toServer(dial).by());
        feed(new Event.Established(
                dial.connection(), new PeerFacts(CA, BINDING, protection, GROUP, agreement, local, dial.to())));
    }

    void listening() {
        listening(HERE);
    }

    /** The port is open on a machine that is there. */
    void listening(OwnNetworks own) {
        IssuerAction.Listen listen = last(IssuerAction.Listen.class);
        feed(new IssuerEvent.Listening(listen.listener(), listen.local(), own));
    }

    /** A listener stands, whoever wanted it. */
    void listening(long listener) {
        feed(new IssuerEvent.Listening(listener, LOCAL, HERE));
    }

    void fromServer(Message message) {
        feed(new Event.Received(dialled(), message));
    }

    void connectAnswer(KeyFingerprint key) {
        Message connect = connect();
        fromServer(Message.of(MessageKind.CONNECT_ANSWER, connect.transaction())
                .with(Attributes.CONNECTION_ID, 5)
                .with(Attributes.ACCEPTOR_KEY, key)
                .build());
    }

    void connectRefused(int code) {
        fromServer(Message.of(MessageKind.CONNECT_REFUSED, connect().transaction())
                .with(Attributes.ERROR_CODE, code)
                .build());
    }

    void result(Outcome outcome) {
        fromServer(Message.of(MessageKind.RESULT, TransactionId.random(random))
                .with(Attributes.RING_NONCE, nonce())
                .with(Attributes.OUTCOME, outcome)
                .build());
    }

    /** What the gateway says under seal, of the ring that is under way. */
    byte[] sealed(ToldReason told) {
        OpenedBox box = RINGS.openBox(SEALING, LAMP, nonce(), connect().get(Attributes.BOX))
                .orElseThrow();
        byte[] random = new byte[RingCrypto.REASON_RANDOM_LENGTH];
        this.random.nextBytes(random);
        return RINGS.sealReason(box.reasonKey(), LAMP, nonce(), random, told);
    }

    void notReached(byte[] sealed) {
        fromServer(Message.of(MessageKind.RESULT, TransactionId.random(random))
                .with(Attributes.RING_NONCE, nonce())
                .with(Attributes.OUTCOME, Outcome.NOT_REACHED)
                .with(Attributes.SEALED_REASON, sealed)
                .build());
    }

    void notReached(ToldReason told) {
        notReached(sealed(told));
    }

    void closed(long connection, CloseReason.Kind kind, String why) {
        feed(new Event.Closed(connection, kind, why));
    }

    // ---- a ring

    long ring(RingSystem system) {
        return ring(Optional.of(system));
    }

    long ring(Optional<RingSystem> system) {
        long number = nextRequest();
        feed(new IssuerEvent.Ring(new Request<>(number), LAMP, system, asked, "http"));
        return number;
    }

    /** Up to the first connection request. */
    long ringAsked(RingSystem system) {
        long number = ring(system);
        resolve(V4);
        establish(LOCAL);
        listening();
        return number;
    }

    Message connect() {
        return all(Action.Send.class).stream()
                .map(Action.Send::message)
                .filter(message -> message.kind() == MessageKind.CONNECT)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    RingNonce nonce() {
        return connect().get(Attributes.RING_NONCE);
    }

    // ---- the acceptor's side

    /** Somebody connects and sends a whole ClientHello. */
    void incoming(long connection) {
        silent(connection, ACCEPTOR);
        feed(new IssuerEvent.Hello(connection));
    }

    /** Somebody connects and says nothing. */
    void silent(long connection, InetSocketAddress from) {
        feed(new IssuerEvent.Incoming(
                connection, last(IssuerAction.Listen.class).listener(), from));
    }

    void proved(long connection) {
        feed(new Event.Established(
                connection,
                new PeerFacts(EQUIPMENT.fingerprint(), BINDING, "tls13", GROUP, List.of(), LOCAL, ACCEPTOR)));
    }

    void communicationRequest(long connection, RingNonce nonce, EquipmentId equipment) {
        feed(new Event.Received(
                connection,
                Message.of(MessageKind.COMMUNICATION_REQUEST, TransactionId.random(random))
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.TARGET_ID, equipment)
                        .with(Attributes.RING_NONCE, nonce)
                        .build()));
    }

    void callBack(long connection) {
        incoming(connection);
        proved(connection);
        communicationRequest(connection, nonce(), LAMP);
    }

    RingStory ended(long ring) {
        return all(IssuerAction.RingEnded.class).stream()
                .filter(end -> end.ring() == ring)
                .reduce((first, second) -> {
                    throw new AssertionError("ended twice");
                })
                .orElseThrow(() -> new AssertionError("not ended: " + actions))
                .story();
    }

    String reason(long ring) {
        RingStory.End end = ended(ring).ended().orElseThrow();
        assertEquals(end.reason(), false, end.answered());
        return end.reason();
    }

    /** What completed a command. */
    List<Object> results(long number) {
        return actions.stream()
                .filter(action -> action instanceof Action.Completed<?> done
                        && done.request().number() == number)
                .map(action -> (Object) ((Action.Completed<?>) action).result())
                .toList();
    }

    String failure(long number) {
        return all(Action.Refused.class).stream()
                .filter(failed -> failed.request().number() == number)
                .map(Action.Refused::why)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not failed: " + actions));
    }

    /** {@return what may be rung} */
    List<GrantedEquipment> granted() {
        return core.granted(Optional.empty(), Page.MOST).rows();
    }
}
