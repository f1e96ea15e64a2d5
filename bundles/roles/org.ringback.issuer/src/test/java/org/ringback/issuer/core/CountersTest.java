package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.kernel.CloseKind;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Outcome;

/** What is counted, each under its own name and once. */
public class CountersTest {
    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    private void counted(Map<String, Long> expected) {
        assertEquals(expected, rig.core.counters());
    }

    @Test
    public void aRingThatIsAnswered() {
        rig.ringAsked(RingSystem.CALL_BACK);
        counted(Map.of(Tally.RINGS, 1L));
        rig.callBack(2);
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 1L, Tally.RINGS_ANSWERED, 1L));
    }

    @Test
    public void aRingThatIsNotAnswered() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectRefused(ErrorCodes.QUOTA);
        counted(Map.of(Tally.RINGS, 1L, Tally.RINGS_NOT_ANSWERED, 1L));
    }

    @Test
    public void aConnectionTooMany() {
        rig.ringAsked(RingSystem.CALL_BACK);
        for (long connection = 2; connection <= 2 + 2 * EarlyCalls.SHAKING; connection += 2) {
            rig.incoming(connection);
        }
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 5L, Tally.CALLS_TOO_MANY, 1L));
    }

    @Test
    public void aConnectionThatIsLate() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.pass(Duration.ofSeconds(5));
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 1L, Tally.CALLS_LATE, 1L));
    }

    @Test
    public void aCallBackForAnotherRing() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.communicationRequest(2, rig.nonce(), new EquipmentId("lamp-2"));
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 1L, Tally.CALLS_OTHER_RING, 1L));
    }

    @Test
    public void aMalformedCallBack() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.feed(new IssuerEvent.Malformed(2, Optional.empty(), "RING-NONCE: missing"));
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 1L, Tally.CALLS_MALFORMED, 1L));
    }

    @Test
    public void aServerThatIsMalformed() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.Malformed(rig.dialled(), Optional.empty(), "OUTCOME: missing"));
        counted(Map.of(Tally.RINGS, 1L, Tally.SERVER_MALFORMED, 1L, Tally.RINGS_NOT_ANSWERED, 1L));
    }

    @Test
    public void aServerThatSaysTheUnexpectedBeforeTheAnswer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.result(Outcome.CALLING);
        counted(Map.of(Tally.RINGS, 1L, Tally.SERVER_UNEXPECTED, 1L, Tally.RINGS_NOT_ANSWERED, 1L));
    }

    @Test
    public void aServerThatSaysTheUnexpectedAfterTheAnswer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.CALLING);
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 1L, Tally.RINGS_ANSWERED, 1L, Tally.SERVER_UNEXPECTED, 1L));
    }

    @Test
    public void aServerThatKnowsAnotherKeyAfterTheAnswer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.connectAnswer(CoreRig.CA);
        counted(Map.of(Tally.RINGS, 1L, Tally.CALLS, 1L, Tally.RINGS_ANSWERED, 1L, Tally.SERVER_OTHER_KEY, 1L));
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
        rig.closed(2, CloseKind.CLOSED_THERE, "closed");
        assertEquals(0, rig.core.calls());
        assertEquals(LAMP, rig.core.stories().get(0).equipment());
    }
}
