package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.address;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Stories;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** What rings come to when something ends that they hang on, and what their stories tell of it. */
public class RelayStoryTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private final long first = anna.dial();

    private List<Action> ring(RingSystem system) {
        return server.receive(first, anna.connect(LAMP, system));
    }

    private Message call(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes());
    }

    private long bound() {
        int id = call(ring(RingSystem.CALL_BACK)).get(Attributes.CONNECTION_ID);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(id));
        return second;
    }

    private RingStory story() {
        return server.core.stories().get(0);
    }

    private List<String> tail(int count) {
        List<RingStory.Step> steps = story().steps();
        return steps.subList(steps.size() - count, steps.size()).stream()
                .map(step -> step.name() + ": " + step.detail())
                .toList();
    }

    private String reason() {
        assertFalse(story().answered());
        return story().ended().orElseThrow().reason();
    }

    @Test
    public void aRingThatWaitsSaysForWhat() {
        server.restart();
        long connection = anna.dial();
        server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertEquals(
                List.of("waits: no address in the equipment list: for the next registration, at most 45 s"), tail(1));
    }

    @Test
    public void aRingByDatagramTellsWhereItWentAndThatItArrived() {
        Message sent = call(ring(RingSystem.DATAGRAM));
        int id = sent.get(Attributes.CONNECTION_ID);
        server.datagram(lamp.acknowledgement(id, sent.transaction()), lamp.udp);
        server.datagram(lamp.datagramReport(id, Outcome.REACHED), lamp.udp);
        assertEquals(
                List.of(
                        "second connection request sent: sealed in a datagram to 198.51.100.7:50007",
                        "issuer told that the ring is on its way: ",
                        "second connection request acknowledged: ",
                        "report: reached: ",
                        "ended: answered"),
                tail(5));
    }

    @Test
    public void theEndTellsTheReason() {
        ring(RingSystem.CALL_BACK);
        server.pass(ServerFixture.OVERDUE);
        assertEquals(
                List.of(
                        "waits: no answer to the wake-ups: for the next registration, at most 43 s",
                        "ended: the equipment did not register within 30 s"),
                tail(2));
        assertEquals("the equipment did not register within 30 s", reason());
    }

    @Test
    public void anIssuerThatLeavesOnceTheAcceptorHasTheRequestDoesNotEndTheRing() {
        bound();
        server.close(first);
        assertEquals(List.of("first connection over: closed by the peer"), tail(1));
        assertEquals(1, server.core.overview().pendingRings());
        server.pass(RingTable.REPORT);
        assertEquals("no final report within 10 s", reason());
    }

    @Test
    public void aReportThatCallsStopsTheRepeatsAndTheFinalOneIsAwaited() {
        int id = call(ring(RingSystem.DATAGRAM)).get(Attributes.CONNECTION_ID);
        server.datagram(lamp.datagramReport(id, Outcome.CALLING), lamp.udp);
        assertEquals(List.of(), datagrams(server.pass(Duration.ofSeconds(9))));
        assertEquals(1, server.core.overview().pendingRings());
        server.pass(Duration.ofSeconds(1));
        assertEquals("no final report within 10 s", reason());
    }

    @Test
    public void aRevokedIssuersRingEndsWhereverItIs() {
        long second = bound();
        server.done.clear();
        server.revoke(anna.id);
        assertEquals("the enrolment was revoked", reason());
        assertTrue(closes(server.done, second));
        assertEquals(Outcome.NOT_REACHED, only(server.done, first).get(Attributes.OUTCOME));
        assertEquals(0, server.core.overview().pendingRings());
        assertEquals(0, server.core.overview().connections());
    }

    @Test
    public void revokedEquipmentsRingEndsWithAWordToTheIssuer() {
        ring(RingSystem.CALL_BACK);
        server.done.clear();
        server.revoke(LAMP);
        assertEquals("the enrolment was revoked", reason());
        assertEquals(403, (int) only(server.done, first).get(Attributes.ERROR_CODE));
        assertEquals(0, server.core.overview().connections());
    }

    @Test
    public void equipmentThatLeavesWhileItIsCalledIsCalledNoMore() {
        ring(RingSystem.CALL_BACK);
        lamp.sequence++;
        server.datagram(lamp.registration(0), lamp.udp);
        List<Action> actions = server.pass(ServerFixture.OVERDUE);
        assertEquals(List.of(), datagrams(actions));
        assertEquals(437, (int) only(actions, first).get(Attributes.ERROR_CODE));
        assertEquals(Absence.SIGNED_OFF, only(actions, first).get(Attributes.ABSENCE));
    }

    @Test
    public void equipmentThatComesBackWhileItIsCalledIsCalledThere() {
        ring(RingSystem.CALL_BACK);
        lamp.sequence++;
        server.datagram(lamp.registration(0), lamp.udp);
        server.pass(Duration.ofSeconds(5));
        lamp.udp = address("198.51.100.9", 50_009);
        lamp.takeNonce();
        List<Action> actions = lamp.refresh();
        assertEquals(
                MessageKind.WAKE_UP,
                lamp.decode(datagrams(actions).get(1).bytes()).kind());
        assertEquals(3, datagrams(server.pass(Duration.ofSeconds(4))).size());
        server.pass(RingCalls.WAIT);
        assertEquals(0, server.core.overview().pendingRings());
    }

    @Test
    public void theLastEightDatagramsMayBeAcknowledged() {
        Message sent = call(ring(RingSystem.DATAGRAM));
        int id = sent.get(Attributes.CONNECTION_ID);
        for (int i = 0; i < 7; i++) {
            lamp.refresh();
        }
        server.datagram(lamp.acknowledgement(id, sent.transaction()), lamp.udp);
        assertEquals(1, server.count("ring.bound"));

        long again = anna.dial();
        sent = call(server.receive(again, anna.connect(LAMP, RingSystem.DATAGRAM)));
        for (int i = 0; i < 8; i++) {
            lamp.refresh();
        }
        id = sent.get(Attributes.CONNECTION_ID);
        server.datagram(lamp.acknowledgement(id, sent.transaction()), lamp.udp);
        assertEquals(1, server.count("ring.bound"));
        assertEquals(1, server.count("udp.late"));
    }

    @Test
    public void portsFrom1024OnMayBeCalledBack() {
        anna.observed = address("203.0.113.9", 1_023);
        long refused = anna.dial();
        assertEquals(403, (int) only(server.receive(refused, anna.connect(LAMP, RingSystem.CALL_BACK)), refused)
                .get(Attributes.ERROR_CODE));
        anna.observed = address("203.0.113.9", 1_024);
        long taken = anna.dial();
        assertEquals(
                1,
                datagrams(server.receive(taken, anna.connect(LAMP, RingSystem.CALL_BACK)))
                        .size());
    }

    @Test
    public void aRingThatEndedIsNoneOfTheLimit() {
        for (int i = 0; i < 5; i++) {
            long connection = anna.dial();
            RingNonce nonce = RingNonce.random(server.random);
            assertEquals(
                    1,
                    datagrams(server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK, nonce)))
                            .size());
            server.pass(ServerFixture.OVERDUE);
        }
        assertEquals(0, server.core.overview().pendingRings());
    }

    @Test
    public void theStoriesOfTheLatest256RingsAreKept() {
        RingNonce latest = RingNonce.random(server.random);
        for (int i = 0; i <= Stories.MAX; i++) {
            long connection = anna.dial();
            latest = RingNonce.random(server.random);
            server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK, latest));
            server.close(connection);
            server.pass(RingCalls.CALL);
        }
        assertEquals(Stories.MAX, server.core.stories().size());
        assertEquals(latest, story().nonce());
    }

    @Test
    public void aStoryHas64StepsAtMost() {
        ring(RingSystem.CALL_BACK);
        for (int i = 0; i < 80; i++) {
            lamp.refresh();
        }
        assertEquals(64, story().steps().size());
    }

    @Test
    public void whoEnrolsAndRingsOnOneConnectionIsListedWithIt() {
        Person ben = new Person(server);
        ben.observed = address("203.0.113.10", 41_010);
        var invitation = Person.invitation(server, lamp, new EquipmentId("ben"));
        long connection = ben.dial();
        server.receive(connection, Appliance.enrolment(invitation, connection, lamp.transaction()));
        EquipmentId id = new EquipmentId("ben");
        assertFalse(server.registry.find(id, server.now()).isPresent());
        server.receive(connection, ben.connect(LAMP, RingSystem.CALL_BACK));
        var row = server.registry.find(id, server.now()).orElseThrow();
        assertEquals(ben.observed, row.address());
        assertEquals(ServerFixture.SOCKET, row.socket());
    }
}
