package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.GrantId;
import org.ringback.api.Secret;
import org.ringback.kit.Party;
import org.ringback.kit.RecordingNat;
import org.ringback.kit.Result;
import org.ringback.kit.Tickets;
import org.ringback.spi.Grant;

/** Rings that must not be answered, and what the issuer, the gateway and the server say and do then. */
public final class RefusalsIT {
    @ClassRule
    public static final Net NET = new Net("safe-1");

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    /** {@return a grant of the gateway's for somebody who reaches the server this way} */
    private static Grant granted(String equipment, String person, RecordingNat way) {
        String made = NET.gateway().shell("grant " + equipment + " " + person).ok();
        return Tickets.at(Tickets.STRINGS.grant(made), way.address());
    }

    private static void accept(Party issuer, Grant grant) {
        issuer.shell("accept-grant", Tickets.STRINGS.print(grant)).ok();
    }

    private static byte[] otherwise(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[0] ^= 1;
        return changed;
    }

    @Test
    public void withAWrongPasswordNotOnePacketGoesToTheIssuer() {
        RecordingNat issuer = NET.passage();
        NET.join("safe-1", NET.serverName(Net.IPV4));
        NET.password("safe-1", "the right one");
        NET.grant("safe-1", NET.issuer(), issuer.address());
        NET.issuer().shell("password safe-1", "a wrong one\n").ok();

        JSONObject wrong = NET.ring("safe-1", "password");
        assertNotAnswered(wrong);
        assertGatewayRefused(wrong, "wrong password");
        assertEquals(0, issuer.callBacks());

        // The same way with the right one: the packet would have been seen. A wrong password makes the next one wait.
        NET.issuer().shell("password safe-1", "the right one\n").ok();
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> NET.ring("safe-1", "password").getBoolean("answered"));
        assertEquals(1, issuer.callBacks());
    }

    @Test
    public void withoutAGrantTheIssuerItselfRefuses() {
        NET.join("cellar-1", NET.serverName(Net.IPV4));
        Result result = NET.issuer().shell("ring cellar-1 --json");
        assertEquals(1, result.exit());
        assertTrue(result.errors(), result.errors().contains("cellar-1"));
        assertTrue(result.errors(), result.errors().contains("(expected: "));
    }

    @Test
    public void aGrantThatTheGatewayDoesNotKnowIsRefused() {
        RecordingNat issuer = NET.passage();
        NET.join("attic-1", NET.serverName(Net.IPV4));
        Grant grant = granted("attic-1", "anna", issuer);
        GrantId unknown = GrantId.of(otherwise(grant.id().bytes()));
        accept(NET.issuer(), Tickets.saying(unknown, grant.secret(), grant));
        JSONObject story = NET.ring("attic-1", "call-back");
        assertNotAnswered(story);
        assertGatewayRefused(story, "grant");
        assertEquals(0, issuer.callBacks());
    }

    @Test
    public void aGrantWithAnotherSecretIsRefusedAndCountsForNobody() {
        RecordingNat issuer = NET.passage();
        NET.join("attic-2", NET.serverName(Net.IPV4));
        Grant grant = granted("attic-2", "anna", issuer);
        Secret wrong = Secret.copyOf(otherwise(grant.secret().copyBytes()));
        accept(NET.issuer(), Tickets.saying(grant.id(), wrong, grant));
        JSONObject story = NET.ring("attic-2", "call-back");
        assertNotAnswered(story);
        assertGatewayRefused(story, "grant");
        assertEquals(0, issuer.callBacks());
        accept(NET.issuer(), grant);
        assertTrue(NET.ring("attic-2", "call-back").getBoolean("answered"));
    }

    @Test
    public void aGrantRevokedAtTheGatewayCutsItsCallAndIsRefused() throws Exception {
        RecordingNat issuer = NET.passage();
        NET.join("shed-1", NET.serverName(Net.IPV4));
        Grant grant = granted("shed-1", "anna", issuer);
        accept(NET.issuer(), grant);
        try (Socket call = forwarded(NET.issuer(), "shed-1")) {
            Result hungUp = NET.gateway().shell("hang-up --person anna shed-1");
            assertTrue(hungUp.errors(), hungUp.errors().contains("Hung up: 1 call of anna"));
            assertEnds(call);
        }
        try (Socket call = forwarded(NET.issuer(), "shed-1")) {
            NET.gateway().shell("suspend shed-1 anna").ok();
            assertEnds(call);
        }
        JSONObject suspended = NET.ring("shed-1", "call-back");
        assertNotAnswered(suspended);
        assertGatewayRefused(suspended, "the grant of anna is suspended");
        assertTrue(NET.gateway().shell("status --of shed-1").ok().contains(" suspended"));
        NET.gateway().shell("resume shed-1 anna").ok();
        String beginning = grant.id().hex().substring(0, 8);
        try (Socket call = forwarded(NET.issuer(), "shed-1")) {
            NET.gateway().shell("revoke shed-1 anna --grant " + beginning).ok();
            assertEnds(call);
        }
        int before = issuer.callBacks();
        await().atMost(10, TimeUnit.SECONDS).until(() -> NET.server().counted("withdraw.permission-ended") == 1);
        JSONObject story = NET.ring("shed-1", "call-back");
        assertNotAnswered(story);
        assertTrue(story.toString(), story.toString().contains("403"));
        assertEquals(before, issuer.callBacks());
        Result again = NET.issuer().shell("accept-grant", Tickets.STRINGS.print(grant));
        assertEquals(1, again.exit());
        assertTrue(again.errors(), again.errors().contains("this grant string is good no more"));
        NET.issuer().shell("forget shed-1").ok();
        assertFalse(NET.issuer().shell("granted").ok().contains("shed-1"));
    }

    @Test
    public void equipmentThatLeftIsListedNowhereAndJoinsAnewByAnotherString() {
        NET.join("coop-1", NET.serverName(Net.IPV4));
        NET.grant("coop-1", NET.issuer(), NET.serverName(Net.IPV4));
        Result refused = NET.gateway().shell("leave coop-1");
        assertEquals(1, refused.exit());
        assertTrue(refused.errors(), refused.errors().contains("go its keys, 1 grant and 0 calls (expected: --yes"));
        assertTrue(NET.registered("coop-1"));
        Result left = NET.gateway().shell("leave coop-1 --yes");
        assertTrue(
                left.errors(),
                left.errors()
                        .contains(
                                "The server was told; if that datagram was lost, it lists it until its lifetime ends; it stays enrolled there"));
        assertFalse(NET.gateway().shell("status --all").ok().contains("coop-1"));
        await().atMost(10, TimeUnit.SECONDS).until(() -> !NET.registered("coop-1"));
        assertNotAnswered(NET.ring("coop-1", "call-back"));
        NET.server().shell("revoke coop-1").ok();
        NET.join("coop-1", NET.serverName(Net.IPV4));
    }

    @Test
    public void anotherIssuerWithTheSameGrantSecretIsRefusedAndAlarms() {
        NET.join("vault-1", NET.serverName(Net.IPV4));
        String anna = NET.gateway().shell("grant vault-1 anna").ok();
        NET.issuer().shell("accept-grant", anna).ok();
        assertTrue(NET.ring("vault-1", "call-back").getBoolean("answered"));

        // The thief may ask the server, by a grant of his own, and has read anna's secret.
        Party thief = NET.anotherIssuer("thief");
        RecordingNat way = NET.passage();
        Grant stolen = Tickets.STRINGS.grant(anna);
        accept(thief, Tickets.saying(stolen.id(), stolen.secret(), granted("vault-1", "thief", way)));
        assertFalse(NET.gateway().shell("status").ok().contains("another key"));

        JSONObject story = Net.ring(thief, "vault-1", "call-back");
        assertNotAnswered(story);
        assertGatewayRefused(story, "another key");
        assertEquals(0, way.callBacks());
        String status = NET.gateway().shell("status").ok();
        assertTrue(status, status.contains("ALARM") && status.contains("another key"));
        assertTrue(NET.ring("vault-1", "call-back").getBoolean("answered"));
    }

    @Test
    public void aGrantStringUsedASecondTimeSuspendsItsFirstUserAndWarns() {
        NET.join("garage-1", NET.serverName(Net.IPV4));
        String grant = NET.gateway().shell("grant garage-1 carl").ok();
        Party first = NET.anotherIssuer("carl");
        first.shell("accept-grant", grant).ok();
        assertTrue(Net.ring(first, "garage-1", "call-back").getBoolean("answered"));
        assertFalse(NET.server().shell("status").ok().contains("suspended"));

        Result second = NET.issuer().shell("accept-grant", grant);
        assertEquals(1, second.exit());

        String status = NET.server().shell("status").ok();
        assertTrue(status, status.contains("WARNING") && status.contains("carl") && status.contains("suspended"));
        JSONObject story = Net.ring(first, "garage-1", "call-back");
        assertNotAnswered(story);
        assertTrue(story.toString(), story.toString().contains("403"));

        // Until the operator enrols it again.
        first.shell("join", NET.server().shell("enrol carl --issuer").ok()).ok();
        assertTrue(Net.ring(first, "garage-1", "call-back").getBoolean("answered"));
    }

    @Test
    public void anIssuerRevokedAtTheServerIsRefusedAndItsCallIsCut() throws Exception {
        NET.join("gate-1", NET.serverName(Net.IPV4));
        Party dave = NET.anotherIssuer("dave");
        NET.grant("gate-1", dave, NET.serverName(Net.IPV4));
        try (Socket call = forwarded(dave, "gate-1")) {
            NET.server().shell("revoke dave").ok();
            assertEnds(call);
        }
        JSONObject story = Net.ring(dave, "gate-1", "call-back");
        assertNotAnswered(story);
        assertTrue(story.toString(), story.toString().contains("403"));
    }

    @Test
    public void equipmentRevokedAtTheServerIsNotCalledAnyMore() {
        RecordingNat issuer = NET.passage();
        NET.join("pump-1", NET.serverName(Net.IPV4));
        NET.grant("pump-1", NET.issuer(), issuer.address());
        assertTrue(NET.ring("pump-1", "call-back").getBoolean("answered"));
        NET.server().shell("revoke pump-1").ok();
        assertFalse(NET.registered("pump-1"));
        int before = issuer.callBacks();
        assertNotAnswered(NET.ring("pump-1", "call-back"));
        assertEquals(before, issuer.callBacks());
        // It asks for a new lease again and again, and never gets one.
        assertFalse(NET.registered("pump-1"));
    }

    private static Socket forwarded(Party from, String equipment) throws Exception {
        JSONObject story =
                new JSONObject(from.shell("ring " + equipment + " --system call-back --forward 127.0.0.1:0 --json")
                        .ok());
        String address = story.getString("forward");
        assertTrue(Web.get(address, "/").contains(equipment));
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void assertEnds(Socket call) throws Exception {
        call.setSoTimeout(20_000);
        InputStream in = call.getInputStream();
        try {
            assertEquals(-1, in.read());
        } catch (java.net.SocketException reset) {
            assertTrue(reset.getMessage(), reset.getMessage().contains("reset"));
        }
    }

    private static void assertNotAnswered(JSONObject story) {
        assertFalse(story.toString(), story.getBoolean("answered"));
        assertEquals(1, story.getInt("exit"));
        assertFalse(story.toString(), story.getString("reason").isBlank());
    }

    private static void assertGatewayRefused(JSONObject story, String why) {
        JSONObject part = NET.gateway().stories().stream()
                .filter(one -> one.getString("nonce").equals(story.getString("nonce")))
                .findFirst()
                .orElseThrow();
        assertFalse(part.toString(), part.getBoolean("answered"));
        assertTrue(part.toString(), part.toString().contains(why));
    }
}
