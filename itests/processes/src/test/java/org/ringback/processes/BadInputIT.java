package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.kit.RecordingNat;
import org.ringback.wire.Door;
import org.ringback.wire.Examples;
import org.ringback.wire.MessageKind;

/** What strangers may send to the open ports: nothing is lost, nothing is logged, it is counted, and rings are answered. */
public final class BadInputIT {
    @ClassRule
    public static final Net NET = new Net();

    private static final String EQUIPMENT = "lamp-1";
    /** Where the handshake message begins in a TLS record (RFC 8446 §5.1). */
    private static final int HANDSHAKE = 5;

    /** What the first byte of a TCP connection tells. */
    private static final int TLS = 0x16;

    private static final int MAX_STUN = 0x03;

    /** The longest first record of certificate-first that the server takes. */
    private static final int MAX_FIRST_RECORD = 528;

    /** So many datagrams fit into the smallest receive buffer. */
    private static final int BATCH = 50;

    /** What the system says of a connection that the other end has ended with bytes unread. */
    private static final Pattern CLOSED = Pattern.compile("reset|Broken pipe|not connected");

    private static RecordingNat passage;

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    private String logBefore = "";

    @BeforeClass
    public static void equipmentThatIsRungAfterEachAttack() {
        passage = NET.passage();
        NET.join(EQUIPMENT, passage.address());
        NET.grant(EQUIPMENT, NET.issuer(), NET.serverName(Net.IPV4));
        assertTrue(NET.ring(EQUIPMENT, "call-back").getBoolean("answered"));
    }

    @Before
    public void rememberTheLogs() {
        logBefore = logs();
    }

    @After
    public void ringsAreAnsweredAndNoLogLineWasAdded() {
        assertTrue(NET.ring(EQUIPMENT, "call-back").getBoolean("answered"));
        assertEquals(logBefore, logs());
    }

    private static String logs() {
        return NET.server().log() + NET.gateway().log() + NET.issuer().log();
    }

    @Test
    public void everyMessageCutAndChangedIsCountedAtTheServersUdpPort() throws Exception {
        long before = NET.server().counted("udp.");
        List<byte[]> bad = new ArrayList<>();
        for (MessageKind kind : MessageKind.values()) {
            bad.addAll(BadBytes.of(kind));
        }
        noAnswerIsLongerThanItsQuestion(bad);
        assertTrue(NET.server().counted("udp.") >= before + heard(bad));
    }

    @Test
    public void noiseIsCountedAtTheServersUdpPort() throws Exception {
        long before = NET.server().counted("udp.");
        List<byte[]> noise = BadBytes.noise(2_000);
        noAnswerIsLongerThanItsQuestion(noise);
        assertTrue(NET.server().counted("udp.") >= before + heard(noise));
    }

    /** An empty datagram is nothing to count. */
    private static long heard(List<byte[]> datagrams) {
        return datagrams.stream().filter(datagram -> datagram.length > 0).count();
    }

    /** Sends all, and a good probe after every few, whose answer tells that those before were looked at. */
    private static void noAnswerIsLongerThanItsQuestion(List<byte[]> datagrams) throws IOException {
        Map<Integer, Integer> asked = new HashMap<>();
        try (DatagramChannel stranger = DatagramChannel.open()) {
            stranger.connect(NET.serverAddress());
            int number = 0;
            for (byte[] datagram : datagrams) {
                BadBytes.number(datagram, ++number);
                asked.put(number, datagram.length);
                stranger.write(ByteBuffer.wrap(datagram));
                if (number % BATCH == 0 || number == datagrams.size()) {
                    probe(stranger, asked);
                }
            }
        }
    }

    private static void probe(DatagramChannel stranger, Map<Integer, Integer> asked) throws IOException {
        byte[] probe = Examples.bytes(MessageKind.PROBE);
        BadBytes.number(probe, -1);
        stranger.write(ByteBuffer.wrap(probe));
        ByteBuffer answer = ByteBuffer.allocate(2_048);
        for (boolean probed = false; !probed; ) {
            answer.clear();
            stranger.read(answer);
            answer.flip();
            int number = BadBytes.numberOf(answer);
            probed = number == -1;
            // The answer to a plain STUN probe is the one exception, and only there on loopback.
            boolean probeAnswer = Short.toUnsignedInt(answer.getShort(0)) == MessageKind.PROBE_ANSWER.type();
            assertTrue(
                    "message " + number + " was answered by " + answer.remaining() + " bytes",
                    probeAnswer || answer.remaining() <= asked.getOrDefault(number, 0));
        }
    }

    @Test
    public void everyMessageCutAndChangedIsCountedAtTheGatewaysUdpPort() {
        List<byte[]> bad = new ArrayList<>(BadBytes.noise(500));
        for (MessageKind kind : MessageKind.values()) {
            if (kind.door() == Door.ACCEPTOR_UDP) {
                bad.addAll(BadBytes.of(kind));
            }
        }
        long before = NET.gateway().counted("udp.");
        for (int from = 0; from < bad.size(); from += BATCH) {
            List<byte[]> sent = bad.subList(0, Math.min(bad.size(), from + BATCH));
            sent.subList(from, sent.size()).forEach(passage::inject);
            await().atMost(10, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> NET.gateway().counted("udp.") >= before + heard(sent));
        }
    }

    @Test
    public void strangersWhoGuessTheGatewaysUdpPortAreNotHeard() throws Exception {
        InetSocketAddress gateway = gatewayAddress();
        try (DatagramChannel stranger = DatagramChannel.open()) {
            stranger.connect(gateway);
            stranger.configureBlocking(false);
            for (MessageKind kind : MessageKind.values()) {
                stranger.write(ByteBuffer.wrap(Examples.bytes(kind)));
            }
            assertTrue(NET.ring(EQUIPMENT, "call-back").getBoolean("answered"));
            assertEquals(0, stranger.read(ByteBuffer.allocate(2_048)));
        }
    }

    /** Equipment that goes straight to the server shows there where the gateway's socket is. */
    private static InetSocketAddress gatewayAddress() {
        NET.join("straight-1", NET.serverName(Net.IPV4));
        return NET.address("straight-1").orElseThrow();
    }

    @Test
    public void whatBeginsNeitherProtectionIsClosedAtTheServersTcpPort() throws Exception {
        long before = NET.server().counted("tcp.");
        byte[] noise = new byte[512];
        new Random(7).nextBytes(noise);
        for (int first = 0; first < 256; first += 5) {
            if (first > MAX_STUN && first != TLS) {
                noise[0] = (byte) first;
                assertClosed(NET.serverAddress(), noise);
            }
        }
        assertClosed(
                NET.serverAddress(), "GET / HTTP/1.1\r\nHost: ringback\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(NET.server().counted("tcp.") > before);
    }

    @Test
    public void aHundredBadHandshakesAreClosedAndCounted() throws Exception {
        long before = NET.server().counted("tcp.");
        byte[] hello = Hello.whole();
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            byte[] bad = hello.clone();
            switch (i % 4) {
                case 0 -> bad[HANDSHAKE] = 2; // a ServerHello
                case 1 -> fill(bad, random);
                case 2 -> bad = Arrays.copyOf(bad, 1 + random.nextInt(bad.length - 1));
                default -> bad[HANDSHAKE + 4] = 0; // a version that never was
            }
            try (Socket stranger = stranger("127.9.9.9", bad)) {
                if (i % 4 == 2) {
                    stranger.shutdownOutput();
                }
                assertEnds(stranger);
            }
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> NET.server().counted("tcp.") >= before + 100);
    }

    /** Noise in a record of the right length. */
    private static void fill(byte[] record, Random random) {
        byte[] noise = new byte[record.length - HANDSHAKE];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, record, HANDSHAKE, noise.length);
    }

    @Test
    public void everyMessageCutAndChangedIsClosedAndCountedOnCertificateFirst() throws Exception {
        List<byte[]> bad = new ArrayList<>(BadBytes.of(MessageKind.CERTIFICATE_REQUEST));
        for (MessageKind kind : List.of(MessageKind.FIRST_INFORMATION, MessageKind.THIRD_INFORMATION)) {
            List<byte[]> some = BadBytes.of(kind);
            for (int i = 0; i < some.size(); i += 5) {
                bad.add(some.get(i));
                bad.add(Agreement.joined(Agreement.request(), some.get(i)));
            }
        }
        for (byte[] noise : BadBytes.noise(20)) {
            bad.add(Agreement.joined(new byte[] {(byte) (noise.length & MAX_STUN)}, noise));
        }
        bad.removeIf(bytes -> bytes.length == 0 || bytes[0] < 0 || bytes[0] > MAX_STUN);
        long before = NET.server().counted("tcp.unproved.");
        for (byte[] bytes : bad) {
            assertNothingButTheCertificate(bytes);
        }
        awaitUnproved(before + bad.size());
    }

    /** Some of the changed requests are still requests; whatever else comes gets no answer. */
    private static void assertNothingButTheCertificate(byte[] bytes) throws IOException {
        try (Socket stranger = stranger("127.7.7.7", bytes)) {
            stranger.shutdownOutput();
            byte[] answer = stranger.getInputStream().readAllBytes();
            if (answer.length > 0) {
                assertEquals(MessageKind.CERTIFICATE.type(), type(answer));
                assertEquals(answer.length - 20, ByteBuffer.wrap(answer).getShort(Short.BYTES));
            }
        } catch (SocketException reset) {
            assertTrue(reset.getMessage(), CLOSED.matcher(reset.getMessage()).find());
        }
    }

    private static int type(byte[] message) {
        return Short.toUnsignedInt(ByteBuffer.wrap(message).getShort());
    }

    private static void awaitUnproved(long count) {
        await().atMost(10, TimeUnit.SECONDS).until(() -> NET.server().counted("tcp.unproved.") >= count);
    }

    @Test
    public void aPieceOfKeyGenerationInformationThatDoesNotFitIsClosedAndCounted() throws Exception {
        long before = NET.server().counted("tcp.unproved.");
        for (int at = 0; at < 48; at += 5) {
            try (Socket stranger = stranger("127.7.7.7", Agreement.request())) {
                byte[] piece = Agreement.piece(Agreement.read(stranger));
                piece[at] ^= 1;
                stranger.getOutputStream().write(Agreement.information(piece));
                assertEndsAtOnce(stranger);
            }
        }
        awaitUnproved(before + 10);
    }

    @Test
    public void aFirstRecordOfAWrongLengthOrKeyIsClosedAndCounted() throws Exception {
        long before = NET.server().counted("tcp.unproved.");
        for (int length : new int[] {0, 15, 16, MAX_FIRST_RECORD, MAX_FIRST_RECORD + 1, 65_535}) {
            try (Socket stranger = stranger("127.7.7.7", Agreement.request())) {
                byte[] piece = Agreement.piece(Agreement.read(stranger));
                stranger.getOutputStream().write(Agreement.information(piece));
                assertEquals(MessageKind.FOURTH_INFORMATION.type(), type(Agreement.read(stranger)));
                // Of one that is too long the length is enough.
                int sent = length > MAX_FIRST_RECORD ? 0 : length;
                byte[] record = ByteBuffer.allocate(Short.BYTES + sent)
                        .putShort((short) length)
                        .array();
                stranger.getOutputStream().write(record);
                assertEndsAtOnce(stranger);
            }
        }
        awaitUnproved(before + 6);
    }

    /** Without a byte more, long before the time to prove oneself is over. */
    private static void assertEndsAtOnce(Socket stranger) throws IOException {
        stranger.setSoTimeout(5_000);
        try {
            assertEquals(-1, stranger.getInputStream().read());
        } catch (SocketException reset) {
            assertTrue(reset.getMessage(), CLOSED.matcher(reset.getMessage()).find());
        }
    }

    @Test
    public void halfHellosOfOneNetworkDoNotKeepOthersOut() throws Exception {
        long before = NET.server().counted("tcp.unproved.silent-too-late");
        byte[] half = Arrays.copyOf(Hello.whole(), 40);
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                strangers.add(stranger("127.66.0." + (1 + i % 200), half));
            }
            assertTrue(NET.ring(EQUIPMENT, "call-back").getBoolean("answered"));
            for (Socket stranger : strangers) {
                assertEnds(stranger);
            }
            assertEquals(before + 40, NET.server().counted("tcp.unproved.silent-too-late"));
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    public void strangersAtThePortOfAPendingRingDoNotDisturbIt() throws Exception {
        byte[] wrong = Hello.whole();
        wrong[HANDSHAKE] = 2;
        CompletableFuture<JSONObject> ring;
        InetSocketAddress listener;
        List<Socket> silent = new ArrayList<>();
        NET.gateway().signal("STOP");
        try {
            ring = CompletableFuture.supplyAsync(() -> NET.ring(EQUIPMENT, "call-back"));
            await().atMost(5, TimeUnit.SECONDS).until(() -> NET.pendingRings() == 1);
            listener = NET.address("anna").orElseThrow();
            // Of the four that may be unproved at once three say nothing.
            for (int i = 0; i < 3; i++) {
                silent.add(stranger(listener, "127.8.8.8", new byte[0]));
            }
            for (int i = 0; i < 20; i++) {
                assertClosed(listener, wrong);
            }
        } finally {
            NET.gateway().signal("CONT");
        }
        assertTrue(ring.get(60, TimeUnit.SECONDS).getBoolean("answered"));
        for (Socket stranger : silent) {
            assertEnds(stranger);
            stranger.close();
        }
        // It listens only while a ring is pending.
        assertThrows(ConnectException.class, () -> stranger(listener, "127.8.8.8", wrong)
                .close());
    }

    private static void assertClosed(InetSocketAddress door, byte[] bytes) throws IOException {
        try (Socket stranger = stranger(door, "127.8.8.8", bytes)) {
            assertEnds(stranger);
        }
    }

    private static Socket stranger(String from, byte[] bytes) throws IOException {
        return stranger(NET.serverAddress(), from, bytes);
    }

    /** A stranger in a network of its own, so that the limit of strangers for a network is its own, too. */
    private static Socket stranger(InetSocketAddress door, String from, byte[] bytes) throws IOException {
        Socket socket = new Socket(door.getAddress(), door.getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(20_000);
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            assertTrue(socket.isConnected());
        }
        return socket;
    }

    /** Whoever listens may say goodbye with a TLS alert; then it closes. */
    private static void assertEnds(Socket stranger) throws IOException {
        try {
            assertTrue(stranger.getInputStream().readAllBytes().length < 64);
        } catch (SocketException reset) {
            assertTrue(reset.getMessage(), reset.getMessage().contains("reset"));
        }
    }
}
