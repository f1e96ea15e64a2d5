package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Namespaces;
import org.ringback.kit.Party;

/** A path between home and the world that drops what is larger than an IPv6 tunnel takes, and says nothing. */
public final class BlackHoleIT {
    private static final String TRANSPORT = "org.ringback.transport";

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPathThatDropsLargePacketsAndSaysNothingCarriesRingsAsSegmentsAreShort() throws Exception {
        String lacking = Namespaces.lacking();
        assumeTrue(lacking, lacking.isEmpty());
        try (BlackHole hole = BlackHole.make();
                Party server = new Party("server", path("server")).under(hole.outside());
                Party gateway = new Party("demo", path("gateway")).under(hole.home());
                Party issuer = new Party("issuer", path("anna")).under(hole.outside())) {
            List<Party> all = List.of(server, gateway, issuer);
            server.configure("org.ringback.relay", "listen = " + BlackHole.OUTSIDE + ":3478", "refresh = 2");
            gateway.configure("org.ringback.acceptor", "dialable = " + BlackHole.OUTSIDE_NETWORK);
            // Segments are as long as the interfaces of both ends take.
            all.forEach(party -> party.configure(TRANSPORT, "mss = 0").start());
            all.forEach(Party::ready);
            gateway.shell("join", server.shell("enrol lamp-1").ok()).ok();
            awaitRegistered(server);
            issuer.shell("accept-grant", gateway.shell("grant lamp-1 anna").ok())
                    .ok();
            assertAnswered(true, issuer);

            hole.opens();
            assertAnswered(false, issuer);
            awaitRegistered(server);

            all.forEach(party -> party.configure(TRANSPORT, "# mss is the default"));
            awaitAnswered(issuer);
        }
    }

    private static void assertAnswered(boolean expected, Party issuer) {
        JSONObject story = Net.ring(issuer, "lamp-1", "call-back");
        assertEquals(story.toString(), expected, story.getBoolean("answered"));
    }

    /** A change of the sockets' configuration is in force for what is dialled from then on, and takes no role down. */
    private static void awaitAnswered(Party issuer) {
        await().atMost(90, TimeUnit.SECONDS)
                .until(() -> Net.ring(issuer, "lamp-1", "call-back").getBoolean("answered"));
    }

    private static void awaitRegistered(Party server) {
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> server.shell("registrations").ok().contains("lamp-1 "));
    }

    private Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }
}
