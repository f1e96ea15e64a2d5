package org.ringback.relay.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
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
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** System datagram: requirement 1, the second connection request sealed in a datagram. */
public class DatagramRingTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private final long first = anna.dial();
    private final List<Action> asked = server.receive(first, anna.connect(LAMP, RingSystem.DATAGRAM));
    private final byte[] sent = datagrams(asked).get(0).bytes();
    private final Message ring = lamp.decode(sent);
    private final int connectionId = ring.get(Attributes.CONNECTION_ID);

    @Test
    public void theDatagramAnswersTheRegistrationAndSealsTheSecondRequest() {
        assertEquals(MessageKind.DATAGRAM_RING, ring.kind());
        assertEquals(lamp.udp, datagrams(asked).get(0).to());
        assertEquals(lamp.lastRegistration, ring.get(Attributes.IN_REPLY_TO));
        Message request = lamp.open(sent);
        assertEquals(LAMP, request.get(Attributes.TARGET_ID));
        assertEquals(anna.observed, request.get(Attributes.XOR_PEER_ADDRESS));
        assertArrayEquals(anna.box, request.get(Attributes.BOX));
    }

    @Test
    public void theConnectAnswerLeavesWithTheDatagram() {
        Message answer = only(asked, first);
        assertEquals(MessageKind.CONNECT_ANSWER, answer.kind());
        assertEquals(connectionId, (int) answer.get(Attributes.CONNECTION_ID));
        assertEquals(lamp.key, answer.get(Attributes.ACCEPTOR_KEY));
        assertTrue(answer.find(Attributes.ACCEPTOR_ADDRESS).isEmpty());
    }

    @Test
    public void repeatsAreByteIdenticalUntilAcknowledged() {
        List<Action> actions = server.pass(Duration.ofSeconds(1));
        assertEquals(2, datagrams(actions).size());
        assertArrayEquals(sent, datagrams(actions).get(0).bytes());
        assertArrayEquals(sent, datagrams(actions).get(1).bytes());
        assertTrue(messages(actions, first).isEmpty());
        server.datagram(lamp.acknowledgement(connectionId, ring.transaction()), lamp.udp);
        assertTrue(datagrams(server.pass(Duration.ofSeconds(5))).isEmpty());
    }

    @Test
    public void forANewerRegistrationItIsSealedAnew() {
        List<Action> actions = lamp.refresh();
        byte[] anew = datagrams(actions).get(1).bytes();
        Message again = lamp.decode(anew);
        assertNotEquals(ring.transaction(), again.transaction());
        assertEquals(connectionId, (int) again.get(Attributes.CONNECTION_ID));
        assertEquals(lamp.lastRegistration, again.get(Attributes.IN_REPLY_TO));
        assertArrayEquals(anna.box, lamp.open(anew).get(Attributes.BOX));
        // The acknowledgement of the older one may still be under way: it counts.
        server.datagram(lamp.acknowledgement(connectionId, ring.transaction()), lamp.udp);
        assertTrue(datagrams(server.pass(Duration.ofSeconds(5))).isEmpty());
    }

    @Test
    public void withoutAnAcknowledgementItWasNotReached() {
        List<Action> actions = server.pass(ServerFixture.OVERDUE);
        assertEquals(Outcome.NOT_REACHED, only(actions, first).get(Attributes.OUTCOME));
        assertEquals(Absence.SILENT, only(actions, first).get(Attributes.ABSENCE));
        assertTrue(closes(actions, first));
        assertEquals(0, server.core.overview().pendingRings());
    }

    @Test
    public void aReportIsAcknowledgedAndToldToTheIssuer() {
        server.datagram(lamp.acknowledgement(connectionId, ring.transaction()), lamp.udp);
        server.datagram(lamp.datagramReport(connectionId, Outcome.CALLING), lamp.udp);
        byte[] report = lamp.datagramReport(connectionId, Outcome.REACHED);
        List<Action> actions = server.datagram(report, lamp.udp);
        byte[] acknowledged = datagrams(actions).get(0).bytes();
        assertEquals(MessageKind.REPORT_ACKNOWLEDGED, lamp.decode(acknowledged).kind());
        assertTrue(lamp.proves(acknowledged, MacUse.REPORT_ACKNOWLEDGED));
        assertTrue(acknowledged.length <= report.length);
        assertEquals(Outcome.REACHED, only(actions, first).get(Attributes.OUTCOME));
        assertTrue(closes(actions, first));
        // The acknowledgement was lost: the repeated report is acknowledged again, and nothing else happens.
        actions = server.datagram(report, lamp.udp);
        assertEquals(1, actions.size());
        assertTrue(server.core.stories().get(0).answered());
    }

    @Test
    public void aReportThatOvertakesTheAcknowledgementCounts() {
        List<Action> actions = server.datagram(lamp.datagramReport(connectionId, Outcome.UNREACHABLE), lamp.udp);
        assertEquals(Outcome.NOT_REACHED, only(actions, first).get(Attributes.OUTCOME));
    }

    @Test
    public void acknowledgementsAndReportsUnderAnotherKeyAreNothing() {
        Secret right = lamp.leaseKey;
        lamp.leaseKey = Secret.random(server.random, 32);
        assertTrue(server.datagram(lamp.acknowledgement(connectionId, ring.transaction()), lamp.udp)
                .isEmpty());
        assertTrue(server.datagram(lamp.datagramReport(connectionId, Outcome.REACHED), lamp.udp)
                .isEmpty());
        lamp.leaseKey = right;
        assertEquals(2, server.count("udp.bad-mac"));
        assertFalse(datagrams(server.pass(Duration.ofMillis(500))).isEmpty());
    }

    @Test
    public void anAcknowledgementOfSomethingNeverSentIsNothing() {
        server.datagram(lamp.acknowledgement(connectionId, TransactionId.random(server.random)), lamp.udp);
        assertFalse(datagrams(server.pass(Duration.ofMillis(500))).isEmpty());
    }

    @Test
    public void aChangedReportIsNeverTakenForOne() {
        byte[] report = lamp.datagramReport(connectionId, Outcome.REACHED);
        for (int i = 0; i < report.length; i++) {
            byte[] changed = report.clone();
            changed[i] ^= 0x21;
            assertTrue(server.datagram(changed, lamp.udp).isEmpty());
        }
        assertEquals(1, server.core.overview().pendingRings());
    }
}
