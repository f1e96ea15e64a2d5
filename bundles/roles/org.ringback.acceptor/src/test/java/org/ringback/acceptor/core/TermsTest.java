package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Outcome;

/** A grant gives the services that it names, and those alone, until it ends: the gateway sees to it. */
public final class TermsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ENDED = "the grant of anna ended";
    private static final Optional<ToldReason> NOT_ALLOWED = Optional.of(new ToldReason(RingReason.NOT_ALLOWED));
    private static final Optional<ToldReason> NOT_GIVEN = Optional.of(new ToldReason(RingReason.SERVICE_NOT_GRANTED));

    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
    }

    private Caller granted(GrantTerms terms) {
        return Caller.invited(rig, remote, Rig.ANNA, terms);
    }

    private static GrantTerms only(String... services) {
        return new GrantTerms(List.of(services), true, Optional.empty());
    }

    private GrantTerms until(Duration from) {
        return new GrantTerms(List.of(), false, Optional.of(rig.now().wall().plus(from)));
    }

    private Caller restarted(Caller anna) {
        rig.restart();
        remote = rig.register(Rig.LAMP);
        return anna.at(remote);
    }

    private GrantStatus status() {
        return rig.equipment().get(0).grants().get(0);
    }

    private byte[] record() {
        return rig.disk.get(Records.GRANTS).values().iterator().next();
    }

    private CallFacts facts(Caller anna) {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        anna.accept(anna.reached());
        return rig.take(AcceptorAction.HandOver.class).facts();
    }

    @Test
    public void aServiceThatIsNotInTheListIsRefusedInItsOwnWordsAndOneThatIsInItIsNot() {
        Caller anna = granted(only("ssh", "http"));
        anna.answeredRing(RingSystem.CALL_BACK);
        anna.service = "ftp";
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna does not give the service ftp");
        assertEquals(NOT_GIVEN, anna.told());
        assertEquals(1, rig.counted("ring.refused-service-not-granted"));
        anna.service = "ssh";
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void whatIsMarkedAdminIsGivenByTheGrantThatNamesItAlone() {
        rig.services.admin.add("ssh");
        Caller anna = granted(GrantTerms.ALL);
        assertFalse("http", facts(anna).named());
        anna.service = "ssh";
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna does not give the service ssh, which is marked admin");
        assertEquals(NOT_GIVEN, anna.told());
        Caller named = granted(only("ssh"));
        named.connectionId = anna.connectionId;
        named.service = "ssh";
        assertTrue("what is marked admin may answer", facts(named).named());
    }

    @Test
    public void whoeverIsNotTheGrantsKeyIsNotToldOfItsServices() {
        Caller anna = granted(only("ssh"));
        anna.service = "ssh";
        anna.answeredRing(RingSystem.CALL_BACK);
        anna.service = "http";
        anna.key = Rig.IDENTITIES.create().fingerprint();
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.REFUSED);
        assertEquals(NOT_ALLOWED, anna.told());
    }

    @Test
    public void aCallWhoseServiceIsMarkedAdminIsCutAsTheConfigurationChangesAndAsItMoves() {
        Caller anna = granted(GrantTerms.ALL);
        long first = anna.answeredRing(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Configure(AcceptorSettings.DEFAULT));
        rig.none(Action.CutCall.class);
        rig.services.admin.add("http");
        String why = "the grant of anna does not give the service http, which is marked admin";
        rig.feed(new Event.CallMoves(first));
        assertEquals(
                List.of(new Action.CutCall(first, why, Optional.of(CutReason.SERVICE))), rig.all(Action.CutCall.class));
        rig.services.admin.clear();
        long second = anna.answeredRing(RingSystem.CALL_BACK);
        rig.services.admin.add("http");
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Configure(AcceptorSettings.DEFAULT));
        assertEquals(
                List.of(new Action.CutCall(second, why, Optional.of(CutReason.SERVICE))),
                rig.all(Action.CutCall.class));
    }

    @Test
    public void anEndedGrantIsRefusedAndToldLikeARevokedOne() {
        Caller anna = granted(until(HOUR));
        anna.answeredRing(RingSystem.CALL_BACK);
        assertFalse(status().ended());
        rig.pass(HOUR);
        assertTrue(status().ended());
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused(ENDED);
        assertEquals(NOT_ALLOWED, anna.told());
        assertEquals(1, rig.counted("ring.refused-grant-ended"));
    }

    @Test
    public void itsCallsAreCutAtTheVerySecondAndNobodyElses() {
        Caller anna = granted(until(HOUR));
        Instant end = anna.grant.terms().until().orElseThrow();
        long annas = anna.answeredRing(RingSystem.CALL_BACK);
        Caller bert = Caller.invited(rig, remote, Rig.THERMOSTAT);
        bert.key = Rig.IDENTITIES.create().fingerprint();
        bert.connectionId = anna.connectionId;
        bert.answeredRing(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.pass(Duration.between(rig.now().wall(), end).minusNanos(1));
        rig.none(Action.CutCall.class);
        rig.pass(Duration.ofNanos(1));
        assertEquals(
                List.of(new Action.CutCall(annas, "the grant ended", Optional.of(CutReason.ENDED))),
                rig.all(Action.CutCall.class));
        assertEquals(1, rig.equipment().get(0).calls());
    }

    @Test
    public void aCallBackOnItsWayIsCutToo() {
        Caller anna = granted(until(Duration.ofSeconds(3)));
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        anna.reached();
        rig.pass(Duration.ofSeconds(3));
        anna.assertReport(Outcome.REFUSED);
        assertEquals(NOT_ALLOWED, anna.told());
        assertEquals(
                "the grant ended",
                rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    @Test
    public void aDialThatIsProvedAfterTheEndGetsNoRequest() {
        Caller anna = granted(until(Duration.ofSeconds(3)));
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.start = rig.start.plus(HOUR);
        rig.establish(dial.connection(), anna.key, anna.address);
        anna.assertReport(Outcome.REFUSED);
        assertEquals(ENDED, rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    @Test
    public void aClockThatIsSetOnIsNoticedWithTheNextEventAndOneThatIsSetBackGivesNoTimeAfterwards() {
        Caller anna = granted(until(HOUR));
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.start = rig.start.minus(HOUR);
        rig.feed(new Event.Tick());
        rig.pass(HOUR);
        rig.none(Action.CutCall.class);
        rig.start = rig.start.plus(HOUR.multipliedBy(2));
        rig.feed(new Event.Tick());
        assertEquals(
                List.of(new Action.CutCall(call, "the grant ended", Optional.of(CutReason.ENDED))),
                rig.all(Action.CutCall.class));
    }

    @Test
    public void aClockThatStartsIn1970DoesNotReviveWhatEnded() {
        Caller anna = granted(until(HOUR));
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.pass(Duration.ofDays(2));
        rig.serverTime = rig.now().wall();
        rig.start = Instant.EPOCH;
        anna = restarted(anna);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused(ENDED);
    }

    @Test
    public void anEndFarAwayIsWaitedForWithoutOverflow() {
        Caller anna = granted(new GrantTerms(List.of(), false, Optional.of(Instant.parse("9999-12-31T23:59:59Z"))));
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.pass(Duration.ofHours(20));
        rig.none(Action.CutCall.class);
        assertTrue(rig.core.nextDeadline() < Long.MAX_VALUE);
    }

    @Test
    public void aCallOfAnEarlierRunIsCutWhereTheGrantEndedMeanwhileOrAsItEnds() {
        Caller anna = granted(until(HOUR));
        CallFacts facts = facts(anna);
        rig.restart();
        rig.feed(new Event.CallStands(2, facts));
        rig.none(Action.CutCall.class);
        rig.pass(HOUR);
        assertEquals(
                List.of(new Action.CutCall(2, "the grant ended", Optional.of(CutReason.ENDED))),
                rig.all(Action.CutCall.class));
        rig.restart();
        rig.feed(new Event.CallStands(4, facts));
        assertEquals(new Action.CutCall(4, ENDED, Optional.of(CutReason.ENDED)), rig.take(Action.CutCall.class));
    }

    @Test
    public void bothSurviveARestart() {
        Caller anna = granted(new GrantTerms(
                List.of("ssh"), true, Optional.of(rig.now().wall().plus(HOUR))));
        anna = restarted(anna);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna does not give the service http");
        anna.service = "ssh";
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.pass(HOUR);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused(ENDED);
    }

    @Test
    public void anOlderProgramRefusesItsRecordUnlessItIsRevoked() {
        for (GrantTerms terms : List.of(only("http"), until(HOUR))) {
            rig.disk.remove(Records.GRANTS);
            registered();
            granted(terms);
            for (long known : new long[] {1, 2}) {
                IllegalArgumentException refused = assertThrows(
                        IllegalArgumentException.class, () -> StoredRecord.read(Records.GRANTS, record(), known));
                assertTrue(refused.getMessage(), refused.getMessage().contains("has version 3 (expected: at most"));
            }
            rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
            StoredRecord.read(Records.GRANTS, record());
        }
    }

    @Test
    public void anOlderProgramReadsTheRecordOfAGrantWithoutThem() {
        granted(GrantTerms.ALL);
        StoredRecord.read(Records.GRANTS, record());
    }

    @Test
    public void aGrantThatIsSuspendedOrAlarmedKeepsWhatItGives() {
        GrantTerms terms = new GrantTerms(
                List.of("http"), true, Optional.of(rig.now().wall().plus(HOUR)));
        Caller anna = granted(terms);
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.feed(
                new AcceptorEvent.Suspend(new Request<>(++rig.request), new GrantChoice(Rig.LAMP, Rig.ANNA, ""), true));
        rig.restart();
        assertEquals(terms, status().terms());
        assertTrue(status().suspended());
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.restart();
        assertEquals(terms, status().terms());
        rig.pass(HOUR);
        assertFalse("revoked is what it is", status().ended());
    }

    @Test
    public void anEndThatHasPassedIsRefusedBeforeTheServerIsAsked() {
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(
                new Request<>(++rig.request),
                Rig.LAMP,
                Rig.ANNA,
                new GrantTerms(List.of(), false, Optional.of(Rig.START))));
        String why = rig.take(Action.Refused.class).why();
        assertTrue(
                why, why.startsWith("until: 2026-11-22T12:00:00Z has passed (expected: later than 2026-11-22T12:00:"));
        rig.none(Rig.DialServer.class);
    }

    @Test
    public void theStringOfAGrantWithoutAListNamesWhatIsAnsweredThenButWhatIsMarkedAdmin() {
        rig.services.answered.addAll(List.of("http", "ssh", "vnc", "Not a name"));
        rig.services.admin.add("ssh");
        assertEquals(
                new GrantTerms(List.of("http", "vnc"), false, Optional.empty()),
                granted(GrantTerms.ALL).grant.terms());
        assertEquals("and is stored as all", GrantTerms.ALL, status().terms());
        IntStream.range(0, 20).forEach(number -> rig.services.answered.add("s" + number));
        assertEquals(
                GrantTerms.MAX_SERVICES,
                granted(GrantTerms.ALL).grant.terms().services().size());
    }

    @Test
    public void servicesThatAreNamedForInformationAreNotStored() {
        Caller anna = granted(new GrantTerms(List.of("ssh"), false, Optional.empty()));
        assertEquals(GrantTerms.ALL, status().terms());
        anna = restarted(anna);
        assertEquals(GrantTerms.ALL, status().terms());
        anna.answeredRing(RingSystem.CALL_BACK);
        StoredRecord.read(Records.GRANTS, record());
    }

    @Test
    public void theStringOfAGrantWithAListHasThatAndItsEnd() {
        rig.services.answered.add("http");
        GrantTerms terms = new GrantTerms(
                List.of("ssh"), true, Optional.of(rig.now().wall().plus(HOUR)));
        assertEquals(terms, granted(terms).grant.terms());
        assertEquals(terms, status().terms());
    }

    @Test
    public void aServiceThatAGrantNamesAndNothingAnswersIsWarnedOfAsLongAsTheGrantStands() {
        granted(new GrantTerms(
                List.of("ssh", "http"), true, Optional.of(rig.now().wall().plus(HOUR))));
        assertEquals("nothing is there yet", List.of(), rig.core.warnings(rig.now()));
        rig.services.answered.add("http");
        assertEquals(
                List.of("lamp-1, grant of anna: nothing answers its service ssh (expected: forward ="
                        + " lamp-1/ssh=ADDRESS:PORT, or a bundle that answers it)"),
                rig.core.warnings(rig.now()));
        rig.pass(HOUR);
        assertFalse(rig.core.warnings(rig.now()).toString().contains("nothing answers"));
    }
}
