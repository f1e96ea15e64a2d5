package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Namespaces;
import org.ringback.kit.Party;
import org.ringback.kit.Result;
import org.ringback.kit.Tickets;

/**
 * What no call-back can pass goes through the server's relay: both ends behind routers that let nothing in, and over
 * whichever port of the server an end is let out to.
 */
public final class RelayIT {
    private static final String SERVER_PID = "org.ringback.relay";
    private static final int SIZE = 1 << 20;
    private static final String THROUGH = "through the server's relay at " + TwoRouters.SERVER;

    /** Far below the 120 s after which a relayed call that says nothing ends by itself. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void twoRoutersThatLetNothingInAreNoObstacleUnlessTheOwnerRelaysNothingAndARevokedIssuerIsRelayedNoMore()
            throws Exception {
        String lacking = Namespaces.lacking();
        assumeTrue(lacking, lacking.isEmpty());
        try (TwoRouters routers = TwoRouters.make();
                Echo echo = Echo.under(routers.home());
                Party server = new Party("server", path("server")).under(routers.world());
                Party gateway = new Party("demo", path("gateway")).under(routers.home());
                Party issuer = new Party("issuer", path("anna")).under(routers.away())) {
            List<Party> all = List.of(server, gateway, issuer);
            server.configure(SERVER_PID, "listen = " + TwoRouters.SERVER + ":3478", "refresh = 2");
            gateway.configure(
                    "org.ringback.acceptor",
                    "dialable = " + TwoRouters.WORLD_NETWORK,
                    "forward = lamp-1/echo=" + echo.address());
            all.forEach(Party::start);
            all.forEach(Party::ready);
            gateway.shell("join", server.shell("enrol lamp-1").ok()).ok();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> server.shell("registrations").ok().contains(TwoRouters.HOME_ROUTER));
            issuer.shell("accept-grant", gateway.shell("grant lamp-1 anna").ok())
                    .ok();

            carriesEveryByte(server, issuer);
            namesTheRouterWhereNothingIsRelayed(server, issuer);
            endsWithTheEnrolment(server, issuer);
        }
    }

    @Test
    public void aRingAndItsRelayGoOverASecondPortOfTheServerAsWhereAnOfficeLetsNothingElseOut() {
        try (Party server = new Party("server", path("server"));
                Party gateway = new Party("demo", path("gateway"));
                Party issuer = new Party("issuer", path("anna"))) {
            List<Party> all = List.of(server, gateway, issuer);
            server.configure(SERVER_PID, "listen = 127.0.0.1:0, 127.0.0.1:0", "refresh = 2");
            gateway.configure("org.ringback.acceptor", "dialable = ");
            all.forEach(Party::start);
            all.forEach(Party::ready);
            String enrolment = server.shell("enrol lamp-1").ok();
            List<String> ports = Tickets.STRINGS.ticket(enrolment).servers();
            assertEquals(ports.toString(), 2, Set.copyOf(ports).size());
            gateway.shell("join", enrolment).ok();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> server.shell("registrations").ok().contains("lamp-1 "));
            String grant = gateway.shell("grant lamp-1 anna").ok();
            assertEquals(ports, Tickets.STRINGS.grant(grant).invitation().servers());
            issuer.shell("accept-grant", Tickets.grantAt(grant, ports.get(1))).ok();

            JSONObject story = Net.ring(issuer, "lamp-1", "call-back");
            assertTrue(story.toString(), story.getBoolean("answered"));
            String steps = story.getJSONArray("steps").toString();
            assertTrue(steps, steps.contains("through the server's relay at " + ports.get(1)));
            assertFalse("nothing went to the other port: " + steps, steps.contains(ports.get(0)));
            assertEquals(1, server.counted("relay.joined"));
            await().atMost(AT_ONCE).untilAsserted(() -> {
                String list = server.shell("registrations --json").ok();
                assertTrue(list, list.contains("\"answeredBy\":\"relayed\",\"punches\":true"));
            });
            assertEquals(1, server.counted("ring.reached-by.relayed"));
            assertEquals(1, gateway.counted("ring.answered-within.relayed.all"));
            assertEquals(1, issuer.counted("rings.answered-within.relayed.all"));
        }
    }

    private static void carriesEveryByte(Party server, Party issuer) {
        byte[] bytes = new byte[SIZE];
        new Random(8).nextBytes(bytes);
        Result talk = issuer.shell("ring lamp-1 --system call-back --service echo --pipe", bytes);
        assertEquals(talk.errors(), 0, talk.exit());
        assertArrayEquals(bytes, talk.written());
        JSONObject story = issuer.stories().get(0);
        assertTrue(story.toString(), story.getJSONArray("steps").toString().contains(THROUGH));
        await().atMost(AT_ONCE).untilAsserted(() -> {
            assertEquals(1, server.counted("relay.joined"));
            assertTrue(server.counters().toString(), server.counted("relay.bytes") > 2 * SIZE);
        });
    }

    private static void namesTheRouterWhereNothingIsRelayed(Party server, Party issuer) {
        server.shell("config set relay.relay off").ok();
        JSONObject story = Net.ring(issuer, "lamp-1", "call-back");
        assertFalse(story.toString(), story.getBoolean("answered"));
        String reason = story.getString("reason");
        assertTrue(reason, reason.contains("the router that translates this machine's address"));
        assertTrue(reason, reason.contains(TwoRouters.AWAY) && reason.contains(TwoRouters.AWAY_ROUTER));
        assertEquals(1, server.counted("relay.joined"));
        server.shell("config set relay.relay on").ok();
    }

    private void endsWithTheEnrolment(Party server, Party issuer) throws Exception {
        try (Conversation conversation = new Conversation(issuer.home(), "lamp-1")) {
            conversation.askForThePage();
            assertEquals(2, server.counted("relay.joined"));
            long before = System.nanoTime();
            server.shell("revoke anna").ok();
            conversation.failure();
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(took.toString(), took.compareTo(AT_ONCE) < 0);
            assertEquals(1, server.counted("relay.cut"));
        }
    }

    private Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }
}
