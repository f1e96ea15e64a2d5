package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Rings whose issuer hangs up before the equipment answered: they keep their place, so a home is not driven. */
public class GivenUpRingTest {
    private static final int PLACES = 16;

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person mallory = Person.invitedBy(server, lamp);

    public GivenUpRingTest() {
        server.configure(ServerFixture.settings(PLACES, 1_024));
    }

    /** Connects, rings and hangs up; returns what the server did. */
    private List<Action> ringAndHangUp(Person person, RingSystem system) {
        long first = person.dial();
        List<Action> actions = server.receive(first, person.connect(LAMP, system));
        server.close(first);
        return actions;
    }

    private Message call(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes());
    }

    @Test
    public void whoHangsUpAThousandTimesASecondWakesTheHomeNoOftenerThanItHasPlaces() {
        for (int i = 0; i < 1_000; i++) {
            ringAndHangUp(mallory, RingSystem.CALL_BACK);
            server.pass(Duration.ofMillis(1));
        }
        assertEquals(PLACES, server.count("udp.wake-up"));
        assertEquals(1_000 - PLACES, server.count("refused." + ErrorCodes.QUOTA));
        for (int second = 0; second < 60; second++) {
            lamp.refresh();
            for (int i = 0; i < 100; i++) {
                ringAndHangUp(mallory, RingSystem.CALL_BACK);
                server.pass(Duration.ofMillis(10));
            }
        }
        assertEquals(7L * PLACES, server.count("udp.wake-up"));
    }

    @Test
    public void othersHaveTheirShareMeanwhile() {
        for (int i = 0; i < PLACES; i++) {
            ringAndHangUp(mallory, RingSystem.CALL_BACK);
        }
        Person anna = Person.invitedBy(server, lamp);
        long first = anna.dial();
        assertEquals(
                1,
                datagrams(server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK)))
                        .size());
    }

    @Test
    public void thePlaceIsFreeOnceAnAnswerHadItsTime() {
        for (int i = 0; i < PLACES; i++) {
            ringAndHangUp(mallory, RingSystem.CALL_BACK);
        }
        assertEquals("none is under way", 0, server.core.overview().pendingRings());
        server.pass(RingCalls.CALL.minusMillis(1));
        long refused = mallory.dial();
        Message told = only(server.receive(refused, mallory.connect(LAMP, RingSystem.CALL_BACK)), refused);
        assertEquals(1, (int) told.get(Attributes.RETRY_AFTER));
        server.pass(Duration.ofMillis(1));
        assertEquals(1, datagrams(ringAndHangUp(mallory, RingSystem.CALL_BACK)).size());
    }

    @Test
    public void nobodyIsCalledForItAnyMoreWhateverComes() {
        int id = call(ringAndHangUp(mallory, RingSystem.CALL_BACK)).get(Attributes.CONNECTION_ID);
        long story = server.core.stories().stream()
                .filter(one -> one.ended().isPresent())
                .count();
        assertEquals("its story is over at once", 1, story);
        List<Action> refreshed = lamp.refresh();
        assertTrue(datagrams(refreshed).stream()
                .noneMatch(sent -> lamp.decode(sent.bytes()).kind() == MessageKind.WAKE_UP));
        long second = server.connect(lamp.key, Appliance.TCP);
        assertEquals(
                MessageKind.BIND_REFUSED,
                only(server.receive(second, lamp.bind(id)), second).kind());
        assertEquals(List.of(), datagrams(server.pass(RingCalls.CALL)));
        assertEquals(1, server.count("ring.not-reached"));
    }

    @Test
    public void aReportOfADatagramRingThatWasGivenUpIsAcknowledgedAndFreesNoPlace() {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            ids.add(call(ringAndHangUp(mallory, RingSystem.DATAGRAM)).get(Attributes.CONNECTION_ID));
        }
        for (int id : ids) {
            List<Action> answered = server.datagram(lamp.datagramReport(id, Outcome.UNREACHABLE), lamp.udp);
            assertEquals(MessageKind.REPORT_ACKNOWLEDGED, call(answered).kind());
        }
        assertEquals(0, datagrams(ringAndHangUp(mallory, RingSystem.DATAGRAM)).size());
    }

    @Test
    public void whoHangsUpADatagramRingIsSlowedDownAllTheSameIfItWasTrulyRefused() {
        for (int i = 0; i < 3; i++) {
            int id = call(ringAndHangUp(mallory, RingSystem.DATAGRAM)).get(Attributes.CONNECTION_ID);
            for (int repeat = 0; repeat < 3; repeat++) {
                server.datagram(lamp.datagramReport(id, Outcome.REFUSED), lamp.udp);
            }
        }
        long refused = mallory.dial();
        Message told = only(server.receive(refused, mallory.connect(LAMP, RingSystem.DATAGRAM)), refused);
        assertEquals("a report that is repeated counts once", 3, (int) told.get(Attributes.REFUSALS));
    }

    @Test
    public void aRingThatOnlyWaitedForARegistrationCostTheHomeNothingAndKeepsNoPlace() {
        server.restart();
        for (int i = 0; i < 3 * PLACES; i++) {
            ringAndHangUp(mallory, RingSystem.CALL_BACK);
        }
        assertEquals(0, server.count("refused." + ErrorCodes.QUOTA));
    }
}
