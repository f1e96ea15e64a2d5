package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** What grants, passwords, revocations and enrolments come to at their limits, and after a restart. */
public final class GrantLimitsTest {
    private static final EquipmentId BERT = new EquipmentId("bert");

    private final Rig rig = new Rig();

    private String failure() {
        return rig.take(Action.Refused.class).why();
    }

    private List<GrantStatus> grants() {
        return rig.equipment().get(0).grants();
    }

    /** Joined equipment with so many grants on disk, the oldest first, of which some are revoked. */
    private void grantsOnDisk(int count, int revoked) {
        rig.join(Rig.LAMP);
        Map<String, byte[]> table = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            GrantId id =
                    GrantId.of(ByteBuffer.allocate(GrantId.LENGTH).putInt(0, i).array());
            Instant made = Rig.START.minusSeconds(1_000 - i);
            StoredGrant grant = new StoredGrant(
                    id,
                    new EquipmentId("person-" + i),
                    Secret.random(rig.random, 32),
                    made,
                    made.plusSeconds(86_400),
                    Optional.empty(),
                    i < revoked,
                    false,
                    false,
                    "",
                    Optional.empty(),
                    GrantTerms.ALL);
            table.put("lamp-1/" + id.hex(), grant.toBytes());
        }
        rig.disk.put(Records.GRANTS, table);
        rig.restart();
    }

    // --- grants ---

    @Test
    public void the257thGrantIsRefused() {
        grantsOnDisk(255, 0);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller.invited(rig, remote, Rig.ANNA);
        assertEquals(256, grants().size());
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, BERT));
        assertEquals("grants: 256 stand (expected: fewer; revoke those that nobody needs)", failure());
        rig.none(Rig.DialServer.class);
    }

    @Test
    public void theOldestRevokedGrantMakesRoomOnDiskToo() {
        grantsOnDisk(256, 2);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller.invited(rig, remote, Rig.ANNA);
        assertEquals(256, grants().size());
        rig.restart();
        assertEquals(256, grants().size());
        assertEquals(new EquipmentId("person-1"), grants().get(0).person());
        assertTrue("one more may go later", grants().get(0).revoked());
    }

    @Test
    public void anEndedGrantMakesRoomOnceNoRevokedOneIsLeft() {
        grantsOnDisk(256, 0);
        ends(0);
        revoked(1);
        rig.restart();
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller.invited(rig, remote, Rig.ANNA);
        assertEquals(256, grants().size());
        assertEquals(new EquipmentId("person-0"), grants().get(0).person());
        assertEquals(new EquipmentId("person-2"), grants().get(1).person());
        Caller.invited(rig, remote, BERT);
        assertEquals(256, grants().size());
        assertEquals(new EquipmentId("person-2"), grants().get(0).person());
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, BERT));
        assertEquals("grants: 256 stand (expected: fewer; revoke those that nobody needs)", failure());
    }

    private void ends(int number) {
        change(
                number,
                grant -> new StoredGrant(
                        grant.id(),
                        grant.person(),
                        grant.secret(),
                        grant.made(),
                        grant.useBy(),
                        grant.key(),
                        false,
                        false,
                        false,
                        "",
                        grant.code(),
                        new GrantTerms(List.of(), false, Optional.of(Rig.START))));
    }

    private void revoked(int number) {
        change(number, StoredGrant::takenBack);
    }

    private void change(int number, UnaryOperator<StoredGrant> how) {
        GrantId id =
                GrantId.of(ByteBuffer.allocate(GrantId.LENGTH).putInt(0, number).array());
        rig.disk.get(Records.GRANTS).computeIfPresent("lamp-1/" + id.hex(), (key, record) -> how.apply(
                        StoredGrant.of(id, record))
                .toBytes());
    }

    @Test
    public void revokedGrantsStayWhileThereIsRoom() {
        grantsOnDisk(255, 2);
        rig.register(Rig.LAMP);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, BERT));
        rig.none(Action.Persist.class);
        assertEquals(255, grants().size());
    }

    @Test
    public void withoutTheServersAddressAGrantFails() {
        rig.join(Rig.LAMP);
        rig.restart();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.resolve();
        assertEquals(
                "the server could not be found: server.example:3478: no address was found for this name; nothing was"
                        + " granted; next: see that this machine is online and that its name service knows the name; else"
                        + " ask who runs the server",
                failure());
        rig.none(Rig.DialServer.class);
    }

    @Test
    public void whatIsAskedOfUnknownEquipmentFails() {
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(1), BERT, Rig.SERVER_KEY, Secret.random(rig.random, 32)));
        String words = "equipment: 'bert' is not of this gateway (expected: one that has joined)";
        assertEquals(words, failure());
        rig.feed(new AcceptorEvent.Revoke(new Request<>(2), BERT, Rig.ANNA));
        assertEquals(words, failure());
    }

    @Test
    public void aBoundGrantIsKnownToBeOnDiskAfterARestart() {
        rig.join(Rig.LAMP);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.restart();
        anna = anna.at(rig.register(Rig.LAMP));
        assertFalse("nothing is written for the ring", writesWhenReached(anna));
        Caller bert = Caller.invited(rig, anna.remote, BERT);
        bert.connectionId = 1_000;
        bert.key = Rig.IDENTITIES.create().fingerprint();
        assertTrue("a grant that was never used is bound first", writesWhenReached(bert));
    }

    @Test
    public void anUnusedGrantIsBoundAfterARestartToo() {
        rig.join(Rig.LAMP);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        rig.restart();
        assertTrue(writesWhenReached(anna.at(rig.register(Rig.LAMP))));
    }

    private boolean writesWhenReached(Caller caller) {
        caller.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.establish(dial.connection(), caller.key, caller.address);
        boolean writes = !rig.all(Action.Persist.class).isEmpty();
        caller.accept(rig.take(Action.Send.class));
        rig.take(AcceptorAction.HandOver.class);
        return writes;
    }

    // --- passwords ---

    private Secret setPassword() {
        Secret information = Secret.random(rig.random, 32);
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), information));
        return information;
    }

    private void guess(Caller caller, Secret password, String why) {
        caller.password = password;
        caller.ring(RingSystem.CERTIFIED);
        caller.assertRefused(why);
    }

    @Test
    public void aNewPasswordForgetsTheWrongOnes() {
        rig.join(Rig.LAMP);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        setPassword();
        Secret wrong = Secret.random(rig.random, 32);
        for (int i = 0; i < 3; i++) {
            rig.pass(Duration.ofSeconds(2));
            guess(anna, wrong, "wrong password");
        }
        guess(anna, wrong, "too soon after wrong passwords of this grant");
        // The next would be judged three seconds from now; Caller lets one pass.
        anna.password = setPassword();
        rig.actions.clear();
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void aRightPasswordMakesTheNextWrongOneTheFirst() {
        rig.join(Rig.LAMP);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        Secret right = setPassword();
        Secret wrong = Secret.random(rig.random, 32);
        guess(anna, wrong, "wrong password");
        anna.password = right;
        anna.answeredRing(RingSystem.CERTIFIED);
        guess(anna, wrong, "wrong password");
        // A second, not two: Caller lets one pass before each ring.
        anna.password = right;
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    // --- the server's revocations ---

    private void policy(Caller caller, KeyFingerprint... keys) {
        Message bind = caller.wakeUp();
        rig.receive(
                caller.bind,
                Message.of(MessageKind.POLICY, bind.transaction())
                        .with(Attributes.REVOKED_KEYS, List.of(keys))
                        .build());
    }

    @Test
    public void aPolicyTakesBackTheGrantsOfItsKeysAndNoOthers() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        Caller bert = Caller.invited(rig, remote, BERT);
        bert.connectionId = 1_000;
        bert.key = Rig.IDENTITIES.create().fingerprint();
        anna.answeredRing(RingSystem.CALL_BACK);
        long call = bert.answeredRing(RingSystem.CALL_BACK);
        policy(anna, anna.key);
        assertEquals(
                List.of(true, false),
                grants().stream().map(GrantStatus::revoked).toList());
        assertFalse(rig.all(Action.CutCall.class).stream().anyMatch(cut -> cut.connection() == call));
        bert.answeredRing(RingSystem.CALL_BACK);
    }

    private void revokedOnDisk(int count) {
        Map<String, byte[]> table = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            byte[] record = Records.revoked(Rig.LAMP.value(), revokedKey(i), Rig.START)
                    .value()
                    .orElseThrow();
            table.put("lamp-1/" + revokedKey(i).hex(), record);
        }
        rig.disk.put(Records.REVOKED, table);
        rig.restart();
    }

    private static KeyFingerprint revokedKey(int number) {
        return KeyFingerprint.of(
                ByteBuffer.allocate(KeyFingerprint.LENGTH).putInt(0, number).array());
    }

    @Test
    public void ofMoreThan1024RevokedKeysTheOldestGoes() {
        rig.join(Rig.LAMP);
        revokedOnDisk(1_023);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        policy(anna, anna.key);
        assertEquals(1_024, rig.disk.get(Records.REVOKED).size());
        policy(anna, revokedKey(5_000));
        assertEquals(1_024, rig.disk.get(Records.REVOKED).size());
        assertFalse(rig.disk
                .get(Records.REVOKED)
                .containsKey("lamp-1/" + revokedKey(0).hex()));
        assertTrue(rig.disk
                .get(Records.REVOKED)
                .containsKey("lamp-1/" + revokedKey(5_000).hex()));
    }

    // --- joining anew ---

    @Test
    public void joiningAnewForgetsTheRevokedKeysOnDiskToo() {
        rig.join(Rig.LAMP);
        revokedOnDisk(3);
        rig.join(Rig.LAMP);
        assertEquals(Map.of(), rig.disk.get(Records.REVOKED));
    }

    @Test
    public void joiningAnewGivesUpWhatTheOldKeysAskForAndNothingElse() {
        rig.join(Rig.LAMP);
        rig.join(Rig.THERMOSTAT);
        rig.pass(Duration.ZERO);
        rig.resolve(Rig.ADDRESS);
        rig.pass(Duration.ZERO);
        Rig.DialServer lamp = rig.take(Rig.DialServer.class);
        Rig.DialServer thermostat = rig.take(Rig.DialServer.class);
        assertEquals(Rig.LAMP, lamp.self());
        rig.establish(lamp);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(77), Rig.LAMP, Rig.ANNA));
        Rig.DialServer invite = rig.take(Rig.DialServer.class);

        AcceptorEvent.Join again = rig.joinCommand(rig.enrolmentString(Rig.LAMP));
        rig.feed(again);
        rig.resolve(Rig.ADDRESS);
        Rig.DialServer joining = rig.take(Rig.DialServer.class);
        rig.establish(joining);
        Message enrol = rig.take(Action.Send.class).message();
        rig.receive(joining.connection(), rig.enrolled(enrol, Rig.LAMP));
        assertEquals(
                Set.of(new Action.Abort(lamp.connection()), new Action.Abort(invite.connection())),
                Set.copyOf(rig.all(Action.Abort.class)));
        assertEquals(
                "server: the equipment has joined anew (expected: an invitation; nothing was granted, try again"
                        + " later)",
                failure());
        rig.lease(thermostat);
    }

    @Test
    public void aCrashedJoinDoesNotLendItsKeysToAnotherString() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.resolve(Rig.ADDRESS);
        Secret first = rig.take(Rig.DialServer.class).identity();
        rig.restart();
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.resolve(Rig.ADDRESS);
        assertNotEquals(first, rig.take(Rig.DialServer.class).identity());
    }

    @Test
    public void sixteenJoinsAreUnderWayAtMost() {
        for (int i = 0; i < 16; i++) {
            rig.feed(rig.joinCommand(rig.enrolmentString(new EquipmentId("lamp-" + i))));
        }
        rig.none(Action.Refused.class);
        rig.feed(rig.joinCommand(rig.enrolmentString(new EquipmentId("lamp-16"))));
        assertTrue(failure().startsWith("equipment: 'lamp-16' is being joined"));
    }

    @Test
    public void aServerThatRefusesForAnotherReasonIsQuoted() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.resolve(Rig.ADDRESS);
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        Message enrol = rig.take(Action.Send.class).message();
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.ENROL_REFUSED, enrol.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.QUOTA)
                        .build());
        assertTrue(failure().startsWith("join of lamp-1: the server refused: 486 "));
        assertEquals(List.of(), rig.equipment());
    }

    // --- reports by datagram ---

    @Test
    public void everyReportIsRepeatedInItsOwnTime() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        rig.pass(Duration.ofMillis(100));
        rig.send(remote.datagramRing(6, anna.second(RingSystem.DATAGRAM)));
        assertEquals(2, rig.core.pendingReports());
        rig.actions.clear();
        rig.pass(Duration.ofMillis(400));
        assertEquals(List.of(5), reported());
        rig.pass(Duration.ofMillis(100));
        assertEquals(List.of(5, 6), reported());
    }

    private List<Integer> reported() {
        return rig.all(AcceptorAction.ToServer.class).stream()
                .map(sent -> rig.decode(sent.bytes()).get(Attributes.CONNECTION_ID))
                .toList();
    }
}
