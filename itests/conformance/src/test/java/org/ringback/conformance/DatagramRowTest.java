package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
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

/** The three parties together, in system datagram. */
@Row({12, 27})
public class DatagramRowTest extends WayTest {
    private Capture capture;
    private Whole whole;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        capture = stage.capture();
        whole = new Whole(stage, way, "datagram");
    }

    @Test
    public void theSecondRequestComesInADatagramAndTheCallFollows() {
        int connections = capture.connections("acceptor", "server").size();
        Ring ring = whole.ring(RingSystem.DATAGRAM);
        Talk.works(ring);

        Seen request = capture.records(capture.latestConnection("issuer", "server"), "issuer")
                .get(0);
        Seen second = capture.first(MessageKind.DATAGRAM_RING);
        Seen acknowledged = capture.first(MessageKind.RING_ACKNOWLEDGED);
        Seen call = capture.on(capture.latestConnection("acceptor", "issuer")).get(0);
        capture.before(request, second);
        capture.before(second, acknowledged);
        capture.before(second, call);
        assertEquals("server", second.from());
        assertEquals(
                "no second TCP connection",
                connections,
                capture.connections("acceptor", "server").size());
        assertEquals(List.of(), capture.all(MessageKind.WAKE_UP));
    }

    @Test
    public void theDatagramAnswersTheLatestRegistration() {
        whole.ring(RingSystem.DATAGRAM).close();
        Seen second = capture.first(MessageKind.DATAGRAM_RING);
        List<Seen> registrations = capture.all(MessageKind.REGISTERED).stream()
                .filter(unit -> unit.packet().index() < second.packet().index())
                .toList();
        assertEquals(
                registrations
                        .get(registrations.size() - 1)
                        .message()
                        .orElseThrow()
                        .transaction(),
                second.message().orElseThrow().get(Attributes.IN_REPLY_TO));
    }

    @Test
    public void equipmentThatDoesNotAnswerDatagramsIsNotReached() {
        whole.acceptor().configure(Map.of("systems", Whole.LAMP + "=call-back"));
        Ring ring = whole.issuer().ring(Whole.LAMP, RingSystem.DATAGRAM);
        assertFalse(Patience.get(ring.answer()).answered());
        assertTrue(capture.all(MessageKind.DATAGRAM_RING).size() >= 1);
        capture.noPacketToIssuer();
    }
}
