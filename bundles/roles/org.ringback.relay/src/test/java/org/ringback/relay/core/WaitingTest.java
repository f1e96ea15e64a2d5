package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Rings into silence: the issuer hears at once that it waits, for what, and why it waited in vain. */
public class WaitingTest {
    private static final int PATIENCE = 35;

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    private List<Action> ring(long first, RingSystem system, int patience) {
        return server.receive(first, anna.patient(LAMP, system, patience));
    }

    private void signOff() {
        lamp.sequence++;
        server.datagram(lamp.registration(0), lamp.udp);
    }

    @Test
    public void withoutAnAddressTheIssuerHearsAtOnceThatItWaits() {
        server.restart();
        long first = anna.dial();
        Message connect = anna.patient(LAMP, RingSystem.CALL_BACK, PATIENCE);
        Message waiting = only(server.receive(first, connect), first);
        assertEquals(MessageKind.WAITING, waiting.kind());
        assertEquals(connect.get(Attributes.RING_NONCE), waiting.get(Attributes.RING_NONCE));
        assertEquals("35 s, and 10 s from a registration then", 45, (int) waiting.get(Attributes.WAIT_TIME));
        List<Action> actions = server.pass(Duration.ofSeconds(35));
        Message refused = only(actions, first);
        assertEquals(437, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Absence.SILENT, refused.get(Attributes.ABSENCE));
    }

    @Test
    public void aSilentBindingIsPlainAfterTheLastWakeUpAndWaitedForUntilTheNextRegistrationIsOverdue() {
        server.pass(Duration.ofSeconds(12));
        long first = anna.dial();
        assertEquals(List.of(), messages(ring(first, RingSystem.CALL_BACK, PATIENCE), first));
        assertEquals(List.of(), messages(server.pass(Duration.ofMillis(2_499)), first));
        Message waiting = only(server.pass(Duration.ofMillis(1)), first);
        assertEquals(MessageKind.WAITING, waiting.kind());
        assertEquals("as it may register meanwhile", 43, (int) waiting.get(Attributes.WAIT_TIME));
        assertEquals(List.of(), messages(server.pass(Duration.ofSeconds(15)), first));
        Message refused = only(server.pass(Duration.ofSeconds(1)), first);
        assertEquals(437, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Absence.SILENT, refused.get(Attributes.ABSENCE));
    }

    @Test
    public void theNextRegistrationEndsTheWaiting() {
        server.pass(Duration.ofSeconds(12));
        long first = anna.dial();
        ring(first, RingSystem.CALL_BACK, PATIENCE);
        server.pass(Duration.ofSeconds(11));
        lamp.udp = ServerFixture.address("198.51.100.8", 50_008);
        List<Action> actions = lamp.register();
        Message wakeUp = lamp.decode(datagrams(actions).get(1).bytes());
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(wakeUp.get(Attributes.CONNECTION_ID)));
        actions = server.receive(second, lamp.report(wakeUp.get(Attributes.CONNECTION_ID), Outcome.REACHED));
        assertEquals(Outcome.REACHED, only(actions, first).get(Attributes.OUTCOME));
    }

    @Test
    public void whoeverRegistersAndDoesNotAnswerDidNotAnswer() {
        long first = anna.dial();
        ring(first, RingSystem.CALL_BACK, PATIENCE);
        server.pass(Duration.ofSeconds(20));
        lamp.register();
        server.done.clear();
        server.pass(Duration.ofSeconds(14));
        assertEquals(List.of(), messages(server.done, first));
        Message refused = only(server.pass(Duration.ofSeconds(1)), first);
        assertEquals(447, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Absence.NO_ANSWER, refused.get(Attributes.ABSENCE));
    }

    @Test
    public void howeverOftenItRegistersARingEndsWhenItsIssuerWasTold() {
        server.restart();
        for (int patience : new int[] {PATIENCE, 8}) {
            long first = anna.dial();
            int told = only(ring(first, RingSystem.CALL_BACK, patience), first).get(Attributes.WAIT_TIME);
            assertEquals(patience + 10, told);
            for (int second = 2; second < told; second += 2) {
                assertFalse(closes(server.pass(Duration.ofSeconds(2)), first));
                lamp.register();
            }
            assertTrue(closes(server.pass(Duration.ofSeconds(2)), first));
            assertEquals(0, server.core.overview().pendingRings());
            server.pass(Duration.ofMinutes(4));
        }
    }

    @Test
    public void whatIsToldDoesNotDependOnTheLastRegistration() {
        for (int since : new int[] {0, 20, 100}) {
            lamp.register();
            server.pass(Duration.ofSeconds(since));
            long first = anna.dial();
            ring(first, RingSystem.CALL_BACK, PATIENCE);
            assertEquals(43, (int) only(server.pass(RingCalls.PLAIN), first).get(Attributes.WAIT_TIME));
            server.pass(Duration.ofSeconds(45));
        }
    }

    @Test
    public void equipmentThatSaidGoodbyeIsAbsentAtOnceUntilItRegistersAgain() {
        signOff();
        long first = anna.dial();
        List<Action> actions = ring(first, RingSystem.CALL_BACK, PATIENCE);
        Message refused = only(actions, first);
        assertEquals(437, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Absence.SIGNED_OFF, refused.get(Attributes.ABSENCE));
        assertTrue(closes(actions, first));
        server.pass(Duration.ofHours(1));
        first = anna.dial();
        assertEquals(
                Absence.SIGNED_OFF,
                only(ring(first, RingSystem.CALL_BACK, PATIENCE), first).get(Attributes.ABSENCE));
        lamp.register();
        assertEquals(
                1, datagrams(ring(anna.dial(), RingSystem.CALL_BACK, PATIENCE)).size());
    }

    @Test
    public void equipmentThatTakesALeaseIsOnItsWay() {
        signOff();
        lamp.lease();
        long first = anna.dial();
        assertEquals(
                MessageKind.WAITING,
                only(ring(first, RingSystem.CALL_BACK, PATIENCE), first).kind());
    }

    @Test
    public void withoutALeaseItNeverCame() {
        server.pass(Duration.ofHours(24));
        long first = anna.dial();
        assertEquals(
                Absence.NO_LEASE,
                only(ring(first, RingSystem.CALL_BACK, PATIENCE), first).get(Attributes.ABSENCE));
    }

    @Test
    public void aDatagramRingWaitsAlike() {
        server.pass(Duration.ofSeconds(12));
        long first = anna.dial();
        assertEquals(
                MessageKind.CONNECT_ANSWER,
                only(ring(first, RingSystem.DATAGRAM, PATIENCE), first).kind());
        assertEquals(
                MessageKind.WAITING, only(server.pass(RingCalls.PLAIN), first).kind());
        Message result = only(server.pass(Duration.ofSeconds(16)), first);
        assertEquals(Outcome.NOT_REACHED, result.get(Attributes.OUTCOME));
        assertEquals(Absence.SILENT, result.get(Attributes.ABSENCE));
    }

    @Test
    public void anIssuerThatDoesNotKnowWaitingIsTreatedAsEver() {
        long first = anna.dial();
        server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertEquals(List.of(), messages(server.pass(Duration.ofSeconds(29)), first));
    }

    @Test
    public void nobodyWaitsLongerThanHeLikes() {
        server.restart();
        long first = anna.dial();
        ring(first, RingSystem.CALL_BACK, 8);
        assertTrue(closes(server.pass(Duration.ofSeconds(8)), first));
    }

    @Test
    public void aShortRegistrationIsToBeRefreshedInTime() {
        lamp.sequence++;
        List<Action> actions = server.datagram(lamp.registration(1), lamp.udp);
        assertEquals(1, (int) refresh(actions));
        lamp.sequence++;
        assertEquals(15, (int) refresh(server.datagram(lamp.registration(30), lamp.udp)));
        lamp.sequence++;
        assertEquals(25, (int) refresh(server.datagram(lamp.registration(180), lamp.udp)));
    }

    private Integer refresh(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.REFRESH_TIME);
    }
}
