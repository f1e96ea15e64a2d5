package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.ServerRoute;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** What the owner took back reaches the server, in order, and before the next invitation; whatever fails on the way. */
public final class WithdrawalsTest {
    private static final EquipmentId BERT = new EquipmentId("bert");
    private static final KeyFingerprint ANNAS = Rig.ISSUER.fingerprint();

    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        rig.actions.clear();
    }

    // --- the bench ---

    private Rig.DialServer dialled() {
        return rig.take(Rig.DialServer.class);
    }

    private Message asked(Rig.DialServer dial) {
        rig.establish(dial);
        return rig.take(Action.Send.class).message();
    }

    private void granted(Rig.DialServer dial, Message invite, long code) {
        assertEquals(MessageKind.INVITE, invite.kind());
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.INVITED, invite.transaction())
                        .with(Attributes.CODE_ID, code)
                        .with(Attributes.CODE, new byte[16])
                        .with(Attributes.LIFETIME, 86_400)
                        .with(Attributes.PROTECTIONS, List.copyOf(rig.protections))
                        .with(Attributes.SERVER_TIME, rig.now().wall().getEpochSecond())
                        .build());
        rig.take(Action.Completed.class);
        rig.actions.clear();
    }

    private void grant(EquipmentId person) {
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, person));
    }

    private void grant(EquipmentId person, long code) {
        grant(person);
        Rig.DialServer dial = dialled();
        granted(dial, asked(dial), code);
    }

    private void revoke(EquipmentId person) {
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, person));
        rig.take(Action.Completed.class);
    }

    private void withdrawn(Rig.DialServer dial, Message asked) {
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.WITHDRAWN, asked.transaction())
                        .with(Attributes.CODE_ID, asked.get(Attributes.CODE_ID))
                        .build());
    }

    private static void assertWithdraw(Message asked, EquipmentId of, long code) {
        assertEquals(MessageKind.WITHDRAW, asked.kind());
        assertEquals(of, asked.get(Attributes.USERNAME));
        assertEquals(code, (long) asked.get(Attributes.CODE_ID));
    }

    private void lost(Rig.DialServer dial, CloseReason.Kind kind) {
        rig.feed(new Event.Closed(dial.connection(), kind, "it is over"));
    }

    private int waiting() {
        return rig.disk.getOrDefault(Records.WITHDRAWALS, Map.of()).size();
    }

    /** A grant on disk of before codes were kept, or of a key that has rung. */
    private void onDisk(EquipmentId person, Optional<KeyFingerprint> key, Optional<Long> code) {
        GrantId id = GrantId.random(rig.random);
        StoredGrant grant = new StoredGrant(
                id,
                person,
                Secret.random(rig.random, 32),
                Rig.START,
                Rig.START.plusSeconds(9),
                key,
                false,
                false,
                false,
                "",
                code,
                GrantTerms.ALL);
        rig.disk.get(Records.GRANTS).put("lamp-1/" + id.hex(), grant.toBytes());
    }

    private void restart() {
        rig.restart();
        remote = rig.register(Rig.LAMP);
    }

    /** Lets time pass until it dials anew. */
    private Rig.DialServer dialledWithin(Duration atMost) {
        rig.actions.clear();
        rig.await(Rig.DialServer.class, atMost);
        return dialled();
    }

    // --- what it does ---

    @Test
    public void whatWasTakenBackReachesTheServerThoughTheStoreWentBack() {
        grant(BERT, 6);
        rig.keepDisk();
        grant(Rig.ANNA, 7);
        revoke(BERT);
        revoke(Rig.ANNA);
        rig.goBack();
        remote = rig.register(Rig.LAMP);
        rig.actions.clear();
        rig.await(Rig.DialServer.class, Duration.ofMinutes(1));
        Rig.DialServer dial = dialled();
        Message first = asked(dial);
        assertWithdraw(first, Rig.LAMP, 6);
        withdrawn(dial, first);
        assertWithdraw(rig.take(Action.Send.class).message(), Rig.LAMP, 7);
        assertTrue(
                "none of them is good again",
                rig.equipment().get(0).grants().stream().allMatch(GrantStatus::revoked));
    }

    @Test
    public void theServerHearsAtOnceWhatTheOwnerTookBackOnceItIsOnDisk() {
        grant(Rig.ANNA, 7);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.take(Action.Persist.class);
        assertEquals(1, waiting());
        rig.take(Action.Completed.class);
        Rig.DialServer dial = dialled();
        Message asked = asked(dial);
        assertWithdraw(asked, Rig.LAMP, 7);
        assertEquals(Optional.empty(), asked.find(Attributes.REVOKED_KEYS));
        withdrawn(dial, asked);
        assertEquals(dial.connection(), rig.take(Action.Close.class).connection());
        assertEquals(0, waiting());
        assertEquals(1, rig.counted("withdraw.done"));
        assertEquals(List.of(), rig.core.warnings(rig.now()));
        rig.pass(Duration.ofSeconds(10));
        rig.none(Rig.DialServer.class);
    }

    @Test
    public void severalGoInOrderOnOneConnection() {
        grant(Rig.ANNA, 7);
        grant(BERT, 8);
        grant(Rig.ANNA, 9);
        revoke(BERT);
        lost(dialled(), CloseReason.Kind.REFUSED);
        revoke(Rig.ANNA);
        Rig.DialServer dial = dialled();
        Message asked = asked(dial);
        for (long code : new long[] {8, 7}) {
            assertWithdraw(asked, Rig.LAMP, code);
            withdrawn(dial, asked);
            asked = rig.take(Action.Send.class).message();
        }
        assertWithdraw(asked, Rig.LAMP, 9);
    }

    @Test
    public void withoutTheServerItWaitsAndGoesBeforeTheNextInvitation() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        lost(dialled(), CloseReason.Kind.TIMED_OUT);
        assertEquals(
                List.of(
                        "lamp-1: 1 grant that was taken back or ended is not yet withdrawn at the server; here nobody comes in"
                                + " by it (the server is told once it can be reached)"),
                rig.core.warnings(rig.now()));
        rig.actions.clear();
        grant(Rig.ANNA);
        Rig.DialServer first = dialled();
        rig.none(Rig.DialServer.class);
        Message asked = asked(first);
        assertWithdraw(asked, Rig.LAMP, 7);
        withdrawn(first, asked);
        Rig.DialServer second = dialled();
        granted(second, asked(second), 8);
        assertEquals(List.of(), rig.core.warnings(rig.now()));
    }

    @Test
    public void aGrantWaitsForAWithdrawalThatIsUnderWay() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        Rig.DialServer first = dialled();
        grant(BERT);
        rig.none(Rig.DialServer.class);
        withdrawn(first, asked(first));
        Rig.DialServer second = dialled();
        granted(second, asked(second), 8);
    }

    @Test
    public void theNextRegistrationLeadsToANewTry() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        lost(dialled(), CloseReason.Kind.REFUSED);
        for (int i = 0; i < 10; i++) {
            lost(dialledWithin(Duration.ofMinutes(7)), CloseReason.Kind.REFUSED);
        }
        rig.actions.clear();
        rig.await(AcceptorAction.ToServer.class, Duration.ofMinutes(6));
        Message asking = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        if (asking.find(Attributes.NONCE).isEmpty()) {
            rig.send(remote.challenge(asking, 401));
            asking = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        }
        rig.actions.clear();
        rig.send(remote.registered(asking));
        assertWithdraw(asked(dialledWithin(Duration.ofSeconds(10))), Rig.LAMP, 7);
    }

    @Test
    public void anOlderServerThatRefusesTheMethodKeepsNoGrantFromBeingMade() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        Rig.DialServer dial = dialled();
        Message asked = asked(dial);
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.WITHDRAW_REFUSED, asked.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.BAD_REQUEST)
                        .build());
        assertTrue(rig.core.warnings(rig.now()).get(0).endsWith("a newer server; this one knows no withdrawals)"));
        rig.actions.clear();
        grant(BERT);
        Rig.DialServer second = dialled();
        granted(second, asked(second), 8);
        remote.live(Duration.ofMinutes(59));
        assertEquals("it is kept", 1, waiting());
        assertEquals(1, rig.counted("withdraw.refused"));
        Rig.DialServer later = dialledWithin(Duration.ofMinutes(2));
        withdrawn(later, asked(later));
        assertEquals(0, waiting());
        assertFalse(rig.core.warnings(rig.now()).stream().anyMatch(warning -> warning.contains("grant")));
    }

    @Test
    public void aServerThatClosesInsteadOfAnsweringThreeTimesIsTakenForAnOlderOne() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, rig.counted("withdraw.refused"));
            Rig.DialServer dial = i == 0 ? dialled() : dialledWithin(Duration.ofSeconds(20));
            assertWithdraw(asked(dial), Rig.LAMP, 7);
            lost(dial, CloseReason.Kind.CLOSED_THERE);
        }
        assertEquals(1, rig.counted("withdraw.refused"));
        assertEquals(1, waiting());
    }

    @Test
    public void whatCannotBeWithdrawnNowDoesNotKeepAGrantFromBeingMade() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        Rig.DialServer first = dialled();
        grant(BERT);
        asked(first);
        lost(first, CloseReason.Kind.CLOSED_THERE);
        Rig.DialServer second = dialled();
        granted(second, asked(second), 8);
        assertEquals(1, waiting());
    }

    // --- kills and disks ---

    @Test
    public void aKillBetweenAnyTwoStepsLosesNothing() {
        grant(Rig.ANNA, 7);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertTrue(
                "with the revocation, in one commit",
                rig.take(Action.Persist.class).changes().size() > 1);
        restart();
        Rig.DialServer dial = dialledWithin(Duration.ofSeconds(30));
        Message asked = asked(dial);
        assertWithdraw(asked, Rig.LAMP, 7);
        rig.diskBroken = true;
        withdrawn(dial, asked);
        rig.diskBroken = false;
        restart();
        Rig.DialServer again = dialledWithin(Duration.ofSeconds(30));
        Message repeated = asked(again);
        assertWithdraw(repeated, Rig.LAMP, 7);
        withdrawn(again, repeated);
        restart();
        rig.actions.clear();
        remote.live(Duration.ofMinutes(2));
        assertEquals(0, rig.counted("withdraw.done"));
    }

    @Test
    public void noAddressIsDialledBeforeItIsWritten() {
        grant(Rig.ANNA, 7);
        rig.resolve(Rig.ADDRESS, new InetSocketAddress("9.9.9.10", 3478));
        rig.diskBroken = true;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.pass(Duration.ofSeconds(20));
        rig.none(Rig.DialServer.class);
        rig.diskBroken = false;
        assertWithdraw(asked(dialledWithin(Duration.ofSeconds(30))), Rig.LAMP, 7);
        assertEquals(1, waiting());
    }

    @Test
    public void whatIsOnDiskIsNotWrittenAgainHoweverOftenTheServerCannotBeHad() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        lost(dialled(), CloseReason.Kind.TIMED_OUT);
        long commits = rig.commits;
        for (int i = 0; i < 10; i++) {
            lost(dialledWithin(Duration.ofMinutes(7)), CloseReason.Kind.TIMED_OUT);
        }
        assertEquals(commits, rig.commits);
    }

    @Test
    public void whatIsOnDiskReachesTheServerThoughTheDiskIsFull() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        lost(dialled(), CloseReason.Kind.REFUSED);
        rig.diskBroken = true;
        Rig.DialServer dial = dialledWithin(Duration.ofMinutes(1));
        assertWithdraw(asked(dial), Rig.LAMP, 7);
        lost(dial, CloseReason.Kind.REFUSED);
        restart();
        assertWithdraw(asked(dialledWithin(Duration.ofSeconds(30))), Rig.LAMP, 7);
    }

    @Test
    public void theNextOfAQueueWaitsForItsWriteToo() {
        grant(Rig.ANNA, 7);
        grant(BERT, 8);
        revoke(BERT);
        Rig.DialServer first = dialled();
        Message asked = asked(first);
        rig.diskBroken = true;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        withdrawn(first, asked);
        rig.none(Action.Send.class);
        rig.diskBroken = false;
        Rig.DialServer second = dialledWithin(Duration.ofSeconds(30));
        assertEquals("what waits is on disk, and what is done is off it", 1, waiting());
        assertWithdraw(asked(second), Rig.LAMP, 7);
    }

    @Test
    public void whatTheDiskRefusedIsQueuedWhenItIsRevokedAgain() {
        grant(Rig.ANNA, 7);
        rig.diskBroken = true;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.take(Action.Refused.class);
        rig.none(Rig.DialServer.class);
        rig.diskBroken = false;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.take(Action.Completed.class);
        assertEquals("once", 1, waiting());
        restart();
        assertWithdraw(asked(dialledWithin(Duration.ofSeconds(30))), Rig.LAMP, 7);
    }

    @Test
    public void equipmentThatJoinsAnewHasNothingToWithdraw() {
        grant(Rig.ANNA, 7);
        revoke(Rig.ANNA);
        lost(dialled(), CloseReason.Kind.REFUSED);
        rig.join(Rig.LAMP);
        assertEquals(0, waiting());
        assertEquals(List.of(), rig.core.warnings(rig.now()));
    }

    private Equipment lamp() {
        Context kit =
                new Context(rig.lost, Rig.primitives(), rig.random, () -> 0L, rig.services, AcceptorSettings.DEFAULT);
        StoredEquipment stored = StoredEquipment.of(
                Rig.LAMP.value(), rig.disk.get(Records.EQUIPMENT).get("lamp-1"));
        return new Equipment(kit, stored, new ServerRoute(stored.servers()));
    }

    @Test
    public void ofVeryManyThatAnOlderServerLetsWaitTheOldestGo() {
        WithdrawQueue queue = new WithdrawQueue(lamp());
        for (long code = 1; code <= WithdrawQueue.MAX + 1; code++) {
            queue.add(new StoredGrant(
                    GrantId.random(rig.random),
                    Rig.ANNA,
                    Secret.random(rig.random, 32),
                    Rig.START,
                    Rig.START,
                    Optional.empty(),
                    true,
                    false,
                    false,
                    "",
                    Optional.of(code),
                    GrantTerms.ALL));
        }
        assertEquals(WithdrawQueue.MAX, queue.size());
        assertEquals(2, queue.first().orElseThrow().code());
    }

    // --- several grants, several pieces of equipment ---

    @Test
    public void theKeyGoesAlongUnlessAnotherGrantOfItStands() {
        grant(BERT, 7);
        rig.disk.get(Records.GRANTS).clear();
        onDisk(Rig.ANNA, Optional.of(ANNAS), Optional.of(7L));
        onDisk(BERT, Optional.of(ANNAS), Optional.of(8L));
        restart();
        rig.actions.clear();
        revoke(Rig.ANNA);
        Rig.DialServer first = dialled();
        Message asked = asked(first);
        assertWithdraw(asked, Rig.LAMP, 7);
        assertEquals(Optional.empty(), asked.find(Attributes.REVOKED_KEYS));
        withdrawn(first, asked);
        rig.actions.clear();
        revoke(BERT);
        Rig.DialServer second = dialled();
        asked = asked(second);
        assertWithdraw(asked, Rig.LAMP, 8);
        assertEquals(Optional.of(List.of(ANNAS)), asked.find(Attributes.REVOKED_KEYS));
    }

    @Test
    public void theKeyGoesAlongAfterARestartToo() {
        grant(BERT, 7);
        rig.disk.get(Records.GRANTS).clear();
        onDisk(Rig.ANNA, Optional.of(ANNAS), Optional.of(7L));
        restart();
        rig.actions.clear();
        revoke(Rig.ANNA);
        lost(dialled(), CloseReason.Kind.REFUSED);
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Message asked = rig.all(Rig.DialServer.class).stream()
                .map(this::asked)
                .filter(request -> request.kind() == MessageKind.WITHDRAW)
                .findFirst()
                .orElseThrow();
        assertWithdraw(asked, Rig.LAMP, 7);
        assertEquals(Optional.of(List.of(ANNAS)), asked.find(Attributes.REVOKED_KEYS));
    }

    @Test
    public void aGrantOfBeforeCodesWereKeptGoesByItsKeyAlone() {
        grant(BERT, 7);
        rig.disk.get(Records.GRANTS).clear();
        onDisk(Rig.ANNA, Optional.of(ANNAS), Optional.empty());
        onDisk(BERT, Optional.empty(), Optional.empty());
        restart();
        rig.actions.clear();
        revoke(BERT);
        assertEquals("nothing is known that the server could take back", 0, waiting());
        rig.none(Rig.DialServer.class);
        revoke(Rig.ANNA);
        Message asked = asked(dialled());
        assertWithdraw(asked, Rig.LAMP, Withdrawal.NO_CODE);
        assertEquals(Optional.of(List.of(ANNAS)), asked.find(Attributes.REVOKED_KEYS));
    }

    @Test
    public void aKeyThatAnotherGrantNeedsIsNotSentForAnOldOne() {
        grant(BERT, 7);
        rig.disk.get(Records.GRANTS).clear();
        onDisk(Rig.ANNA, Optional.of(ANNAS), Optional.empty());
        onDisk(BERT, Optional.of(ANNAS), Optional.empty());
        restart();
        rig.actions.clear();
        revoke(Rig.ANNA);
        rig.none(Rig.DialServer.class);
        assertEquals(0, waiting());
    }

    @Test
    public void eachPieceOfEquipmentWithdrawsOverItsOwnConnection() {
        grant(Rig.ANNA, 7);
        rig.join(Rig.THERMOSTAT);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.THERMOSTAT, Rig.ANNA));
        Rig.DialServer inviting = dialled();
        granted(inviting, asked(inviting), 8);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.THERMOSTAT, Rig.ANNA));
        Rig.DialServer dial = dialled();
        assertEquals(Rig.THERMOSTAT, dial.self());
        assertWithdraw(asked(dial), Rig.THERMOSTAT, 8);
        assertFalse(rig.equipment().get(0).grants().get(0).revoked());
        revoke(Rig.ANNA);
        dial = dialled();
        assertEquals(Rig.LAMP, dial.self());
        assertWithdraw(asked(dial), Rig.LAMP, 7);
    }

    // --- the server's limit ---

    private String refused(int code, int again) {
        rig.actions.clear();
        grant(Rig.ANNA);
        Rig.DialServer dial = dialled();
        Message invite = asked(dial);
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.INVITE_REFUSED, invite.transaction())
                        .with(Attributes.ERROR_CODE, code)
                        .with(Attributes.RETRY_AFTER, again)
                        .build());
        return rig.take(Action.Refused.class).why();
    }

    @Test
    public void anInvitationThatIsRefusedAtALimitSaysWhenToAskAgain() {
        assertEquals(
                "server: the server refused: 486 Allocation Quota Reached, as many as it keeps for this equipment in a day"
                        + " were made; again in 3 h 5 min, or at once if one of them is revoked (expected: an"
                        + " invitation; nothing was granted, try again later)",
                refused(ErrorCodes.QUOTA, 3 * 3_600 + 5 * 60 + 7));
        assertTrue(refused(ErrorCodes.CAPACITY, 61).contains("it keeps no more; again in 1 min ("));
        assertTrue(refused(ErrorCodes.CAPACITY, 9).contains("again in 9 s ("));
    }
}
