package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingSystem;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** What a grant gave at the server goes as its end comes, and from then on it counts for nobody. */
public final class GrantEndsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long CODE = 77;

    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
    }

    private Caller grantedForAnHour(EquipmentId person) {
        return Caller.invited(
                rig,
                remote,
                person,
                new GrantTerms(List.of(), false, Optional.of(rig.now().wall().plus(HOUR))));
    }

    private void restart() {
        rig.restart();
        remote = rig.register(Rig.LAMP);
    }

    /** Lets the hour pass; what happens as it ends is there to be taken. */
    private void theEndComes() {
        remote.live(HOUR.minusSeconds(2));
        rig.actions.clear();
        rig.pass(Duration.ofSeconds(2));
    }

    private Message asked(Rig.DialServer dial) {
        rig.establish(dial);
        Message asked = rig.take(Action.Send.class).message();
        assertEquals(MessageKind.WITHDRAW, asked.kind());
        assertEquals(CODE, (long) asked.get(Attributes.CODE_ID));
        return asked;
    }

    private void withdrawn() {
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        withdrawn(dial, asked(dial));
    }

    private void withdrawn(Rig.DialServer dial, Message asked) {
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.WITHDRAWN, asked.transaction())
                        .with(Attributes.CODE_ID, CODE)
                        .build());
    }

    private int waiting() {
        return rig.disk.getOrDefault(Records.WITHDRAWALS, Map.of()).size();
    }

    private GrantStatus status() {
        return rig.equipment().get(0).grants().get(0);
    }

    private long standing() {
        return rig.core.limits(rig.now()).stream()
                .filter(use -> use.limit().equals(AcceptorLimit.GRANTS))
                .findFirst()
                .orElseThrow()
                .now();
    }

    // [WITHDRAW-11] any | a grant's end comes | that it ended is kept and the withdrawal queued, in one write, once; …
    @Test
    public void theServerIsToldOnceOfAGrantThatNobodyUsed() {
        grantedForAnHour(Rig.ANNA);
        theEndComes();
        Set<String> tables = rig.take(Action.Persist.class).changes().stream()
                .map(Change::table)
                .collect(Collectors.toSet());
        assertEquals(Set.of(Records.GRANTS, Records.WITHDRAWALS), tables);
        withdrawn();
        assertEquals(0, waiting());
        assertEquals(1, rig.counted("withdraw.done"));
        remote.live(HOUR);
        restart();
        remote.live(HOUR);
        assertEquals("nor after a restart", 0, rig.counted("withdraw.done"));
        assertEquals(0, waiting());
    }

    @Test
    public void itsKeyGoesAlongUnlessAnotherGrantOfItStands() {
        Caller anna = grantedForAnHour(Rig.ANNA);
        anna.answeredRing(RingSystem.CALL_BACK);
        theEndComes();
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        assertEquals(Optional.of(List.of(anna.key)), asked(dial).find(Attributes.REVOKED_KEYS));
    }

    @Test
    public void aKillBeforeTheServerWasToldLosesNothing() {
        grantedForAnHour(Rig.ANNA);
        theEndComes();
        rig.feed(new Event.Closed(rig.take(Rig.DialServer.class).connection(), CloseReason.Kind.REFUSED, "it is over"));
        assertTrue(
                rig.core.warnings(rig.now()).get(0).startsWith("lamp-1: 1 grant that was taken back or ended is not"));
        restart();
        rig.actions.clear();
        rig.await(Rig.DialServer.class, Duration.ofSeconds(30));
        withdrawn();
        assertEquals(0, waiting());
    }

    @Test
    public void anEndThatTheDiskRefusesIsToldToTheServerOnceItIsWritten() {
        grantedForAnHour(Rig.ANNA);
        rig.diskBroken = true;
        theEndComes();
        rig.none(Rig.DialServer.class);
        rig.diskBroken = false;
        rig.actions.clear();
        rig.await(Rig.DialServer.class, Duration.ofMinutes(1));
        assertEquals("written before it is told", 1, waiting());
        withdrawn();
    }

    @Test
    public void anEndThatCameWhileTheProgramWasOffIsNoticedAtTheStart() {
        grantedForAnHour(Rig.ANNA);
        rig.start = rig.start.plus(HOUR.multipliedBy(2));
        restart();
        assertEquals(1, waiting());
    }

    @Test
    public void whatEndedStaysSoThoughTheClockIsSetBackAndTheProgramStartsAnew() {
        Caller anna = grantedForAnHour(Rig.ANNA);
        anna.answeredRing(RingSystem.CALL_BACK);
        theEndComes();
        rig.start = rig.start.minus(HOUR);
        restart();
        assertTrue(status().ended());
        anna = anna.at(remote);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna ended");
    }

    @Test
    public void whatWasRevokedBeforeIsNotWithdrawnAgain() {
        grantedForAnHour(Rig.ANNA);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        withdrawn();
        theEndComes();
        rig.none(Rig.DialServer.class);
        assertEquals(0, waiting());
    }

    @Test
    public void eachEndIsNoticedAlsoTheSecondOne() {
        grantedForAnHour(Rig.ANNA);
        remote.live(Duration.ofMinutes(30));
        grantedForAnHour(Rig.THERMOSTAT);
        remote.live(Duration.ofMinutes(31));
        assertEquals(List.of(true, false), ended());
        remote.live(Duration.ofMinutes(30));
        assertEquals(List.of(true, true), ended());
    }

    private List<Boolean> ended() {
        return rig.disk.get(Records.GRANTS).entrySet().stream()
                .map(one -> StoredGrant.of(new GrantId(Records.part(one.getKey())), one.getValue()))
                .sorted(Comparator.comparing(StoredGrant::made))
                .map(StoredGrant::over)
                .toList();
    }

    @Test
    public void anEndedGrantDoesNotStandAnyMore() {
        grantedForAnHour(Rig.ANNA);
        assertEquals(1, standing());
        theEndComes();
        assertEquals(0, standing());
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Join(
                new Request<>(++rig.request), rig.enrolmentString(Rig.LAMP), false, Optional.empty()));
        String taken = rig.take(Action.Refused.class).why();
        assertTrue(taken, taken.contains("and 0 grants go"));
        rig.feed(new AcceptorEvent.RenamePerson(new Request<>(++rig.request), Rig.ANNA, new EquipmentId("berta")));
        assertEquals(0, rig.take(Action.Completed.class).result());
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.THERMOSTAT));
        String nobody = rig.take(Action.Refused.class).why();
        assertTrue(nobody, nobody.contains("nobody may ring it"));
    }

    @Test
    public void anAlarmOfAnEndedGrantNeedsNobody() {
        Caller anna = grantedForAnHour(Rig.ANNA);
        anna.answeredRing(RingSystem.CALL_BACK);
        anna.key = Rig.IDENTITIES.create().fingerprint();
        anna.ring(RingSystem.CALL_BACK);
        assertTrue(rig.core.warnings(rig.now()).toString().contains("another key, "));
        theEndComes();
        assertTrue(!rig.core.warnings(rig.now()).toString().contains("another key, "));
    }
}
