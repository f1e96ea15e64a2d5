package org.ringback.relay.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.Revocation;
import org.ringback.api.control.ServerNetwork;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.control.UnusedString;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.net.AddressScope;
import org.ringback.api.net.AddressText;
import org.ringback.crypto.internal.BouncyProvider;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.kernel.CryptoBundle;
import org.ringback.relay.core.RelayLimit;
import org.ringback.spi.CloseReason;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.Identities;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.DialBackOutcome;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.RoundTrips;

/** The whole server on real sockets, with the real transport, crypto, store and equipment list. */
public class RelayComponentTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String NO_FIRST_RECORD = "tcp.unproved.no-first-record";
    /** A handshake record with a ClientHello of one byte in it. */
    private static final byte[] CLIENT_HELLO = {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0};
    /** A Certificate Request without attributes. */
    private static final byte[] CERTIFICATE_REQUEST = {
        2, (byte) 0xC7, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Identities identities = new StoredIdentities();
    private final MessageCodec codec = new MessageCodec();
    private final List<DialledDevice> devices = new ArrayList<>();
    private Path home = Path.of("");
    private Stand stand;

    @Before
    public void start() throws IOException {
        home = folder.newFolder().toPath();
        stand = new Stand(home).start(Stand.anyPort());
    }

    @After
    public void stop() {
        devices.forEach(DialledDevice::close);
        stand.close();
    }

    @Test
    public void aRingGoesThroughRealSocketsOverIpv4() throws Exception {
        RingStory story = ring(0, ProtectionId.TLS13);
        assertEquals("tls13", story.protection());
        assertEquals("X25519MLKEM768", story.keyAgreement());
        assertEquals(Optional.of(ANNA), story.person());
    }

    @Test
    public void whoRangIsToldAfterARestartToo() throws Exception {
        RingStory story = ring(0, ProtectionId.TLS13);
        restart(Stand.anyPort());
        assertEquals(List.of(story), stand.control().stories());
    }

    @Test
    public void aRingGoesThroughRealSocketsOverIpv6() throws Exception {
        ring(1, ProtectionId.TLS13);
    }

    @Test
    public void aRingGoesThroughCertificateFirst() throws Exception {
        RingStory story = ring(0, ProtectionId.CERTIFICATE_FIRST);
        assertEquals("certificate-first", story.protection());
    }

    private RingStory ring(int addressIndex, ProtectionId protection) throws Exception {
        InetSocketAddress server = stand.control().status().addresses().get(addressIndex);
        DeviceIdentity lamp = identities.create();
        Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR, protection);
        DialledDevice gateway = dial(lamp, ticket, server);
        assertEquals(MessageKind.ENROLLED, gateway.enrol(ticket).kind());
        Message leased = gateway.send(Message.of(MessageKind.LEASE, DialledDevice.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, LAMP)
                        .build())
                .next();
        Secret key = Secret.copyOf(leased.get(Attributes.REGISTRATION_KEY));
        Message invited = gateway.send(Message.of(MessageKind.INVITE, DialledDevice.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, LAMP)
                        .with(Attributes.NAME, ANNA)
                        .build())
                .next();

        try (DatagramSocket udp = new DatagramSocket(0, server.getAddress())) {
            udp.setSoTimeout(TIMEOUT_MILLIS);
            Message registered = register(udp, server, key);
            assertEquals(
                    udp.getLocalPort(),
                    registered.get(Attributes.XOR_MAPPED_ADDRESS).getPort());

            DeviceIdentity anna = identities.create();
            Ticket invitation = new Ticket(
                    ticket.servers(),
                    ticket.pins(),
                    ticket.protections(),
                    ANNA,
                    Role.ISSUER,
                    invited.get(Attributes.CODE_ID),
                    Secret.copyOf(invited.get(Attributes.CODE)),
                    ticket.made());
            long dialled = System.nanoTime();
            DialledDevice issuer = dial(anna, ticket, server);
            assertEquals(ANNA, issuer.enrol(invitation).get(Attributes.USERNAME));
            InetSocketAddress observed = issuer.established.join().peer().local();
            byte[] box = new byte[120];
            Arrays.fill(box, (byte) 7);
            RingNonce nonce = RingNonce.of(new byte[RingNonce.LENGTH]);
            issuer.send(Message.of(MessageKind.CONNECT, DialledDevice.transaction())
                    .with(Attributes.PROTOCOL, MessageKind.VERSION)
                    .with(Attributes.TARGET_ID, LAMP)
                    .with(Attributes.CALLBACK_ADDRESS, observed)
                    .with(Attributes.RING_NONCE, nonce)
                    .with(Attributes.SYSTEM_REQUESTED, RingSystem.PASSWORD)
                    .with(Attributes.BOX, box)
                    .with(Attributes.PATHS, 0)
                    .build());

            int connectionId = receive(udp).get(Attributes.CONNECTION_ID);
            bothAreListedByPageWithTimesOfTheDay();
            DialledDevice second = dial(lamp, ticket, server);
            Message request = second.send(Message.of(MessageKind.CONNECTION_BIND, DialledDevice.transaction())
                            .with(Attributes.PROTOCOL, MessageKind.VERSION)
                            .with(Attributes.USERNAME, LAMP)
                            .with(Attributes.CONNECTION_ID, connectionId)
                            .with(Attributes.PATHS, 0)
                            .build())
                    .next();
            assertEquals(observed, request.get(Attributes.XOR_PEER_ADDRESS));
            assertArrayEquals(box, request.get(Attributes.BOX));
            assertEquals(lamp.fingerprint(), issuer.next().get(Attributes.ACCEPTOR_KEY));
            second.send(report(connectionId, Outcome.CALLING));
            Message calling = issuer.next();
            assertEquals(observed, calling.get(Attributes.ISSUER_ADDRESS));
            assertEquals(second.established.join().peer().local(), calling.get(Attributes.ACCEPTOR_ADDRESS));
            Duration sinceDialled = Duration.ofNanos(System.nanoTime() - dialled);
            assertMeasured(issuer, second, request, sinceDialled);
            assertMeasured(issuer, second, calling, sinceDialled);
            second.send(report(connectionId, Outcome.REACHED));
            assertEquals(Outcome.REACHED, issuer.next().get(Attributes.OUTCOME));
            issuer.closed.join();
            second.closed.join();
            RingStory story = stand.control().stories().get(0);
            assertTrue(story.answered());
            assertEquals(0, stand.control().status().pendingRings());
            return story;
        }
    }

    /** Nobody listens at the port of its connection, so the system refuses what comes there. */
    @Test
    public void aDeviceThatAsksToBeDialledBackIsToldHowThatWent() throws Exception {
        Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR);
        DialledDevice device = dial(
                identities.create(),
                ticket,
                stand.control().status().addresses().get(0));
        device.enrol(ticket);
        Message told = device.send(Message.of(MessageKind.NETWORK_CHECK, DialledDevice.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.DIAL_BACK, new byte[0])
                        .build())
                .next();
        assertEquals(MessageKind.NETWORK_CHECKED, told.kind());
        assertEquals(device.established.get().peer().local(), told.get(Attributes.XOR_MAPPED_ADDRESS));
        assertEquals(Optional.of(DialBackOutcome.REFUSED), told.find(Attributes.DIAL_BACK_OUTCOME));
        assertEquals(
                List.of(AddressScope.LOOPBACK),
                stand.control().network().listening().stream()
                        .map(ServerNetwork.Listening::scope)
                        .distinct()
                        .toList());
    }

    @Test
    public void itTellsHowManyCallsItRelaysAndThatItRelaysNone() throws IOException {
        restart(Map.of("listen", "127.0.0.1:0", "relayed-calls", 3));
        assertEquals(3, stand.control().network().relayedCalls());
        restart(Map.of("listen", "127.0.0.1:0", "relayed-calls", 3, "relay", "off"));
        assertEquals(0, stand.control().network().relayedCalls());
    }

    /** A connection with that host stands, so whatever says that there is no way to it is on the way. */
    @Test
    public void whatADialBackFailedOfIsToldAsTheWayOrAsThisMachine() {
        assertEquals(DialBackOutcome.REFUSED, DialBacks.outcome(CloseReason.Kind.REFUSED));
        assertEquals(DialBackOutcome.REFUSED, DialBacks.outcome(CloseReason.Kind.BROKEN));
        assertEquals(DialBackOutcome.NO_ANSWER, DialBacks.outcome(CloseReason.Kind.TIMED_OUT));
        assertEquals(DialBackOutcome.NO_WAY, DialBacks.outcome(CloseReason.Kind.NOT_DIALLED));
        assertEquals(DialBackOutcome.NO_WAY, DialBacks.outcome(CloseReason.Kind.NO_ROUTE));
    }

    private static Message report(int connectionId, Outcome outcome) {
        return Message.of(MessageKind.REPORT, DialledDevice.transaction())
                .with(Attributes.CONNECTION_ID, connectionId)
                .with(Attributes.OUTCOME, outcome)
                .build();
    }

    /** Where the system tells the round trips of connections, those of both are in a message, as times that passed. */
    private static void assertMeasured(
            DialledDevice issuer, DialledDevice second, Message told, Duration sinceDialled) {
        Optional<RoundTrips> times = told.find(Attributes.ROUND_TRIPS);
        assertMeasured(issuer, times.flatMap(RoundTrips::issuer), sinceDialled);
        assertMeasured(second, times.flatMap(RoundTrips::acceptor), sinceDialled);
    }

    private static void assertMeasured(DialledDevice device, Optional<Duration> time, Duration sinceDialled) {
        assertEquals(device.roundTrip().isPresent(), time.isPresent());
        time.ifPresent(smallest -> assertTrue(
                smallest.toString(), smallest.compareTo(Duration.ZERO) > 0 && smallest.compareTo(sinceDialled) <= 0));
    }

    private void bothAreListedByPageWithTimesOfTheDay() {
        Page<RegisteredDevice> first = stand.control().registrations(Optional.empty(), 1);
        assertEquals(
                List.of(ANNA), first.rows().stream().map(RegisteredDevice::id).toList());
        assertTrue(first.more());
        assertEquals(
                "as long as its connection",
                Optional.empty(),
                first.rows().get(0).expires());
        Page<RegisteredDevice> last = stand.control().registrations(Optional.of(ANNA), 1);
        assertFalse(last.more());
        RegisteredDevice lamp = last.rows().get(0);
        assertEquals(
                lamp.address(), stand.control().registration(LAMP).orElseThrow().address());
        assertFalse(lamp.refreshed().isAfter(Instant.now()));
        assertEquals(
                Duration.ofMinutes(3),
                Duration.between(lamp.refreshed(), lamp.expires().orElseThrow()));
        for (int limit : new int[] {0, Page.MOST + 1}) {
            assertThrows(IllegalArgumentException.class, () -> stand.control().registrations(Optional.empty(), limit));
        }
    }

    private Message register(DatagramSocket udp, InetSocketAddress server, Secret key) throws Exception {
        send(udp, server, question());
        String nonce = receive(udp).get(Attributes.NONCE);
        send(
                udp,
                server,
                codec.encode(
                        Message.of(MessageKind.REGISTER, DialledDevice.transaction())
                                .with(Attributes.USERNAME, LAMP)
                                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                                .with(Attributes.LIFETIME, 180)
                                .with(Attributes.REALM, "ringback")
                                .with(Attributes.NONCE, nonce)
                                .with(Attributes.SEQUENCE, 1L)
                                .build(),
                        Stand.CRYPTO.macKey(key, MacUse.REGISTER, LAMP)));
        return receive(udp);
    }

    private byte[] question() {
        return codec.encode(Message.of(MessageKind.REGISTER, DialledDevice.transaction())
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.LIFETIME, 180)
                .with(Attributes.PADDING, new byte[100])
                .build());
    }

    private static void send(DatagramSocket udp, InetSocketAddress to, byte[] bytes) throws IOException {
        udp.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private Message receive(DatagramSocket udp) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        udp.receive(packet);
        return codec.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), Door.ACCEPTOR_UDP);
    }

    private DialledDevice dial(DeviceIdentity self, Ticket ticket, InetSocketAddress server) {
        DialledDevice device = new DialledDevice(stand, self, ticket, server);
        devices.add(device);
        return device;
    }

    @Test
    public void theFirstStartWritesTheBackupKeyForItsOwnerAloneAndStatusWarns() throws IOException {
        Path backup = home.resolve("keys/backup-ca.pem");
        assertTrue(Files.readString(backup, US_ASCII).contains("PRIVATE KEY"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
        assertTrue(stand.control().status().warnings().get(0).contains(backup.toString()));
        Files.delete(backup);
        assertEquals(List.of(), stand.control().status().warnings());
        restart(Stand.anyPort());
        assertFalse("only the first start makes one", Files.exists(backup));
    }

    @Test
    public void authorityAndEnrolmentsSurviveARestart() throws Exception {
        ServerStatus before = stand.control().status();
        Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR);
        dial(identities.create(), ticket, before.addresses().get(0)).enrol(ticket);
        restart(Stand.anyPort());
        assertEquals(before.authority(), stand.control().status().authority());
        assertEquals(1, stand.control().status().enrolled());
        assertEquals(
                LAMP,
                stand.control().enrolments(Optional.empty(), 1).rows().get(0).id());
    }

    @Test
    public void theOperatorIsToldOfStringsThatNobodyUsedAndSinceWhenRowsAreRemembered() throws Exception {
        Instant before = Instant.now();
        restart(Stand.anyPort());
        Instant since = stand.control().remembersSince().orElseThrow();
        assertFalse(since.isBefore(before.minusSeconds(1)));
        stand.enrol(LAMP, Role.ACCEPTOR);
        List<UnusedString> unused =
                stand.control().unusedStrings(Optional.empty(), 10).rows();
        assertEquals(List.of(LAMP), unused.stream().map(UnusedString::id).toList());
        assertEquals(
                new Revocation(false, true),
                stand.control().revoke(LAMP).toCompletableFuture().join());
        assertEquals(
                List.of(), stand.control().unusedStrings(Optional.empty(), 10).rows());
    }

    private void restart(Map<String, Object> properties) throws IOException {
        stand.close();
        stand = new Stand(home).start(properties);
    }

    @Test
    public void aServerThatNobodyDialsLetsGoOfCryptoThatWent() throws Exception {
        Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR);
        dial(identities.create(), ticket, stand.control().status().addresses().get(0))
                .enrol(ticket);
        WeakReference<ServerAuthorities> madeTheLeaves =
                new WeakReference<>(stand.suites.current().provider().authorities());
        stand.suites.take(new BouncyProvider(), CryptoBundle.NONE, 4);
        stand.suites.dropProvider(1);
        await().until(() -> {
            System.gc();
            return madeTheLeaves.refersTo(null);
        });
    }

    @Test
    public void udpAndTcpShareTheNumberAndTheAddressIsAdvertised() {
        ServerStatus status = stand.control().status();
        assertEquals(2, status.addresses().size());
        for (int i = 0; i < 2; i++) {
            InetSocketAddress address = status.addresses().get(i);
            assertNotEquals(0, address.getPort());
            assertEquals(AddressText.print(address), status.advertised().get(i));
        }
        assertEquals(status.advertised(), stand.enrol(LAMP, Role.ACCEPTOR).servers());
    }

    @Test
    public void whateverBeginsNoProtectionIsClosedAndCounted() throws IOException {
        for (int first : new int[] {4, 'G', 0x15, 0x17, 0x80, 0xFF}) {
            assertTurnedAway((byte) first);
        }
        assertEquals(6L, (long) stand.control().counters().get(NO_FIRST_RECORD));
    }

    @Test
    public void whereNoProtectionEverRanNothingIsAFirstRecord() throws IOException {
        withoutProtections();
        assertTurnedAway(CERTIFICATE_REQUEST);
        assertTurnedAway(CLIENT_HELLO);
        assertEquals(2L, (long) stand.control().counters().get(NO_FIRST_RECORD));
    }

    private void withoutProtections() throws IOException {
        stand.close();
        stand = new Stand(home, false).start(Stand.anyPort());
    }

    private void assertTurnedAway(byte... bytes) throws IOException {
        InetSocketAddress server = stand.control().status().addresses().get(0);
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes);
            assertClosed(socket);
        }
    }

    private static void assertClosed(Socket socket) {
        int read;
        try {
            read = socket.getInputStream().read();
        } catch (IOException e) {
            read = -1;
        }
        assertEquals(-1, read);
    }

    @Test
    public void aStrangerWhoSaysNothingMakesRoomForWhoComes() throws IOException {
        stand.component.modified(Map.of("listen", "127.0.0.1:0, [::1]:0", "silent-connections", "2"));
        InetSocketAddress server = stand.control().status().addresses().get(0);
        try (Socket one = new Socket(server.getAddress(), server.getPort());
                Socket two = new Socket(server.getAddress(), server.getPort());
                Socket three = new Socket(server.getAddress(), server.getPort())) {
            one.setSoTimeout(TIMEOUT_MILLIS);
            assertClosed(one);
            assertTrue(two.isConnected() && three.isConnected());
            assertEquals(1L, (long) stand.control().counters().get("tcp.unproved.silent-pushed-out"));
            assertEquals(2L, (long) stand.control().counters().get("strangers.silent"));
            List<String> warnings = stand.control().status().warnings();
            assertTrue(warnings.toString(), warnings.stream().anyMatch(text -> text.startsWith("strangers hold 2 ")));
        }
        await().until(() -> stand.control().counters().get("strangers.silent") == 0);
        assertEquals(2L, (long) stand.control().counters().get("tcp.unproved.silent-left"));
    }

    @Test
    public void whoseClientHelloIsWholeIsNotPushedOutByWhoSaysNothing() throws IOException {
        stand.component.modified(Map.of("listen", "127.0.0.1:0, [::1]:0", "silent-connections", "1"));
        InetSocketAddress server = stand.control().status().addresses().get(0);
        try (Socket shaking = new Socket(server.getAddress(), server.getPort())) {
            shaking.setSoTimeout(TIMEOUT_MILLIS);
            shaking.getOutputStream().write(clientHello(server));
            assertTrue("the server answers", shaking.getInputStream().read() >= 0);
            assertEquals(1L, (long) stand.control().counters().get("strangers.shaking"));
            for (int i = 0; i < 50; i++) {
                new Socket(server.getAddress(), server.getPort()).close();
            }
            assertEquals(1L, (long) stand.control().counters().get("strangers.shaking"));
        }
        await().until(() -> stand.control().counters().get("strangers.shaking") == 0);
    }

    /** What one of our devices says first. */
    private byte[] clientHello(InetSocketAddress server) {
        Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR);
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        try {
            Stand.provider(ticket)
                    .dial(
                            identities.create(),
                            Role.ACCEPTOR,
                            new ExpectedServer(
                                    new PinnedChains(),
                                    ticket.pins(),
                                    server.getAddress().getHostAddress(),
                                    Instant.now()))
                    .start(new ProtectionSession.Output() {
                        @Override
                        public void toPeer(ByteBuffer bytes) {
                            hello.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                        }

                        @Override
                        public void toApplication(ByteBuffer plaintext) {
                            throw new AssertionError("nothing of the application yet");
                        }
                    });
        } catch (ProtectionException e) {
            throw new AssertionError(e);
        }
        return hello.toByteArray();
    }

    @Test
    public void aBadValueIsRefusedAndWhatWasInForceStays() {
        List<InetSocketAddress> before = stand.control().status().addresses();
        stand.component.modified(Map.of("listen", "0.0.0.0:3478"));
        stand.component.modified(Map.of("listen", "127.0.0.1:0, [::1]:0", "lifetime", "soon"));
        assertEquals(before, stand.control().status().addresses());
        assertEquals(1, stand.registered.size());
    }

    @Test
    public void aPortInUseIsNotTakenAndWhatWasInForceComesBack() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stand.component.modified(Map.of("listen", "127.0.0.1:" + taken.getLocalPort()));
            assertEquals(2, stand.control().status().addresses().size());
        }
        stand.component.modified(Map.of("listen", "127.0.0.1:0"));
        assertEquals(1, stand.control().status().addresses().size());
        assertEquals(1, stand.registered.size());
    }

    @Test
    public void anAddressThatCannotBeHadIsToldAndTakenOnceItIsFree() throws IOException {
        stand.close();
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            stand = new Stand(home).start(Map.of("listen", "127.0.0.1:" + port));
            ServerStatus status = stand.control().status();
            assertEquals(List.of(), status.addresses());
            assertEquals(List.of("127.0.0.1:" + port), status.advertised());
            assertEquals(
                    "config/org.ringback.relay.cfg: listen: 127.0.0.1:" + port + ": in use (expected: an address of"
                            + " this machine and a port that is free for UDP and TCP; another server of this machine"
                            + " may have it, or a STUN server: ss -lnptu tells); tried again",
                    status.warnings().get(0));
        }
        await().until(() -> !stand.control().status().addresses().isEmpty());
        assertEquals(port, stand.control().status().addresses().get(0).getPort());
        assertFalse(stand.control().status().warnings().toString().contains("tried again"));
    }

    @Test
    public void whatCanBeHadIsServedWhileTheRestIsTriedAgain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stand.component.modified(Map.of("listen", "127.0.0.1:" + taken.getLocalPort() + ", [::1]:0"));
            ServerStatus status = stand.control().status();
            assertEquals(1, status.addresses().size());
            assertEquals(
                    "127.0.0.1:" + taken.getLocalPort(), status.advertised().get(0));
            Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR);
            dial(identities.create(), ticket, status.addresses().get(0)).enrol(ticket);
        }
    }

    @Test
    public void changedLimitsAreTakenWithoutClosingAnything() {
        List<InetSocketAddress> before = stand.control().status().addresses();
        stand.component.modified(
                Map.of("listen", "127.0.0.1:0, [::1]:0", "advertise", "ringback.example:3478, 192.0.2.1:3478"));
        assertEquals(before, stand.control().status().addresses());
        assertEquals(
                List.of("ringback.example:3478", "192.0.2.1:3478"),
                stand.enrol(LAMP, Role.ACCEPTOR).servers());
    }

    @Test
    public void commandsAreRefusedInWords() {
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> stand.control().revoke(LAMP).toCompletableFuture().join());
        assertTrue(refused.getCause() instanceof RefusedException);
        assertTrue(String.valueOf(refused.getCause().getMessage()).startsWith("lamp-1: not enrolled"));
    }

    @Test
    public void aStoppedServerRefusesCommands() {
        RelayControl control = stand.control();
        stand.component.deactivate(Stand.BUNDLE_STOPPED);
        assertTrue(stand.registered.isEmpty());
        CompletionException refused =
                assertThrows(CompletionException.class, () -> control.enrol(LAMP, Role.ACCEPTOR, Set.of("tls13"))
                        .toCompletableFuture()
                        .join());
        assertTrue(refused.getCause() instanceof RefusedException);
    }

    @Test
    public void aRelayThatIsUpdatedFindsWhatWaitsInItsSockets() throws Exception {
        InetSocketAddress server = stand.control().status().addresses().get(0);
        Map<String, Object> samePorts = Map.of("listen", AddressText.print(server));
        stand.component.modified(samePorts);
        stand.component.deactivate(Stand.BUNDLE_STOPPED);
        try (DatagramSocket udp = new DatagramSocket(0, server.getAddress())) {
            udp.setSoTimeout(TIMEOUT_MILLIS);
            send(udp, server, question());
            stand.component.activate(samePorts);
            assertEquals(401, (int) receive(udp).get(Attributes.ERROR_CODE));
        }
    }

    @Test
    public void everyLimitThatIsDeclaredIsTold() throws IllegalAccessException {
        Set<Limit> declared = new HashSet<>();
        for (Field constant : RelayLimit.class.getFields()) {
            declared.add((Limit) constant.get(null));
        }
        assertEquals(
                declared, stand.control().limits().stream().map(LimitUse::limit).collect(Collectors.toSet()));
    }
}
