package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.Talk;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.conformance.fixture.Whole;
import org.ringback.kit.Capture;
import org.ringback.kit.Patience;
import org.ringback.kit.Seen;
import org.ringback.wire.Attributes;
import org.ringback.wire.MessageKind;

/** The three parties together, in system password. */
@Row({14, 29})
public class PasswordRowTest extends WayTest {
    private Capture capture;
    private Whole whole;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        capture = stage.capture();
        whole = new Whole(stage, way, "password");
    }

    @Test
    public void whoKnowsThePasswordIsCalledBackOverAWakeUp() {
        Talk.works(whole.ring(RingSystem.PASSWORD));

        int second = capture.latestConnection("acceptor", "server");
        capture.before(capture.first(MessageKind.WAKE_UP), capture.on(second).get(0));
        capture.before(
                capture.records(second, "server").get(0),
                capture.on(capture.latestConnection("acceptor", "issuer")).get(0));
        assertEquals(List.of(), capture.all(MessageKind.DATAGRAM_RING));
    }

    @Test
    public void whoDoesNotKnowItGetsNotOnePacket() {
        whole.issuer().password(Whole.LAMP, "battery staple");
        assertNotAnswered(Whole.LAMP);
        assertEquals(
                1,
                capture.all(MessageKind.WAKE_UP).stream()
                        .map(this::ring)
                        .distinct()
                        .count());
        capture.noPacketToIssuer();
        assertEquals(1, whole.acceptor().counter("ring.refused-password"));
    }

    private Integer ring(Seen wakeUp) {
        return wakeUp.message().orElseThrow().get(Attributes.CONNECTION_ID);
    }

    @Test
    public void thePasswordIsStillThereAfterBothHaveRestarted() {
        whole.acceptor().restart();
        whole.issuer().restart();
        Patience.until(
                "registered again",
                () -> whole.acceptor().status(Whole.LAMP).state().equals("registered"));
        Talk.works(whole.ring(RingSystem.PASSWORD));
    }

    @Test
    public void eachPieceOfEquipmentHasAPasswordOfItsOwn() {
        EquipmentId other = whole.another("lamp-2", "other password");
        whole.issuer().password(other, "other password");
        Ring ring = whole.issuer().ring(other, RingSystem.PASSWORD);
        assertTrue(Patience.get(ring.answer()).answered());
        assertEquals(1, capture.connections("acceptor", "issuer").size());

        whole.issuer().password(other, Whole.PASSWORD);
        assertNotAnswered(other);
        assertEquals(1, capture.connections("acceptor", "issuer").size());
    }

    private void assertNotAnswered(EquipmentId equipment) {
        Ring ring = whole.issuer().ring(equipment, RingSystem.PASSWORD);
        assertFalse(Patience.get(ring.answer()).answered());
    }
}
