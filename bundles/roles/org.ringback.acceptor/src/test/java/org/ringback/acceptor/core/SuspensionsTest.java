package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Request;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Outcome;

/** What the owner suspends lets nobody in, whatever happens, until it is resumed; and one of several is one alone. */
public final class SuspensionsTest {
    private static final EquipmentId BERT = new EquipmentId("bert");
    private static final String WHY = "the grant of anna is suspended";

    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    private void set(EquipmentId person, String grant, boolean suspended) {
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Suspend(
                new Request<>(++rig.request), new GrantChoice(Rig.LAMP, person, grant), suspended));
    }

    private void suspend() {
        set(Rig.ANNA, "", true);
        rig.take(Action.Completed.class);
    }

    private void resume() {
        set(Rig.ANNA, "", false);
        rig.take(Action.Completed.class);
    }

    private void assertKeptOut() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused(WHY);
        assertEquals(Optional.of(new ToldReason(RingReason.NOT_ALLOWED)), anna.told());
    }

    private void restart() {
        rig.restart();
        remote = rig.register(Rig.LAMP);
        anna = anna.at(remote);
    }

    private List<String> suspended() {
        return rig.equipment().get(0).grants().stream()
                .filter(GrantStatus::suspended)
                .map(grant -> grant.id().hex())
                .toList();
    }

    @Test
    public void aSuspendedGrantIsRefusedAndToldLikeARevokedOneUntilItIsResumed() {
        anna.answeredRing(RingSystem.CALL_BACK);
        suspend();
        assertKeptOut();
        assertEquals(1, rig.counted("ring.refused-suspended"));
        resume();
        anna.answeredRing(RingSystem.CALL_BACK);
        assertEquals(List.of(), suspended());
    }

    @Test
    public void itsCallsEndInWordsAndNobodyElses() {
        long annas = anna.answeredRing(RingSystem.CALL_BACK);
        Caller bert = Caller.invited(rig, remote, BERT);
        bert.key = Rig.IDENTITIES.create().fingerprint();
        bert.connectionId = anna.connectionId;
        bert.answeredRing(RingSystem.CALL_BACK);
        set(Rig.ANNA, "", true);
        assertEquals(
                List.of(new Action.CutCall(annas, "the owner suspended anna", Optional.of(CutReason.SUSPENDED))),
                rig.all(Action.CutCall.class));
        assertEquals(1, rig.equipment().get(0).calls());
    }

    @Test
    public void itSurvivesARestartAndAStoreThatGoesBackAndSoDoesItsEnd() {
        rig.keepDisk();
        suspend();
        rig.restart();
        assertEquals(1, suspended().size());
        rig.goBack();
        assertEquals("for good", 1, suspended().size());
        restart();
        assertKeptOut();
        rig.keepDisk();
        resume();
        rig.goBack();
        assertEquals("for good too", List.of(), suspended());
        restart();
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void anOlderProgramRefusesItsRecordAndReadsItAgainOnceItIsResumed() {
        suspend();
        byte[] record = rig.disk.get(Records.GRANTS).values().iterator().next();
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> StoredRecord.read(Records.GRANTS, record));
        assertTrue(refused.getMessage(), refused.getMessage().contains("has version 2 (expected: at most 1;"));
        resume();
        StoredRecord.read(
                Records.GRANTS, rig.disk.get(Records.GRANTS).values().iterator().next());
    }

    @Test
    public void whatTheDiskRefusesIsInForceAllTheSame() {
        rig.diskBroken = true;
        set(Rig.ANNA, "", true);
        assertTrue(rig.take(Action.Refused.class).why().startsWith("in force as long as the program runs"));
        assertKeptOut();
        rig.diskBroken = false;
        rig.pass(Duration.ofMinutes(1));
        rig.restart();
        assertEquals(1, suspended().size());
    }

    @Test
    public void aThiefOfASuspendedGrantRaisesTheAlarmAndTheOwnerIsKeptOutStill() {
        anna.answeredRing(RingSystem.CALL_BACK);
        suspend();
        KeyFingerprint own = anna.key;
        anna.key = Rig.IDENTITIES.create().fingerprint();
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.REFUSED);
        assertEquals(Optional.of(new ToldReason(RingReason.NOT_ALLOWED)), anna.told());
        anna.key = own;
        assertKeptOut();
        GrantStatus status = rig.equipment().get(0).grants().get(0);
        assertTrue(status.alarm(), status.suspended() && status.alarm().startsWith("another key"));
        resume();
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void whatIsRevokedIsSuspendedNoMoreAndCannotBeResumed() {
        suspend();
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertEquals(List.of(), suspended());
        set(Rig.ANNA, "", false);
        assertEquals(
                "person: 'anna' has no grant for lamp-1 (expected: somebody to whom it is granted; nobody may ring it)",
                rig.take(Action.Refused.class).why());
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna was revoked");
    }

    @Test
    public void oneOfSeveralGrantsIsRevokedAloneByTheBeginningOfItsId() {
        anna.answeredRing(RingSystem.CALL_BACK);
        Caller again = Caller.invited(rig, remote, Rig.ANNA);
        String second = again.grant.id().hex();
        rig.feed(new AcceptorEvent.Revoke(
                new Request<>(++rig.request), new GrantChoice(Rig.LAMP, Rig.ANNA, second.substring(0, 8))));
        rig.take(Action.Completed.class);
        assertEquals(
                List.of(second),
                rig.equipment().get(0).grants().stream()
                        .filter(GrantStatus::revoked)
                        .map(grant -> grant.id().hex())
                        .toList());
        rig.none(Action.CutCall.class);
        anna.answeredRing(RingSystem.CALL_BACK);
        set(Rig.ANNA, second.substring(0, 8), true);
        assertEquals(
                "grant: '" + second.substring(0, 8) + "' begins none of anna's for lamp-1 (expected: one of "
                        + anna.grant.id().hex().substring(0, 8) + ")",
                rig.take(Action.Refused.class).why());
    }

    @Test
    public void aBeginningThatFitsSeveralGrantsIsRefusedByTheirNames() {
        Caller.invited(rig, remote, Rig.ANNA);
        while (rig.equipment().get(0).grants().stream()
                        .map(grant -> grant.id().hex().substring(0, 1))
                        .distinct()
                        .count()
                == rig.equipment().get(0).grants().size()) {
            Caller.invited(rig, remote, Rig.ANNA);
        }
        String common = rig.equipment().get(0).grants().stream()
                .collect(Collectors.groupingBy(grant -> grant.id().hex().substring(0, 1), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(one -> one.getValue() > 1)
                .findFirst()
                .orElseThrow()
                .getKey();
        set(Rig.ANNA, common, true);
        String why = rig.take(Action.Refused.class).why();
        assertTrue(why, why.startsWith("grant: '" + common + "' begins 2 of anna's: " + common));
        assertTrue(why, why.endsWith(" (expected: more of it)"));
        assertEquals(List.of(), suspended());
    }

    @Test
    public void aPersonWithoutAGrantIsRefusedWithThoseWhoHaveOne() {
        Caller.invited(rig, remote, BERT);
        set(new EquipmentId("anan"), "", true);
        assertEquals(
                "person: 'anan' has no grant for lamp-1 (expected: one of anna, bert; did you mean anna?)",
                rig.take(Action.Refused.class).why());
        set(new EquipmentId("carl-2"), "", true);
        assertEquals(
                "person: 'carl-2' has no grant for lamp-1 (expected: one of anna, bert; the server may call the same"
                        + " person by another name)",
                rig.take(Action.Refused.class).why());
    }

    @Test
    public void aGrantThatWasNotUsedInTimeIsShownAsSuchAndRevokedOrUsedOnesAreNot() {
        Caller bert = Caller.invited(rig, remote, BERT);
        anna.answeredRing(RingSystem.CALL_BACK);
        GrantId unused = bert.grant.id();
        assertFalse(rig.equipment().get(0).grants().stream().anyMatch(GrantStatus::overdue));
        rig.pass(Duration.ofHours(25));
        assertEquals(
                List.of(unused),
                rig.equipment().get(0).grants().stream()
                        .filter(GrantStatus::overdue)
                        .map(GrantStatus::id)
                        .toList());
    }

    @Test
    public void onePersonsCallsAreHungUpOnEverywhereOrAtOnePieceAndTheyMayRingAgain() {
        long annas = anna.answeredRing(RingSystem.CALL_BACK);
        Caller bert = Caller.invited(rig, remote, BERT);
        bert.key = Rig.IDENTITIES.create().fingerprint();
        bert.connectionId = anna.connectionId;
        bert.answeredRing(RingSystem.CALL_BACK);
        anna.connectionId = bert.connectionId;
        rig.actions.clear();
        rig.feed(new AcceptorEvent.HangUp(new Request<>(++rig.request), Rig.ANNA, Optional.empty()));
        assertEquals(
                List.of(new Action.CutCall(annas, "hung up at the gateway", Optional.of(CutReason.HUNG_UP))),
                rig.all(Action.CutCall.class));
        assertEquals(1, rig.take(Action.Completed.class).result());
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.feed(new AcceptorEvent.HangUp(new Request<>(++rig.request), Rig.ANNA, Optional.of(Rig.LAMP)));
        assertEquals(1, rig.take(Action.Completed.class).result());
        rig.feed(new AcceptorEvent.HangUp(new Request<>(++rig.request), Rig.ANNA, Optional.of(Rig.LAMP)));
        assertEquals(0, rig.take(Action.Completed.class).result());
        rig.feed(new AcceptorEvent.HangUp(new Request<>(++rig.request), new EquipmentId("anan"), Optional.empty()));
        assertEquals(
                "person: 'anan' has no grant here (expected: one of anna, bert; did you mean anna?)",
                rig.take(Action.Refused.class).why());
    }
}
