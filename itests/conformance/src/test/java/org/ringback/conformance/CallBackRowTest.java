package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.Talk;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.conformance.fixture.Whole;
import org.ringback.kit.Patience;
import org.ringback.wire.MessageKind;

/** The three parties together, in system call-back. */
@Row({13, 28})
public class CallBackRowTest extends WayTest {

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Test
    public void aWakeUpLeadsToTheSecondConnectionAndThenToTheCall() {
        Whole whole = new Whole(stage, way, "call-back");
        Ring ring = whole.issuer().ring(Whole.LAMP, RingSystem.CALL_BACK);
        assertTrue(Patience.get(ring.answer()).answered());
        Talk.works(ring);

        int first = stage.capture().connections("issuer", "server").get(1);
        List<Integer> acceptors = stage.capture().connections("acceptor", "server");
        int second = acceptors.get(acceptors.size() - 1);
        int call = stage.capture().connections("acceptor", "issuer").get(0);
        assertEquals(1, stage.capture().connections("acceptor", "issuer").size());
        stage.capture()
                .before(
                        stage.capture().records(first, "issuer").get(0),
                        stage.capture().first(MessageKind.WAKE_UP));
        stage.capture()
                .before(
                        stage.capture().first(MessageKind.WAKE_UP),
                        stage.capture().on(second).get(0));
        stage.capture()
                .before(
                        stage.capture().records(second, "server").get(0),
                        stage.capture().on(call).get(0));
        assertEquals(List.of(), stage.capture().all(MessageKind.DATAGRAM_RING));
    }
}
