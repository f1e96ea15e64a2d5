package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.json.JSONObject;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.RecordingNat;
import org.ringback.kit.Tickets;
import org.ringback.wire.MessageKind;

/**
 * Programs that end at a bad moment, asked to or not, and addresses of a server that die: the others recover by themselves,
 * and nothing acknowledged is lost.
 */
public final class RestartsIT {
    @ClassRule
    public static final Net NET = new Net();

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    /** Of one refresh, before the next address is asked (docs/protocol.md, "Registration"); one more on a slow machine. */
    private static final int COPIES = 4;

    private static RecordingNat way;

    /** The server comes back on another port; the passage's stays. */
    @BeforeClass
    public static void aWayThatStays() {
        way = NET.passage();
    }

    @Test
    public void aServerKilledBetweenRegistrationAndRingAnswersAfterTheNextRegistration() {
        LongRun.require();
        NET.provide("lamp-1", way.address());
        NET.server().kill();
        startServerAgain();
        ringFindsNoAddressYet("lamp-1");
    }

    @Test
    public void aServerStoppedBetweenRegistrationAndRingAnswersAfterTheNextRegistration() throws Exception {
        LongRun.require();
        NET.provide("lamp-2", way.address());
        NET.server().stop();
        startServerAgain();
        ringFindsNoAddressYet("lamp-2");
    }

    private void startServerAgain() {
        NET.server().start().ready();
        way.leadsTo(NET.serverAddress());
    }

    private static void ringFindsNoAddressYet(String equipment) {
        JSONObject story = NET.ring(equipment, "call-back");
        assertTrue(story.toString(), story.getBoolean("answered"));
        assertTrue(NET.registered(equipment));
    }

    @Test
    public void aGatewayKilledAndStartedAgainAnswers() {
        LongRun.require();
        NET.provide("heater-1", way.address());
        NET.gateway().kill();
        NET.gateway().start().ready();
        assertAnsweredSoon("heater-1");
    }

    @Test
    public void aGatewayThatStopsLeavesTheListAndComesBackAndKnowsWhoRang() throws Exception {
        LongRun.require();
        NET.provide("heater-2", way.address());
        String ring = NET.ring("heater-2", "call-back").getString("nonce");
        NET.gateway().stop();
        await().atMost(5, TimeUnit.SECONDS).until(() -> !NET.registered("heater-2"));
        NET.gateway().start().ready();
        NET.awaitRegistered("heater-2");
        JSONObject kept = NET.gateway().stories().stream()
                .filter(one -> one.getString("nonce").equals(ring))
                .findFirst()
                .orElseThrow();
        assertEquals("anna", kept.getString("person"));
        assertTrue(NET.ring("heater-2", "call-back").getBoolean("answered"));
    }

    @Test
    public void aRingWaitsForAGatewayWhoseAddressTheServerLost() throws Exception {
        LongRun.require();
        NET.provide("heater-3", way.address());
        NET.gateway().kill();
        NET.server().kill();
        startServerAgain();
        CompletableFuture<JSONObject> ring = CompletableFuture.supplyAsync(() -> NET.ring("heater-3", "call-back"));
        await().atMost(10, TimeUnit.SECONDS).until(() -> NET.pendingRings() == 1);
        NET.gateway().start().ready();
        JSONObject story = ring.get(60, TimeUnit.SECONDS);
        assertTrue(story.toString(), story.getBoolean("answered"));
        JSONObject part = NET.server().stories().stream()
                .filter(one -> one.getString("nonce").equals(story.getString("nonce")))
                .findFirst()
                .orElseThrow();
        assertTrue(part.toString(), part.getJSONArray("steps").toString().contains("waits"));
    }

    @Test
    public void anIssuerKilledWhileItsRingIsPendingLeavesNothingBehind() throws Exception {
        LongRun.require();
        NET.provide("heater-4", way.address());
        NET.gateway().kill();
        CompletableFuture<Boolean> lost = CompletableFuture.supplyAsync(RestartsIT::ringIsLost);
        await().atMost(10, TimeUnit.SECONDS).until(() -> NET.pendingRings() == 1);
        assertTrue(NET.registered("anna"));
        NET.issuer().kill();
        await().atMost(10, TimeUnit.SECONDS).until(() -> NET.pendingRings() == 0 && !NET.registered("anna"));
        assertTrue(lost.get(10, TimeUnit.SECONDS));

        NET.gateway().start().ready();
        NET.awaitRegistered("heater-4");
        assertEquals(
                0,
                NET.gateway().stories().stream()
                        .filter(story -> story.getString("equipment").equals("heater-4"))
                        .count());
        NET.issuer().start().ready();
        assertTrue(NET.ring("heater-4", "call-back").getBoolean("answered"));
    }

    @Test
    public void whatWasAcknowledgedSurvivesAKillRightAfterwards() {
        LongRun.require();
        Party server = NET.server();
        String enrolment = server.shell("enrol vault-1").ok();
        server.kill();
        startServerAgain();
        NET.gateway()
                .shell("join", Tickets.enrolmentAt(enrolment, way.address()))
                .ok();
        NET.awaitRegistered("vault-1");
        NET.password("vault-1", "kept");
        String grant = NET.gateway().shell("grant vault-1 anna").ok();
        NET.gateway().kill();
        server.kill();
        NET.gateway().start();
        startServerAgain();
        NET.gateway().ready();
        NET.issuer()
                .shell("accept-grant", Tickets.grantAt(grant, way.address()))
                .ok();
        NET.issuer().shell("password vault-1", "kept\n").ok();
        NET.issuer().kill();
        NET.issuer().start().ready();
        assertTrue(NET.ring("vault-1", "certified").getBoolean("answered"));
        server.shell("revoke vault-1").ok();
        server.kill();
        startServerAgain();
        JSONObject refused = NET.ring("vault-1", "certified");
        assertFalse(refused.toString(), refused.getBoolean("answered"));
    }

    @Test
    public void aGrantRevokedWhileTheServerIsAwayIsWithdrawnThereOnceItIsBack() {
        LongRun.require();
        NET.provide("shed-1", way.address());
        assertTrue(NET.ring("shed-1", "call-back").getBoolean("answered"));
        NET.server().kill();
        NET.gateway().shell("revoke shed-1 anna").ok();
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> NET.gateway().shell("status").ok().contains("not yet withdrawn at the server"));
        startServerAgain();
        await().atMost(60, TimeUnit.SECONDS).until(() -> NET.server().counted("withdraw.permission-ended") == 1);
        JSONObject refused = NET.ring("shed-1", "call-back");
        assertFalse(refused.toString(), refused.getBoolean("answered"));
        assertTrue(refused.toString(), refused.toString().contains("403"));
        NET.grant("shed-1", NET.issuer(), way.address());
        assertAnsweredSoon("shed-1");
    }

    @Test
    public void theBackupAuthorityTakesTheStolenOnesPlaceAndWhoWasEnrolledGoesOn() throws Exception {
        LongRun.require();
        NET.joinWith("tls13", "attic-1", way.address());
        NET.grant("attic-1", NET.issuer(), way.address());
        NET.joinWith("certificate-first", "attic-2", way.address());
        Party boris = NET.anotherIssuer("boris");
        NET.grant("attic-2", boris, way.address());
        String before = NET.server().shell("authority").ok();
        Path file = NET.server().home().resolve("keys/backup-ca.pem");
        String backup = Files.readString(file);
        Files.delete(file);

        String taken = NET.server().shell("authority --from-backup", backup).ok();
        assertEquals(
                1,
                NET.server().shell("authority --from-backup", backup + backup).exit());
        assertFalse(before.contains(taken.strip()));
        assertTrue(NET.server().shell("status").ok().contains(taken.strip() + ", the former backup CA, since "));
        assertAnswered(NET.issuer(), "attic-1");
        assertAnswered(boris, "attic-2");

        NET.gateway().kill();
        NET.issuer().kill();
        NET.server().kill();
        startServerAgain();
        NET.gateway().start().ready();
        NET.issuer().start().ready();
        NET.awaitRegistered("attic-1");
        NET.awaitRegistered("attic-2");
        assertAnswered(NET.issuer(), "attic-1");
        assertAnswered(boris, "attic-2");
        NET.grant("attic-2", NET.issuer(), way.address());
        assertAnswered(NET.issuer(), "attic-2");
        NET.provide("attic-3", way.address());
        assertAnswered(NET.issuer(), "attic-3");
        assertEquals(
                taken, NET.server().shell("authority --from-backup", backup).ok());
    }

    private static void assertAnswered(Party issuer, String equipment) {
        JSONObject story = Net.ring(issuer, equipment, "call-back");
        assertTrue(story.toString(), story.getBoolean("answered"));
    }

    @Test
    public void aDeadAddressOfTheServerHoldsNeitherARegistrationNorARingUpAndIsNotTriedAgain() throws Exception {
        RecordingNat good = NET.passage();
        try (DeadAddress dead = new DeadAddress()) {
            NET.provide("porch-1", dead.address(), good.address());
            JSONObject first = NET.ring("porch-1", "call-back");
            assertTrue(first.toString(), first.getBoolean("answered"));
            // The next one is dialled while nothing is known of the one before.
            assertEquals(List.of(dead.address(), good.address()), dialled(first));
            assertFalse(first.toString(), first.toString().contains("server not reached"));

            int lost = dead.lost();
            JSONObject second = NET.ring("porch-1", "call-back");
            assertTrue(second.toString(), second.getBoolean("answered"));
            // On a slow machine the other one may be dialled beside it, as the good one takes its time.
            assertEquals(good.address(), dialled(second).get(0));
            long registered = good.seen(MessageKind.REGISTERED);
            await().atMost(20, TimeUnit.SECONDS).until(() -> good.seen(MessageKind.REGISTERED) > registered + 1);
            assertEquals(lost, dead.lost());
        }
    }

    @Test
    public void anAddressOfTheServerThatDiesIsLeftForTheOtherOneWithinARefresh() {
        RecordingNat first = NET.passage();
        RecordingNat other = NET.passage();
        NET.provide("porch-2", first.address(), other.address());
        assertEquals(List.of(first.address()), dialled(NET.ring("porch-2", "call-back")));

        // On a slow machine the other one may have been tried at the start too.
        long there = other.seen(MessageKind.REGISTERED);
        long before = first.seen(MessageKind.REGISTER);
        first.leadsNowhere();
        await().atMost(20, TimeUnit.SECONDS).until(() -> other.seen(MessageKind.REGISTERED) > there);
        // One refresh, repeated as often as datagrams get lost on any net.
        long lost = first.seen(MessageKind.REGISTER) - before;
        assertTrue(lost + " registrations were lost", lost <= COPIES);
        JSONObject story = NET.ring("porch-2", "call-back");
        assertTrue(story.toString(), story.getBoolean("answered"));
        assertEquals(List.of(first.address(), other.address()), dialled(story));
    }

    /** The addresses of the server that the issuer dialled, in order. */
    private static List<String> dialled(JSONObject story) {
        return StreamSupport.stream(story.getJSONArray("steps").spliterator(), false)
                .map(JSONObject.class::cast)
                .filter(step -> step.getString("name").equals("dialling the server"))
                .map(step -> step.getString("detail"))
                .map(detail -> detail.substring(detail.indexOf('(') + 1, detail.indexOf(')')))
                .toList();
    }

    private static boolean ringIsLost() {
        try {
            NET.issuer().shell("ring heater-4 --json");
            return false;
        } catch (UncheckedIOException connectionLost) {
            return true;
        }
    }

    private static void assertAnsweredSoon(String equipment) {
        await().atMost(40, TimeUnit.SECONDS)
                .until(() -> NET.ring(equipment, "call-back").getBoolean("answered"));
    }
}
