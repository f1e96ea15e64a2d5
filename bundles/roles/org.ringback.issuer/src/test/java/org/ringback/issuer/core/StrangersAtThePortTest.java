package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.spi.CloseReason;
import org.ringback.wire.ErrorCodes;

/** Strangers at the port of a pending ring: the call-back comes through, and the story says that they were there. */
public class StrangersAtThePortTest {
    private static final int NETWORKS = 640;
    private static final long GENUINE = 1_000_000;

    private final CoreRig rig = new CoreRig();
    private long strangers;

    @Before
    public void ring() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
    }

    /** So many a second for so long, from many networks. */
    private void flood(int perSecond, Duration time, boolean hello) {
        Duration between = Duration.ofSeconds(1).dividedBy(perSecond);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(between)) {
            strangers += 2;
            int network = (int) (strangers / 2 % NETWORKS);
            rig.silent(strangers, new InetSocketAddress("10." + network / 256 + "." + network % 256 + ".7", 4_444));
            if (hello) {
                rig.feed(new IssuerEvent.Hello(strangers));
            }
            rig.pass(between);
        }
    }

    private boolean dropped(long connection) {
        return rig.all(Action.Abort.class).contains(new Action.Abort(connection));
    }

    @Test
    public void whoSaysNothingNeverKeepsTheCallBackOut() {
        for (int perSecond : List.of(50, 500)) {
            flood(perSecond, Duration.ofSeconds(3), false);
            rig.silent(GENUINE + perSecond, CoreRig.ACCEPTOR);
            flood(perSecond, Duration.ofMillis(20), false);
            rig.feed(new IssuerEvent.Hello(GENUINE + perSecond));
            assertEquals(
                    GENUINE + perSecond, rig.last(IssuerAction.AnswerCall.class).connection());
            flood(perSecond, Duration.ofMillis(600), false);
            assertTrue("left its time", !dropped(GENUINE + perSecond));
            rig.closed(GENUINE + perSecond, CloseReason.Kind.CLOSED_THERE, "closed");
        }
        rig.callBack(GENUINE);
        assertEquals(1, rig.all(IssuerAction.HandOver.class).size());
        assertEquals(2, rig.all(IssuerAction.AnswerCall.class).size() - 1);
    }

    @Test
    public void theStorySaysThatStrangersHeldThePort() {
        flood(500, Duration.ofSeconds(1), false);
        rig.pass(RingTask.LIMIT);
        String steps =
                rig.all(IssuerAction.RingEnded.class).get(0).story().steps().toString();
        assertTrue(steps, steps.contains("500 strangers held the port"));
    }

    /** The gateway says that nobody answered here. */
    private RingStory.End noAnswer() {
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        return rig.all(IssuerAction.RingEnded.class).get(0).story().ended().orElseThrow();
    }

    @Test
    public void whereStrangersHeldThePortTheRouterIsNotBlamed() {
        flood(500, Duration.ofSeconds(1), false);
        RingStory.End end = noAnswer();
        assertEquals(
                "The gateway of lamp-1 called back, and no answer came from this machine: 500 strangers held the port, with"
                        + " connections that did not prove the key of lamp-1",
                end.reason());
        assertEquals(
                "Ring again, as each ring waits at a port of its own; if it stays so, ring from another network",
                end.advice());
    }

    @Test
    public void aFewStrangersLeaveTheAdviceOfTheRouterAndAreADetail() {
        rig.silent(2, CoreRig.ACCEPTOR);
        RingStory.End end = noAnswer();
        assertEquals(RingReason.NO_ANSWER_FROM_NETWORK.happened(CoreRig.LAMP, ""), end.reason());
        assertTrue(end.advice(), end.advice().contains("router"));
        String steps =
                rig.all(IssuerAction.RingEnded.class).get(0).story().steps().toString();
        assertTrue(steps, steps.contains("1 connection(s) came that did not prove the key of lamp-1"));
    }

    @Test
    public void strangersOfOneAttemptDoNotExplainTheOther() {
        rig.pass(RingTask.LIMIT.plusSeconds(1));
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.silent(2, CoreRig.ACCEPTOR);
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        flood(500, Duration.ofSeconds(1), false);
        rig.connectRefused(ErrorCodes.QUOTA);
        RingStory story = rig.ended(ring);
        assertEquals(
                RingReason.NO_ANSWER_FROM_NETWORK.happened(CoreRig.LAMP, ""),
                story.ended().orElseThrow().reason());
        String steps = story.steps().toString();
        assertTrue(steps, steps.contains("; 1 connection(s) came"));
        assertTrue(steps, steps.contains("500 strangers held the port"));
    }

    @Test
    public void whereNobodyCameTheNetworkIsNamed() {
        assertEquals(
                RingReason.NO_ANSWER_FROM_NETWORK.happened(CoreRig.LAMP, ""),
                noAnswer().reason());
    }

    @Test
    public void whoeverCalledBackLatelyHasAPlaceOfItsOwn() {
        rig.callBack(GENUINE);
        rig.ringAsked(RingSystem.CALL_BACK);
        flood(50, Duration.ofSeconds(2), true);
        rig.callBack(GENUINE + 2);
        assertEquals(2, rig.all(IssuerAction.HandOver.class).size());
    }

    @Test
    public void nothingIsComputedForWhoSaysNothing() {
        flood(500, Duration.ofSeconds(1), false);
        assertEquals(List.of(), rig.all(IssuerAction.AnswerCall.class));
        rig.pass(CallAcceptance.FIRST_RECORD);
        assertEquals("all of them are gone", 500, rig.all(Action.Abort.class).size());
        assertEquals(
                Long.valueOf(500 - IssuerSettings.SILENT_CALLS),
                rig.core.counters().get(IssuerMetric.CALLS_PUSHED_OUT.id()));
    }
}
