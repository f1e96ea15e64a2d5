package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.address;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** What is counted, each under its own name and once. */
public class RelayCountersTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private Map<String, Long> before = server.core.counters();

    /** Checks what was counted since the last time, and nothing else. */
    private void counted(Map<String, Long> expected) {
        Map<String, Long> since = new HashMap<>(server.core.counters());
        before.forEach((name, count) -> since.merge(name, -count, (now, then) -> now + then == 0 ? null : now + then));
        assertEquals(expected, since);
        before = server.core.counters();
    }

    private int connectionId(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID);
    }

    @Test
    public void datagramsThatAreNoneOfOurs() {
        server.datagram(new byte[Door.SERVER_UDP.maxLength() + 1], lamp.udp);
        counted(Map.of("udp.malformed.too-long", 1L));
        server.datagram(new byte[Door.SERVER_UDP.maxLength()], lamp.udp);
        counted(Map.of("udp.malformed.not-stun", 1L));
        server.datagram(new byte[5], lamp.udp);
        counted(Map.of("udp.malformed.truncated", 1L));
        Message notForUs = Message.of(MessageKind.REPORT_ACKNOWLEDGED, lamp.transaction())
                .with(Attributes.CONNECTION_ID, 1)
                .build();
        server.datagram(lamp.codec.encode(notForUs, Secret.random(server.random, 32)), lamp.udp);
        counted(Map.of("udp.malformed.unexpected-type", 1L));
    }

    @Test
    public void registrations() {
        lamp.takeNonce();
        counted(Map.of("udp.challenged-401", 1L));
        lamp.sequence = 1;
        byte[] registration = lamp.registration(180);
        server.datagram(registration, address("198.51.100.8", 50_007));
        counted(Map.of("udp.challenged-438", 1L));
        server.datagram(registration, lamp.udp);
        counted(Map.of("udp.registered", 1L));
        server.datagram(registration, lamp.udp);
        counted(Map.of("udp.repeated", 1L));
        lamp.sequence = 2;
        server.datagram(lamp.registration(0), lamp.udp);
        counted(Map.of("udp.deregistered", 1L));
        lamp.refresh();
        counted(Map.of("udp.registered", 1L));
        lamp.udp = address("198.51.100.8", 50_008);
        lamp.takeNonce();
        lamp.refresh();
        counted(Map.of("udp.challenged-401", 1L, "udp.registered", 1L, "udp.moved", 1L));
    }

    @Test
    public void aSequenceUsedTwiceByDifferentRegistrations() {
        server.datagram(lamp.registration(180), lamp.udp);
        counted(Map.of("udp.replayed", 1L));
    }

    @Test
    public void probes() {
        byte[] probe = lamp.codec.encode(
                Message.of(MessageKind.PROBE, lamp.transaction()).build());
        server.datagram(probe, lamp.udp);
        counted(Map.of("udp.probe-refused", 1L));
        server.datagram(probe, lamp.udp, ServerFixture.LOOPBACK_SOCKET);
        counted(Map.of("udp.probe", 1L));
    }

    @Test
    public void connections() {
        for (int i = 0; i <= PeerTable.MAX_PER_KEY; i++) {
            anna.dial();
        }
        counted(Map.of("tcp.too-many-of-one-key", 1L));
        server.pass(PeerTable.IDLE);
        counted(Map.of("tcp.idle", PeerTable.MAX_PER_KEY + 1L));
        long closed = anna.dial();
        server.close(closed);
        server.pass(PeerTable.IDLE);
        counted(Map.of());
        long connection = anna.dial();
        server.handle(new Event.Malformed(connection, Optional.empty(), "BOX: missing"));
        counted(Map.of("tcp.malformed", 1L));
    }

    @Test
    public void enrolmentsAndInvitations() {
        Appliance fan = new Appliance(server, new EquipmentId("fan-1"));
        Ticket ticket = server.enrol(fan.id, Role.ACCEPTOR);
        counted(Map.of());
        fan.join(ticket);
        counted(Map.of("enrol.done", 1L));
        fan.join(ticket);
        counted(Map.of("enrol.repeated", 1L));
        fan.lease();
        counted(Map.of("lease.given", 1L));
        Person.invitation(server, fan, ANNA);
        counted(Map.of("invite.done", 1L));
        new Person(server).accept(ticket);
        counted(Map.of("enrol.code-used-twice", 1L, "enrolment.suspended", 1L, "refused.401", 1L));
        server.revoke(fan.id);
        counted(Map.of("enrolment.revoked", 1L));
    }

    @Test
    public void wrongProofs() {
        Ticket ticket = server.enrol(new EquipmentId("ben"), Role.ISSUER);
        long connection = server.connect(server.newKey(), Appliance.TCP);
        server.receive(connection, Appliance.enrolment(ticket, connection + 1, lamp.transaction()));
        counted(Map.of("enrol.wrong-proof", 1L, "refused.401", 1L));
    }

    @Test
    public void aRingThatIsReached() {
        long first = anna.dial();
        int id = connectionId(server.receive(first, anna.connect(LAMP, RingSystem.PASSWORD)));
        counted(Map.of("ring.asked", 1L, "udp.wake-up", 1L));
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(id));
        counted(Map.of("ring.bound", 1L));
        server.receive(second, lamp.report(id, Outcome.CALLING));
        counted(Map.of("ring.calling", 1L));
        server.receive(second, lamp.report(id, Outcome.REACHED));
        counted(Map.of("ring.reached", 1L, "ring.reached-by.direct", 1L));
    }

    @Test
    public void aRingThatIsNotReached() {
        RingNonce nonce = RingNonce.random(server.random);
        long first = anna.dial();
        server.receive(first, anna.connect(LAMP, RingSystem.PASSWORD, nonce));
        counted(Map.of("ring.asked", 1L, "udp.wake-up", 1L));
        server.receive(first, anna.connect(LAMP, RingSystem.PASSWORD, nonce));
        counted(Map.of("refused.446", 1L));
        server.pass(ServerFixture.OVERDUE);
        counted(Map.of("udp.wake-up", 3L, "ring.not-reached", 1L, "refused.437", 1L));
        assertEquals(false, server.core.stories().get(0).answered());
    }

    @Test
    public void aRingByDatagram() {
        Message ring = lamp.decode(datagrams(server.receive(anna.dial(), anna.connect(LAMP, RingSystem.DATAGRAM)))
                .get(0)
                .bytes());
        int id = ring.get(Attributes.CONNECTION_ID);
        counted(Map.of("ring.asked", 1L, "udp.datagram-ring", 1L));
        server.datagram(lamp.acknowledgement(id, TransactionId.random(server.random)), lamp.udp);
        counted(Map.of("udp.late", 1L));
        server.datagram(lamp.acknowledgement(id, ring.transaction()), lamp.udp);
        counted(Map.of("ring.bound", 1L));
        server.datagram(lamp.acknowledgement(id, ring.transaction()), lamp.udp);
        counted(Map.of());
        server.datagram(lamp.datagramReport(id, Outcome.UNREACHABLE), lamp.udp);
        counted(Map.of("ring.not-reached", 1L));
    }

    @Test
    public void aReportOfNothing() {
        long connection = server.connect(lamp.key, Appliance.TCP);
        List<Action> actions = server.receive(connection, lamp.report(5, Outcome.REACHED));
        counted(Map.of("report.unknown", 1L));
        assertEquals(List.of(), actions);
    }

    @Test
    public void aPolicyThatIsFetched() {
        server.done.clear();
        server.revoke(anna.id);
        counted(Map.of("enrolment.revoked", 1L, "udp.wake-up", 1L));
        int id = connectionId(server.done);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(id));
        server.receive(second, lamp.report(id, Outcome.CALLING));
        counted(Map.of("policy.fetched", 1L));
    }

    @Test
    public void whatTheDiskRefuses() {
        server.diskBroken = true;
        AssertionError failed = assertThrows(AssertionError.class, () -> server.revoke(anna.id));
        assertTrue(
                failed.getMessage(),
                failed.getMessage()
                        .startsWith("in force as long as the program runs, but not on disk yet: disk full ("));
        counted(Map.of("enrolment.revoked", 1L, "udp.wake-up", 1L, "store.failed", 1L));
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertTrue(closes(server.receive(connection, lamp.leaseRequest()), connection));
        assertEquals("it is forgotten, too", 0, server.core.overview().connections());
    }

    @Test
    public void aMessageThatIsNoRequest() {
        long connection = server.connect(lamp.key, Appliance.TCP);
        Message result = Message.of(MessageKind.RESULT, lamp.transaction())
                .with(Attributes.RING_NONCE, RingNonce.random(server.random))
                .with(Attributes.OUTCOME, Outcome.REACHED)
                .build();
        assertTrue(closes(server.receive(connection, result), connection));
        counted(Map.of("refused.400", 1L));
    }

    @Test
    public void theDriverCountsInTheSamePlace() {
        server.core.metrics().count(RelayMetric.TCP_UNPROVED, "of-the-driver");
        counted(Map.of("tcp.unproved.of-the-driver", 1L));
    }

    @Test
    public void timeAloneCountsNothingAndWritesNothing() {
        server.pass(Duration.ofSeconds(170));
        List<Action> actions = server.pass(Duration.ofMinutes(5));
        counted(Map.of("udp.expired", 1L));
        assertEquals(List.of(), actions);
    }
}
