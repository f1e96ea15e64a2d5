package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Outcome;

/** What is counted, each under its own name and once. */
public class CountersTest {
    private static final String WITHIN = IssuerMetric.RINGS_ANSWERED_WITHIN.id() + ".";
    private static final String DIRECT = IssuerMetric.RINGS_ANSWERED_BY.id() + ".direct";

    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    /** Checks what was counted, but for the times. */
    private void counted(Map<String, Long> expected) {
        Map<String, Long> counted = new HashMap<>(rig.core.counters());
        counted.keySet().removeIf(name -> name.startsWith(WITHIN));
        assertEquals(expected, counted);
    }

    @Test
    public void aRingThatIsAnswered() {
        rig.ringAsked(RingSystem.CALL_BACK);
        counted(Map.of(IssuerMetric.RINGS.id(), 1L));
        rig.callBack(2);
        counted(Map.of(
                IssuerMetric.RINGS.id(),
                1L,
                IssuerMetric.CALLS.id(),
                1L,
                IssuerMetric.RINGS_ANSWERED.id(),
                1L,
                DIRECT,
                1L));
    }

    @Test
    public void theTimeOfAnAnsweredRingIsFromItsStartToTheAcceptedCallBack() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.pass(Duration.ofMillis(200));
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.pass(Duration.ofMillis(800));
        rig.callBack(2);
        rig.pass(Duration.ofMillis(100));
        rig.result(Outcome.REACHED);
        assertTrue(rig.ended(ring).answered());
        Map<String, Long> counted = rig.core.counters();
        assertEquals(Long.valueOf(0), counted.get(WITHIN + "direct.00500ms"));
        assertEquals(Long.valueOf(1), counted.get(WITHIN + "direct.01000ms"));
        assertEquals(Long.valueOf(1), counted.get(WITHIN + "direct.all"));
    }

    @Test
    public void aRingThatIsNotAnswered() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectRefused(ErrorCodes.QUOTA);
        counted(Map.of(IssuerMetric.RINGS.id(), 1L, IssuerMetric.RINGS_NOT_ANSWERED.id(), 1L));
    }

    @Test
    public void aConnectionTooMany() {
        rig.ringAsked(RingSystem.CALL_BACK);
        for (long connection = 2; connection <= 2 + 2 * CallAcceptance.SHAKING; connection += 2) {
            rig.incoming(connection);
        }
        counted(Map.of(IssuerMetric.RINGS.id(), 1L, IssuerMetric.CALLS.id(), 5L, IssuerMetric.CALLS_TOO_MANY.id(), 1L));
    }

    @Test
    public void aConnectionThatIsLate() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.pass(Duration.ofSeconds(5));
        counted(Map.of(IssuerMetric.RINGS.id(), 1L, IssuerMetric.CALLS.id(), 1L, IssuerMetric.CALLS_LATE.id(), 1L));
    }

    @Test
    public void aCallBackForAnotherRing() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.communicationRequest(2, rig.nonce(), new EquipmentId("lamp-2"));
        counted(Map.of(
                IssuerMetric.RINGS.id(), 1L, IssuerMetric.CALLS.id(), 1L, IssuerMetric.CALLS_OTHER_RING.id(), 1L));
    }

    @Test
    public void aMalformedCallBack() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.feed(new Event.Malformed(2, Optional.empty(), "RING-NONCE: missing"));
        counted(Map.of(
                IssuerMetric.RINGS.id(), 1L, IssuerMetric.CALLS.id(), 1L, IssuerMetric.CALLS_MALFORMED.id(), 1L));
    }

    @Test
    public void aServerThatIsMalformed() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new Event.Malformed(rig.dialled(), Optional.empty(), "OUTCOME: missing"));
        counted(Map.of(
                IssuerMetric.RINGS.id(),
                1L,
                IssuerMetric.SERVER_MALFORMED.id(),
                1L,
                IssuerMetric.RINGS_NOT_ANSWERED.id(),
                1L));
    }

    @Test
    public void aServerThatSaysTheUnexpectedBeforeTheAnswer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.result(Outcome.CALLING);
        counted(Map.of(
                IssuerMetric.RINGS.id(),
                1L,
                IssuerMetric.SERVER_UNEXPECTED.id(),
                1L,
                IssuerMetric.RINGS_NOT_ANSWERED.id(),
                1L));
    }

    @Test
    public void aServerThatSaysTheUnexpectedAfterTheAnswer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.CALLING);
        counted(Map.of(
                IssuerMetric.RINGS.id(),
                1L,
                IssuerMetric.CALLS.id(),
                1L,
                IssuerMetric.RINGS_ANSWERED.id(),
                1L,
                DIRECT,
                1L,
                IssuerMetric.SERVER_UNEXPECTED.id(),
                1L));
    }

    @Test
    public void aServerThatKnowsAnotherKeyAfterTheAnswer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.connectAnswer(CoreRig.CA);
        counted(Map.of(
                IssuerMetric.RINGS.id(),
                1L,
                IssuerMetric.CALLS.id(),
                1L,
                IssuerMetric.RINGS_ANSWERED.id(),
                1L,
                DIRECT,
                1L,
                IssuerMetric.SERVER_OTHER_KEY.id(),
                1L));
    }

    @Test
    public void callBacksAndRingsUnderWayAreToldApart() {
        rig.ringAsked(RingSystem.CALL_BACK);
        assertEquals(1, rig.core.pending());
        assertEquals(0, rig.core.calls());
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(2);
        rig.result(Outcome.REACHED);
        assertEquals(0, rig.core.pending());
        assertEquals(1, rig.core.calls());
        rig.closed(2, CloseReason.Kind.CLOSED_THERE, "closed");
        assertEquals(0, rig.core.calls());
        assertEquals(LAMP, rig.core.stories().get(0).equipment());
    }
}
