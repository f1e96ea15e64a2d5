package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.RecordingNat;
import org.ringback.kit.Result;
import org.ringback.wire.MessageKind;

/** Rings that are answered: in the four systems, over both address families, with the page of the one that was wanted. */
public final class RingsIT {
    @ClassRule
    public static final Net NET =
            new Net("stove-4", "stove-6", "kiln-4", "kiln-6", "fan-1", "fan-2", "way-1", "chime-1");

    private static final List<String> SYSTEMS = List.of("datagram", "call-back", "password", "certified");
    private static final String PASSWORD = "correct horse";

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    @Test
    public void theFourSystemsAreAnsweredOverIpv4() throws Exception {
        answeredInFourSystems("stove-4", NET.serverName(Net.IPV4), "127.0.0.1:");
    }

    @Test
    public void theFourSystemsAreAnsweredOverIpv6() throws Exception {
        answeredInFourSystems("stove-6", NET.serverName(Net.IPV6), "]:");
    }

    private static void answeredInFourSystems(String equipment, String server, String host) throws Exception {
        NET.join(equipment, server);
        providePassword(equipment, NET.issuer(), server);
        for (String system : SYSTEMS) {
            JSONObject story = answered(NET.issuer(), equipment, system, host);
            assertEquals("tls13", story.getString("protection"));
            assertEquals("X25519MLKEM768", story.getString("keyAgreement"));
        }
    }

    @Test
    public void certifiedIsAnsweredOnCertificateFirstOverBothFamilies() throws Exception {
        Party berta = NET.anotherIssuer("berta");
        answeredOnCertificateFirst(berta, "kiln-4", NET.serverName(Net.IPV4), "127.0.0.1:");
        answeredOnCertificateFirst(berta, "kiln-6", NET.serverName(Net.IPV6), "]:");
    }

    private static void answeredOnCertificateFirst(Party issuer, String equipment, String server, String host)
            throws Exception {
        NET.joinWith("certificate-first", equipment, server);
        providePassword(equipment, issuer, server);
        JSONObject story = answered(issuer, equipment, "certified", host);
        for (JSONObject part : List.of(story, NET.gateway().stories().get(0))) {
            assertEquals("certificate-first", part.getString("protection"));
            assertEquals("X25519", part.getString("keyAgreement"));
        }
    }

    /** The systems of a grant are those of the moment in which it is made: the password comes first. */
    private static void providePassword(String equipment, Party issuer, String server) {
        NET.password(equipment, PASSWORD);
        NET.grant(equipment, issuer, server);
        issuer.shell("password " + equipment, PASSWORD + "\n").ok();
    }

    private static JSONObject answered(Party issuer, String equipment, String system, String host) throws Exception {
        JSONObject story = new JSONObject(
                issuer.shell("ring " + equipment + " --system " + system + " --forward 127.0.0.1:0 --json")
                        .ok());
        assertTrue(story.toString(), story.getBoolean("answered"));
        assertEquals(system, story.getString("system"));
        assertTrue(story.toString(), story.getJSONArray("steps").toString().contains(host));
        String forward = story.getString("forward");
        assertTrue(Web.get(forward, "/").contains(equipment));
        assertTrue(new JSONObject(Web.get(forward, "/reading")).has("temperature"));
        everyPartyTellsItsPart(issuer, story.getString("nonce"), equipment);
        issuer.shell("hang-up " + story.getString("nonce")).ok();
        assertThrows(IOException.class, () -> Web.get(forward, "/"));
        return story;
    }

    private static void everyPartyTellsItsPart(Party issuer, String nonce, String equipment) {
        for (Party party : List.of(NET.server(), NET.gateway(), issuer)) {
            await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
                JSONObject part = party.stories().stream()
                        .filter(story -> story.getString("nonce").equals(nonce))
                        .findFirst()
                        .orElseThrow();
                assertTrue(part.toString(), part.getBoolean("answered"));
                assertEquals(equipment, part.getString("equipment"));
                assertNotEquals(0, part.getJSONArray("steps").length());
            });
        }
    }

    @Test
    public void aHangUpSignalReadsTheConfigurationAnewAndEndsNeitherTheProgramNorACall() throws Exception {
        assumeFalse("started under nohup: all that is started here ignores SIGHUP", ignoresHangUp());
        NET.provide("chime-1", NET.serverName(Net.IPV4));
        assertTrue(NET.ring("chime-1", "datagram").getBoolean("answered"));
        JSONObject call = new JSONObject(NET.issuer()
                .shell("ring chime-1 --system call-back --forward 127.0.0.1:0 --json")
                .ok());
        NET.allow("chime-1", "call-back");
        NET.gateway().awaitLog("runs, home"); // before that the signal does nothing
        NET.gateway().hangUp();
        NET.gateway().awaitLog("configuration read anew");
        await().atMost(10, TimeUnit.SECONDS).until(() -> systems("chime-1").equals(List.of("call-back")));

        assertFalse(NET.ring("chime-1", "datagram").getBoolean("answered"));
        assertTrue(Web.get(call.getString("forward"), "/").contains("chime-1"));
        assertTrue(NET.ring("chime-1", "call-back").getBoolean("answered"));
        assertTrue(NET.gateway().alive());
        NET.issuer().shell("hang-up " + call.getString("nonce")).ok();
    }

    @Test
    public void aPortOfTheConfigurationIsThereAfterEachStartAndItsFirstConnectionRings() throws Exception {
        LongRun.require();
        NET.provide("chime-2", NET.serverName(Net.IPV4));
        String port = "127.0.0.1:" + free();
        NET.issuer().configure("org.ringback.issuer", "forwards = " + port + "=chime-2/http");
        NET.issuer().awaitLog("runs, home"); // before that the signal does nothing
        NET.issuer().hangUp();
        awaitPort(port);
        assertTrue(Web.get(port, "/").contains("chime-2"));
        assertEquals(0, NET.issuer().stop());
        assertThrows(IOException.class, () -> Web.get(port, "/"));
        NET.issuer().start().ready();
        awaitPort(port);
        assertTrue(Web.get(port, "/").contains("chime-2"));
        assertTrue(NET.issuer().shell("calls").ok().contains(port));
        NET.issuer().configure("org.ringback.issuer", "forwards =");
        NET.issuer().hangUp();
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> !NET.issuer().shell("status").ok().contains(port));
        assertThrows(IOException.class, () -> Web.get(port, "/"));
    }

    /** Whether this process, and so each that it starts, ignores SIGHUP, which is signal 1 (proc(5), SigIgn). */
    private static boolean ignoresHangUp() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Character.digit(line.charAt(line.length() - 1), 16) & 1) != 0);
    }

    private static void awaitPort(String port) {
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> NET.issuer().shell("status").ok().contains(port));
    }

    /** A port that was free a moment ago. */
    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What the gateway answers for it now. */
    private static List<Object> systems(String equipment) {
        return new JSONObject(
                        NET.gateway().shell("status --json --of " + equipment).ok())
                .getJSONObject("acceptor")
                .getJSONArray("equipment")
                .getJSONObject(0)
                .getJSONArray("systems")
                .toList();
    }

    @Test
    public void eachSystemTakesItsOwnWayOnTheWire() {
        RecordingNat gateway = NET.passage();
        RecordingNat issuer = NET.passage();
        NET.join("way-1", gateway.address());
        NET.password("way-1", PASSWORD);
        NET.grant("way-1", NET.issuer(), issuer.address());
        NET.issuer().shell("password way-1", PASSWORD + "\n").ok();
        int before = gateway.connections();
        for (String system : SYSTEMS) {
            long wakeUps = gateway.seen(MessageKind.WAKE_UP);
            long datagramRings = gateway.seen(MessageKind.DATAGRAM_RING);
            int secondConnections = gateway.connections();
            int firstConnections = issuer.connections();
            int callBacks = issuer.callBacks();

            JSONObject story = NET.ring("way-1", system);

            assertTrue(story.toString(), story.getBoolean("answered"));
            boolean byDatagram = system.equals("datagram");
            assertEquals(system, byDatagram, gateway.seen(MessageKind.DATAGRAM_RING) > datagramRings);
            assertEquals(system, !byDatagram, gateway.seen(MessageKind.WAKE_UP) > wakeUps);
            // One that stands for a moment after a ring takes the next one too, and the gateway's story says so.
            boolean another = !byDatagram && !boundOnOneThatStands(story.getString("nonce"));
            assertEquals(system, another ? 1 : 0, gateway.connections() - secondConnections);
            assertEquals(system, 1, issuer.connections() - firstConnections);
            assertEquals(system, 1, issuer.callBacks() - callBacks);
        }
        assertNotEquals(before, gateway.connections());
    }

    private static boolean boundOnOneThatStands(String nonce) {
        return await().until(
                        () -> NET.gateway().stories().stream()
                                .filter(part -> part.getString("nonce").equals(nonce))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .toString()
                .contains("bound on the second TCP connection that stands");
    }

    @Test
    public void ofTwoRegisteredOnlyTheWantedOneIsCalled() throws Exception {
        RecordingNat wanted = NET.passage();
        RecordingNat other = NET.passage();
        NET.join("fan-1", wanted.address());
        NET.join("fan-2", other.address());
        NET.grant("fan-1", NET.issuer(), NET.serverName(Net.IPV4));
        NET.grant("fan-2", NET.issuer(), NET.serverName(Net.IPV4));
        int otherConnections = other.connections();
        for (String system : List.of("datagram", "call-back")) {
            JSONObject story = NET.ring("fan-1", system);
            assertTrue(story.toString(), story.getBoolean("answered"));
        }
        assertNotEquals(0, wanted.seen(MessageKind.WAKE_UP));
        assertNotEquals(0, wanted.seen(MessageKind.DATAGRAM_RING));
        assertEquals(0, other.seen(MessageKind.WAKE_UP));
        assertEquals(0, other.seen(MessageKind.DATAGRAM_RING));
        assertEquals(otherConnections, other.connections());
        assertFalse(NET.gateway().stories().stream()
                .anyMatch(story -> story.getString("equipment").equals("fan-2")));
    }

    @Test
    public void aPipeCarriesOneConversationBothWays() {
        NET.provide("pipe-1", NET.serverName(Net.IPV4));
        Result result = NET.issuer()
                .shell(
                        "ring pipe-1 --system call-back --pipe",
                        "GET /reading HTTP/1.1\r\nHost: pipe-1\r\nConnection: close\r\n\r\n");
        assertTrue(result.ok().startsWith("HTTP/1.1 200"));
        assertTrue(result.output().contains("\"temperature\""));
        assertTrue(result.errors().contains("answered"));
    }

    @Test
    public void aSystemThatTheGrantLacksIsRefusedByTheIssuerItself() {
        RecordingNat issuer = NET.passage();
        NET.join("bell-1", NET.serverName(Net.IPV4));
        NET.grant("bell-1", NET.issuer(), issuer.address());
        int before = issuer.connections();
        for (String system : List.of("datagram", "password")) {
            Result refused = NET.issuer().shell("ring bell-1 --system " + system + " --json");
            assertEquals(1, refused.exit());
            assertTrue(refused.errors(), refused.errors().contains("(expected: "));
        }
        assertEquals(before, issuer.connections());
        assertTrue(NET.ring("bell-1", "call-back").getBoolean("answered"));
    }
}
