package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Outcome;

/** Places for call-backs: nobody with a grant fills them for others. */
public final class CallPlacesTest {
    private static final String OWN_SHARE =
            "as many call-backs of this person stand as this gateway allows (key calls-per-grant)";
    private static final String NONE_LEFT = "as many call-backs stand as this gateway allows (key calls)";

    private final Rig rig = new Rig();
    private final Rig.Remote remote;
    private final Caller anna;

    public CallPlacesTest() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    private void allow(int calls, int callsPerGrant) {
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(), Map.of(), List.of(), new CallLimits(60, calls, callsPerGrant))));
    }

    private Caller person(String name) {
        Caller caller = Caller.invited(rig, remote, new EquipmentId(name));
        caller.connectionId = name.hashCode();
        return caller;
    }

    @Test
    public void oneGrantOpensAllCallsThatItCanAndAnotherPersonStillGetsIn() {
        Caller mallory = person("mallory");
        for (int i = 0; i < CallLimits.CALLS_PER_GRANT; i++) {
            mallory.answeredRing(RingSystem.CALL_BACK);
        }
        for (int i = CallLimits.CALLS_PER_GRANT; i < 70; i++) {
            mallory.ring(RingSystem.CALL_BACK);
            mallory.assertRefused(OWN_SHARE);
            if (i % 10 == 0) {
                remote.live(Duration.ofSeconds(20));
            }
        }
        anna.answeredRing(RingSystem.CALL_BACK);
        assertEquals(62, rig.counted("ring.refused-calls-of-grant"));
    }

    @Test
    public void aRefusedCallCostsNoDial() {
        allow(64, 1);
        anna.answeredRing(RingSystem.CALL_BACK);
        for (int i = 0; i < 30; i++) {
            anna.ring(RingSystem.CALL_BACK);
            anna.assertRefused(OWN_SHARE);
            if (i % 10 == 0) {
                remote.live(Duration.ofSeconds(1));
            }
        }
        assertEquals(0, rig.counted("ring.refused-dials"));
    }

    @Test
    public void theLastQuarterOfThePlacesIsForGrantsThatHaveNone() {
        allow(8, 8);
        Caller mallory = person("mallory");
        for (int i = 0; i < 6; i++) {
            mallory.answeredRing(RingSystem.CALL_BACK);
        }
        mallory.ring(RingSystem.CALL_BACK);
        mallory.assertRefused(NONE_LEFT);
        anna.answeredRing(RingSystem.CALL_BACK);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused(NONE_LEFT);
        long last = person("last").answeredRing(RingSystem.CALL_BACK);
        Caller late = person("late");
        late.ring(RingSystem.CALL_BACK);
        late.assertRefused(NONE_LEFT);
        rig.feed(new Event.Closed(last, CloseReason.Kind.CLOSED_THERE, "closed by the issuer"));
        late.answeredRing(RingSystem.CALL_BACK);
    }

    private void nobodyListens(Caller caller) {
        caller.ring(RingSystem.CALL_BACK);
        long dial = rig.take(Rig.DialIssuer.class).connection();
        rig.feed(new Event.Closed(dial, CloseReason.Kind.REFUSED, "nobody listens there"));
    }

    @Test
    public void aCallBackWhoseEndMayNotBeToldYetKeepsItsPlace() {
        allow(2, 1);
        Caller mallory = person("mallory");
        nobodyListens(mallory);
        mallory.ring(RingSystem.CALL_BACK);
        mallory.assertRefused(OWN_SHARE);
        nobodyListens(anna);
        Caller bert = person("bert");
        bert.ring(RingSystem.CALL_BACK);
        bert.assertRefused(NONE_LEFT);
        rig.pass(Duration.ofSeconds(5));
        bert.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void theThirdDialOfAGrantWaitsNoLongerThanUntilAnotherOneIsProved() {
        List<Rig.DialIssuer> dials = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            anna.ring(RingSystem.CALL_BACK);
            dials.add(rig.take(Rig.DialIssuer.class));
        }
        anna.ring(RingSystem.CALL_BACK);
        rig.none(Action.Send.class);
        rig.none(Rig.DialIssuer.class);
        rig.establish(dials.get(0).connection(), anna.key, anna.address);
        assertEquals(dials.get(0).connection(), rig.take(Action.Send.class).connection());
        anna.assertReport(Outcome.CALLING);
        anna.accept(anna.reached());
        rig.take(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REACHED);
    }

    @Test
    public void whenTheThirdDialsDoesNotTellWhatBecameOfTheOthers() {
        List<Rig.DialIssuer> dials = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            anna.ring(RingSystem.CALL_BACK);
            dials.add(rig.take(Rig.DialIssuer.class));
        }
        anna.ring(RingSystem.CALL_BACK);
        dials.forEach(dial ->
                rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "nobody listens there")));
        rig.none(Rig.DialIssuer.class);
        rig.pass(CallPlaces.PATIENCE);
        rig.take(Rig.DialIssuer.class);
    }

    @Test
    public void anotherGrantsDialDoesNotWaitForThoseOfTheFirst() {
        Caller mallory = person("mallory");
        for (int i = 0; i < 4; i++) {
            mallory.address = new InetSocketAddress("8.8.4.4", 40_000 + i);
            mallory.ring(RingSystem.CALL_BACK);
        }
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void aBurstOfOnePersonIsAnsweredOneAfterTheOther() {
        int burst = CallLimits.CALLS_PER_GRANT;
        for (int i = 0; i < burst; i++) {
            anna.ring(RingSystem.CALL_BACK);
            rig.actions.removeIf(action -> !(action instanceof Rig.DialIssuer));
            rig.all(Rig.DialIssuer.class).forEach(dial -> rig.establish(dial.connection(), anna.key, anna.address));
        }
        assertEquals(0, rig.counted("ring.refused-calls-of-grant"));
    }

    @Test
    public void aTurnThatDoesNotComeInTwoSecondsIsTaken() {
        anna.ring(RingSystem.CALL_BACK);
        anna.ring(RingSystem.CALL_BACK);
        anna.ring(RingSystem.CALL_BACK);
        rig.pass(Duration.ofMillis(1_999));
        rig.none(Action.Send.class);
        rig.none(Rig.DialIssuer.class);
        rig.pass(Duration.ofMillis(1));
        anna.assertReport(Outcome.CALLING);
        anna.accept(anna.reached());
        rig.take(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REACHED);
    }

    @Test
    public void theServerHasTheReportInItsTimeThoughTurnDialAndAnswerTakeAllOfTheirs() {
        for (int i = 0; i < 2; i++) {
            anna.ring(RingSystem.CALL_BACK);
            anna.assertReport(Outcome.CALLING);
        }
        anna.ring(RingSystem.CALL_BACK);
        rig.pass(CallPlaces.PATIENCE);
        anna.assertReport(Outcome.CALLING);
        Rig.DialIssuer last = rig.take(Rig.DialIssuer.class);
        rig.pass(Duration.ofMillis(4_999));
        rig.actions.clear();
        rig.establish(last.connection(), anna.key, anna.address);
        rig.take(Action.Send.class);
        rig.pass(Duration.ofSeconds(9).minus(CallPlaces.PATIENCE).minusMillis(4_999));
        anna.assertReport(Outcome.UNREACHABLE);
    }

    @Test
    public void aRevokedPersonsCallBackThatWaitsIsNeverDialled() {
        anna.ring(RingSystem.CALL_BACK);
        anna.ring(RingSystem.CALL_BACK);
        rig.take(Rig.DialIssuer.class);
        anna.ring(RingSystem.CALL_BACK);
        rig.none(Action.Send.class);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        anna.assertReport(Outcome.REFUSED);
        rig.none(Rig.DialIssuer.class);
        rig.core
                .stories()
                .forEach(story -> assertEquals(
                        "the owner revoked anna", story.ended().orElseThrow().reason()));
    }
}
