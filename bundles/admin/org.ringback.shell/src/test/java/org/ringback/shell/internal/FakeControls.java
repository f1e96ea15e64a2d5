package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ringback.api.Conversation;
import org.ringback.api.ConversationResetException;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.AuthorityChange;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.Presence;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.Revocation;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.ServerNetwork;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.control.UnusedString;
import org.ringback.api.net.AddressScope;

/** All three roles in one object; it notes what it was asked. */
final class FakeControls {
    static final KeyFingerprint KEY = new KeyFingerprint("ab".repeat(KeyFingerprint.LENGTH));
    static final RingNonce NONCE = new RingNonce("0123456789abcdef0123456789abcdef");
    static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    static final EquipmentId LAMP = new EquipmentId("lamp-1");

    final OneLamp lamp = new OneLamp();

    /** The calls that rings of these led to. */
    final FakeCalls calls = new FakeCalls();

    final List<String> asked = new ArrayList<>();
    String failure = "";
    /** Why the latest ring was refused. */
    Optional<RingReason> refused = Optional.empty();
    /** How many devices the server knows, the lamp first. */
    int enrolled = 1;

    /** The server's enrolment strings that nobody used, and what a revocation ends. */
    List<UnusedString> unused = List.of();

    Revocation revocation = new Revocation(true, false);

    /** How many pieces of equipment a gateway has, the lamp first, and how many grants each has. */
    int joined = 1;

    int grants = 1;

    /** Whether they were used, are suspended, were not used in time. */
    boolean used;

    /** What answers rings of all equipment. */
    List<EquipmentStatus.ServiceStatus> services = List.of();

    GrantTerms terms = GrantTerms.ALL;
    boolean ended;
    boolean suspended;
    boolean overdue;

    /** What is wrong with the grant that was made last of the piece that joined last. */
    String alarm = "";

    /** Why the even ones are not registered. */
    String trouble = "";

    /** What gateway and issuer call the lamp. */
    EquipmentId lampName = LAMP;

    /** Warnings of a gateway's configuration that names what has not joined. */
    List<String> configuredForNobody = List.of();

    /** How many pieces an issuer may ring. */
    int granted = 1;

    /** What a server says of equipment, and whether none ever does. */
    Function<EquipmentId, Presence> presence = FakeControls::online;

    /** What issuer and gateway find out about the network, and where the server listens. */
    List<NetworkReport> network = List.of();

    ServerNetwork serverNetwork = new ServerNetwork(
            List.of(new ServerNetwork.Listening(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478), AddressScope.LOOPBACK, true)),
            List.of(),
            List.of("127.0.0.1:3478"),
            Instant.parse("2026-11-30T12:00:00Z"),
            true,
            512);

    boolean unanswered;

    boolean answered = true;
    boolean serviceThere = true;
    boolean serviceNeverStops;
    boolean silent;
    boolean passwordKept;
    /** As where the server revoked the key: what was granted to it goes. */
    boolean joiningMakesANewKey;

    private boolean keyRevoked;
    boolean passwordSet = true;
    Optional<Boolean> translated = Optional.empty();
    Optional<Instant> fromBackup = Optional.empty();
    boolean relays = true;
    List<String> notHad = List.of();
    List<String> advertised = List.of("home.example:3478");
    /** Whether equipment that leaves is said to be gone at the server. */
    boolean serverTold = true;

    boolean authorityTaken;
    int strangers;
    /** What is wrong with what came on standard input. */
    String inputFailure = "";

    List<InetSocketAddress> listens = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478));

    static Presence online(EquipmentId equipment) {
        return new Presence(
                equipment,
                Presence.State.ONLINE,
                equipment + " is registered there",
                Optional.of(Duration.ofSeconds(4)),
                Optional.of(Duration.ofNanos(12_345_678)),
                "127.0.0.1:3478");
    }

    static RingStory story(boolean answered) {
        return story(answered, Duration.ofMillis(12));
    }

    static RingStory story(boolean answered, Duration took) {
        return new RingStory(
                "issuer",
                NONCE,
                LAMP,
                Optional.empty(),
                RingSystem.CALL_BACK,
                "tls13",
                "X25519MLKEM768",
                THEN,
                List.of(
                        new RingStory.Step("dialled", Duration.ofNanos(1_250_000), ""),
                        new RingStory.Step("accepted", took, "from \"home\"")),
                Optional.of(
                        answered
                                ? new RingStory.End(true, "")
                                : new RingStory.End(false, "Nobody called back", "Ring again")));
    }

    /** Two rows a page, whatever is asked for: whoever wants all has to go on. */
    private static <T> Page<T> page(
            int many, IntFunction<T> row, Function<T, EquipmentId> id, Optional<EquipmentId> after, int limit) {
        List<T> rows = IntStream.range(0, many).mapToObj(row).toList();
        int begin = after.map(last -> rows.stream().map(id).toList().indexOf(last) + 1)
                .orElse(0);
        return Page.of(rows.subList(begin, many), Math.min(2, limit));
    }

    private <T> CompletionStage<T> done(String what, T result) {
        asked.add(what);
        return failure.isEmpty()
                ? CompletableFuture.completedFuture(result)
                : CompletableFuture.failedFuture(new RefusedException(failure));
    }

    private CompletionStage<Void> done(String what) {
        return done(what, true).thenAccept(done -> {});
    }

    ServerControl server() {
        return new ServerControl() {
            @Override
            public Page<RegisteredDevice> registrations(Optional<EquipmentId> after, int limit) {
                return lamp.page(after);
            }

            @Override
            public Optional<RegisteredDevice> registration(EquipmentId id) {
                return lamp.page(Optional.empty()).rows().stream()
                        .filter(row -> row.id().equals(id))
                        .findFirst();
            }

            @Override
            public CompletionStage<String> enrol(EquipmentId id, Role role, Set<String> protections) {
                return done("enrol " + id + " " + role + " " + protections, "ringback-enrol-string");
            }

            @Override
            public CompletionStage<Revocation> revoke(EquipmentId id) {
                return done("revoke " + id, revocation);
            }

            @Override
            public Page<UnusedString> unusedStrings(Optional<EquipmentId> after, int limit) {
                return page(unused.size(), unused::get, UnusedString::id, after, limit);
            }

            @Override
            public CompletionStage<Void> clearAlarm(EquipmentId equipment) {
                return done("clear-alarm " + equipment);
            }

            @Override
            public CompletionStage<AuthorityChange> authorityFromBackup(Secret backupPem) {
                return inputFailure.isEmpty()
                        ? done(
                                "authority " + new String(backupPem.copyBytes(), UTF_8),
                                new AuthorityChange(!authorityTaken, KEY, 3, strangers, "/keys/backup-ca.pem"))
                        : CompletableFuture.failedFuture(new IllegalArgumentException(inputFailure));
            }

            @Override
            public Page<Enrolment> enrolments(Optional<EquipmentId> after, int limit) {
                List<Enrolment> behind = IntStream.range(0, enrolled)
                        .mapToObj(i -> new Enrolment(
                                i == 0 ? LAMP : new EquipmentId("more-" + i),
                                Role.ACCEPTOR,
                                KEY,
                                List.of("tls13"),
                                Enrolment.State.ENROLLED,
                                THEN.plusSeconds(i),
                                Set.of()))
                        .sorted(Comparator.comparing(Enrolment::id))
                        .filter(one -> after.isEmpty() || one.id().compareTo(after.get()) > 0)
                        .toList();
                return Page.of(behind, limit);
            }

            @Override
            public ServerNetwork network() {
                return serverNetwork;
            }

            @Override
            public ServerStatus status() {
                return new ServerStatus(
                        listens,
                        notHad,
                        advertised,
                        KEY,
                        fromBackup,
                        1,
                        1,
                        Duration.ofSeconds(37),
                        0,
                        relays,
                        3,
                        List.of("backup CA: its key lies in keys/"));
            }
        };
    }

    AcceptorControl acceptor() {
        return new AcceptorControl() {
            @Override
            public CompletionStage<List<NetworkReport>> network() {
                return checked();
            }

            @Override
            public CompletionStage<EquipmentId> join(String enrolmentString, boolean replace) {
                return done("acceptor join " + enrolmentString + (replace ? " in its place" : ""), LAMP);
            }

            @Override
            public CompletionStage<EquipmentId> join(
                    String enrolmentString, boolean replace, Optional<EquipmentId> as) {
                return as.isEmpty()
                        ? join(enrolmentString, replace)
                        : done("acceptor join " + enrolmentString + " as " + as.get(), as.get());
            }

            @Override
            public CompletionStage<Void> rename(EquipmentId equipment, EquipmentId name) {
                return done("acceptor rename " + equipment + " " + name);
            }

            @Override
            public CompletionStage<Integer> renamePerson(EquipmentId person, EquipmentId name) {
                return done("rename person " + person + " " + name, 1);
            }

            @Override
            public CompletionStage<Void> password(EquipmentId equipment, Secret password) {
                return done("acceptor password " + equipment + " " + new String(password.copyBytes(), UTF_8));
            }

            @Override
            public CompletionStage<String> grant(EquipmentId equipment, EquipmentId person) {
                return done("grant " + equipment + " " + person, "ringback-grant-string");
            }

            @Override
            public CompletionStage<String> grant(EquipmentId equipment, EquipmentId person, GrantTerms given) {
                return given.equals(GrantTerms.ALL)
                        ? grant(equipment, person)
                        : done("grant " + equipment + " " + person + " " + given, "ringback-grant-string");
            }

            @Override
            public CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person) {
                return done("revoke " + equipment + " " + person);
            }

            @Override
            public CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person, String grant) {
                return grant.isEmpty()
                        ? revoke(equipment, person)
                        : done("revoke " + equipment + " " + person + " " + grant);
            }

            @Override
            public CompletionStage<Void> suspend(EquipmentId equipment, EquipmentId person, String grant) {
                return done("suspend " + equipment + " " + person + " " + grant);
            }

            @Override
            public CompletionStage<Void> resume(EquipmentId equipment, EquipmentId person, String grant) {
                return done("resume " + equipment + " " + person + " " + grant);
            }

            @Override
            public CompletionStage<Integer> hangUp(EquipmentId person, Optional<EquipmentId> equipment) {
                return done(
                        "hang up on " + person
                                + equipment.map(only -> " at " + only).orElse(""),
                        equipment.isEmpty() ? 2 : 0);
            }

            @Override
            public CompletionStage<Boolean> leave(EquipmentId equipment) {
                return done("leave " + equipment, serverTold);
            }

            @Override
            public Page<EquipmentStatus> equipment(Optional<EquipmentId> after, int limit) {
                return page(joined, this::equipment, EquipmentStatus::name, after, limit);
            }

            @Override
            public Optional<EquipmentStatus> equipment(EquipmentId name) {
                return IntStream.range(0, joined)
                        .mapToObj(this::equipment)
                        .filter(one -> one.name().equals(name))
                        .findFirst();
            }

            private EquipmentStatus equipment(int number) {
                EquipmentId id = number == 0 ? LAMP : new EquipmentId("more-" + number);
                return new EquipmentStatus(
                        number == 0 ? lampName : id,
                        id,
                        KEY,
                        number % 2 == 0 ? "registered" : "no lease",
                        number % 2 == 0 ? trouble : "the server is away; next: start it",
                        Optional.of(Duration.ofSeconds(12)),
                        "home.example:3478",
                        Optional.of("192.0.2.1:4000"),
                        translated,
                        Optional.of(THEN),
                        Set.of(RingSystem.PASSWORD, RingSystem.DATAGRAM),
                        passwordSet,
                        2,
                        IntStream.range(0, grants)
                                .mapToObj(i -> grant(i, number == joined - 1 && i == grants - 1 ? alarm : ""))
                                .toList(),
                        services);
            }

            private EquipmentStatus.GrantStatus grant(int number, String alarm) {
                return new EquipmentStatus.GrantStatus(
                        new GrantId((number == 0 ? "cd" : String.format(Locale.ROOT, "%02x", number))
                                .repeat(GrantId.LENGTH)),
                        new EquipmentId(number == 0 ? "anna" : "person-" + number),
                        used ? Optional.of(KEY) : Optional.empty(),
                        THEN.plusSeconds(number),
                        false,
                        suspended,
                        overdue,
                        alarm,
                        terms,
                        ended);
            }

            @Override
            public List<String> warnings() {
                return Stream.concat(Stream.of("dialable: 127.0.0.0/8 is permitted"), configuredForNobody.stream())
                        .toList();
            }
        };
    }

    IssuerControl issuer() {
        return new IssuerControl() {
            @Override
            public CompletionStage<List<NetworkReport>> network() {
                return checked();
            }

            @Override
            public List<Forward> forwards() {
                return List.of();
            }

            @Override
            public CompletionStage<EquipmentId> join(String enrolmentString) {
                keyRevoked = joiningMakesANewKey;
                return done("issuer join " + enrolmentString, new EquipmentId("anna"));
            }

            @Override
            public CompletionStage<GrantedEquipment> acceptGrant(String grantString, boolean replace) {
                return done("accept " + grantString + (replace ? " in its place" : ""), granted(0));
            }

            @Override
            public CompletionStage<GrantedEquipment> acceptGrant(
                    String grantString, boolean replace, Optional<EquipmentId> as) {
                lampName = as.orElse(lampName);
                return acceptGrant(grantString, replace);
            }

            @Override
            public CompletionStage<Void> rename(EquipmentId equipment, EquipmentId name) {
                return done("issuer rename " + equipment + " " + name);
            }

            @Override
            public CompletionStage<Void> password(EquipmentId equipment, Secret password) {
                return done("issuer password " + equipment + " " + new String(password.copyBytes(), UTF_8));
            }

            @Override
            public CompletionStage<Void> forget(EquipmentId equipment) {
                return done("forget " + equipment);
            }

            @Override
            public CompletionStage<List<Presence>> presence(List<EquipmentId> equipment) {
                asked.add("presence " + equipment);
                return unanswered
                        ? new CompletableFuture<>()
                        : failure.isEmpty()
                                ? CompletableFuture.completedFuture(
                                        equipment.stream().map(presence).toList())
                                : CompletableFuture.failedFuture(new RefusedException(failure));
            }

            @Override
            public Ring ring(RingRequest request) throws RefusedException {
                asked.add("ring " + request.equipment() + " "
                        + request.system().map(RingSystem::label).orElse("best") + " "
                        + request.protection()
                                .map(protection -> protection + " ")
                                .orElse("")
                        + request.service());
                if (!failure.isEmpty()) {
                    throw new RefusedException(failure);
                }
                return new FakeRing();
            }

            @Override
            public Page<GrantedEquipment> granted(Optional<EquipmentId> after, int limit) {
                return page(keyRevoked ? 0 : granted, this::granted, GrantedEquipment::equipment, after, limit);
            }

            @Override
            public Optional<GrantedEquipment> granted(EquipmentId equipment) {
                return IntStream.range(0, keyRevoked ? 0 : granted)
                        .mapToObj(this::granted)
                        .filter(one -> one.equipment().equals(equipment))
                        .findFirst();
            }

            private GrantedEquipment granted(int number) {
                EquipmentId id = number == 0 ? LAMP : new EquipmentId("more-" + number);
                return new GrantedEquipment(
                        number == 0 ? lampName : id,
                        id,
                        new EquipmentId("anna"),
                        List.of("home.example:3478"),
                        KEY,
                        Set.of(RingSystem.PASSWORD),
                        passwordKept,
                        THEN,
                        terms,
                        refused);
            }
        };
    }

    /** A ring that is over at once. */
    private CompletionStage<List<NetworkReport>> checked() {
        return failure.isEmpty()
                ? CompletableFuture.completedFuture(network)
                : CompletableFuture.failedFuture(new RefusedException(failure));
    }

    private final class FakeRing implements Ring {
        @Override
        public RingNonce nonce() {
            return NONCE;
        }

        @Override
        public CompletionStage<RingStory> answer() {
            // A conversation that is refused is waited for as long as the ring took: on a busy machine that may be
            // long.
            Duration took = serviceThere ? Duration.ofMillis(12) : Duration.ofSeconds(20);
            return CompletableFuture.completedFuture(story(answered, took));
        }

        @Override
        public CompletionStage<Duration> waiting() {
            return silent ? CompletableFuture.completedFuture(Duration.ofSeconds(30)) : new CompletableFuture<>();
        }

        @Override
        public Conversation open() {
            return new Mirror();
        }

        @Override
        public void close() {
            asked.add("closed");
        }
    }

    /** Answers at once, and notes what it was told. */
    private final class Mirror implements Conversation {
        private final CountDownLatch told = new CountDownLatch(1);

        @Override
        public EquipmentId equipment() {
            return LAMP;
        }

        @Override
        public String service() {
            return "http";
        }

        @Override
        public KeyFingerprint peer() {
            return KEY;
        }

        @Override
        public RingNonce ring() {
            return NONCE;
        }

        @Override
        public InputStream input() {
            if (!serviceThere) {
                return new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new ConversationResetException("reset", Optional.of(RingReason.SERVICE_DOWN));
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new ConversationResetException("reset", Optional.of(RingReason.SERVICE_DOWN));
                    }
                };
            }
            if (serviceNeverStops) {
                return new InputStream() {
                    @Override
                    public int read() {
                        return 'l';
                    }
                };
            }
            return new ByteArrayInputStream("the answer\n".getBytes(UTF_8));
        }

        @Override
        public OutputStream output() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    asked.add("told " + toString(UTF_8));
                    told.countDown();
                }
            };
        }

        @Override
        public void awaitDelivered() throws IOException {
            try {
                told.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void reset() {
            asked.add("reset");
        }

        @Override
        public void close() {
            asked.add("ended");
        }
    }
}
