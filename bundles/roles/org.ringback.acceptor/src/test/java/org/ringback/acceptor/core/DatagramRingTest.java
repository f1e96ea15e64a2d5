package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** The second connection request by UDP (requirement 12). */
public final class DatagramRingTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
        configure(EnumSet.of(RingSystem.DATAGRAM, RingSystem.CALL_BACK));
        rig.actions.clear();
    }

    @Test
    public void aDatagramRingIsAcknowledgedReportedAndCalledWithoutASecondConnection() {
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        assertAcknowledged(5);
        assertReport(5, Outcome.CALLING);
        Action.Send asked = anna.reached();
        anna.accept(asked);
        rig.take(AcceptorAction.HandOver.class);
        assertReport(5, Outcome.REACHED);
        assertEquals("", rig.core.stories().get(0).protection());
        assertEquals(Rig.GROUP, rig.core.stories().get(0).keyAgreement());
        assertEquals(RingSystem.DATAGRAM, rig.core.stories().get(0).system());
    }

    @Test
    public void aRepeatIsAcknowledgedAgainAndOtherwiseIgnored() {
        Message second = anna.second(RingSystem.DATAGRAM);
        byte[] ring = remote.datagramRing(5, second);
        rig.send(ring);
        rig.actions.clear();
        rig.send(ring);
        assertAcknowledged(5);
        // Sealed anew, for a newer registration.
        rig.send(remote.datagramRing(5, second));
        assertAcknowledged(5);
        rig.none(Rig.DialIssuer.class);
        rig.none(AcceptorAction.ToServer.class);
        assertEquals(2, rig.counted("datagram-ring.repeated"));
    }

    @Test
    public void aRingWithAnyByteChangedOrMissingIsIgnored() {
        byte[] ring = remote.datagramRing(5, anna.second(RingSystem.DATAGRAM));
        for (int i = 0; i < ring.length; i++) {
            byte[] changed = ring.clone();
            changed[i] ^= 0x10;
            rig.send(changed);
            rig.send(Arrays.copyOf(ring, i));
        }
        assertEquals(List.of(), rig.actions);
        rig.send(ring);
        assertAcknowledged(5);
    }

    @Test
    public void aRingFromAnotherAddressIsIgnored() {
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)), new InetSocketAddress("9.9.9.10", 3478));
        assertEquals(List.of(), rig.actions);
    }

    @Test
    public void aRequestOfAnotherSystemThatComesByDatagramIsRefused() {
        rig.send(remote.datagramRing(5, anna.second(RingSystem.CALL_BACK)));
        rig.none(Rig.DialIssuer.class);
        assertAcknowledged(5);
        assertReport(5, Outcome.REFUSED);
        assertEquals(
                "a request of the system call-back does not come by datagram",
                rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    @Test
    public void equipmentThatDoesNotListTheSystemRefusesIt() {
        configure(Set.of(RingSystem.CALL_BACK));
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        rig.none(Rig.DialIssuer.class);
        assertAcknowledged(5);
        assertReport(5, Outcome.REFUSED);
    }

    @Test
    public void aGatewayAtItsLimitSaysSoInTheReport() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.DATAGRAM)), Map.of(), List.of(), new CallLimits(10, 0, 0))));
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        assertAcknowledged(5);
        Message report = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        assertEquals(Outcome.REFUSED, report.get(Attributes.OUTCOME));
        assertTrue(report.find(Attributes.BUSY).isPresent());
    }

    @Test
    public void aReportIsRepeatedUntilAcknowledged() {
        configure(Set.of(RingSystem.CALL_BACK));
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        assertAcknowledged(5);
        byte[] first = rig.take(AcceptorAction.ToServer.class).bytes();
        rig.await(AcceptorAction.ToServer.class, Duration.ofMillis(500));
        assertArrayEquals(first, rig.take(AcceptorAction.ToServer.class).bytes());
        Message report = rig.decode(first);
        rig.send(acknowledgement(report, MacUse.REPORT));
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(1));
        rig.take(AcceptorAction.ToServer.class);
        rig.send(acknowledgement(report, MacUse.REPORT_ACKNOWLEDGED));
        rig.pass(Duration.ofSeconds(15));
        rig.none(AcceptorAction.ToServer.class);
        assertEquals(1, rig.counted("udp.acknowledgement-not-awaited"));
    }

    @Test
    public void aReportThatNobodyAcknowledgesIsGivenUp() {
        configure(Set.of(RingSystem.CALL_BACK));
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        assertAcknowledged(5);
        rig.pass(Duration.ofSeconds(19));
        assertEquals(5, rig.all(AcceptorAction.ToServer.class).size());
    }

    @Test
    public void aLaterReportTakesThePlaceOfAnEarlierOne() {
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        anna.accept(anna.reached());
        rig.actions.clear();
        rig.pass(Duration.ofSeconds(10));
        rig.all(AcceptorAction.ToServer.class)
                .forEach(sent ->
                        assertEquals(Outcome.REACHED, rig.decode(sent.bytes()).get(Attributes.OUTCOME)));
    }

    @Test
    public void aSealedMessageThatIsNoSecondRequestIsIgnored() {
        Message other = Message.of(MessageKind.RESULT, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, RingNonce.random(rig.random))
                .with(Attributes.OUTCOME, Outcome.REACHED)
                .build();
        rig.send(remote.datagramRing(5, other));
        assertEquals(List.of(), rig.actions);
        assertEquals(1, rig.counted("udp.ring-not-proved"));
    }

    private void configure(Set<RingSystem> systems) {
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(Rig.LAMP, systems), Map.of(), List.of(), CallLimits.DEFAULT)));
    }

    private byte[] acknowledgement(Message report, MacUse use) {
        return rig.codec.encode(
                Message.of(MessageKind.REPORT_ACKNOWLEDGED, report.transaction())
                        .with(Attributes.CONNECTION_ID, 5)
                        .build(),
                remote.mac(use));
    }

    private void assertAcknowledged(int connectionId) {
        AcceptorAction.ToServer sent = rig.take(AcceptorAction.ToServer.class);
        Message message = rig.decode(sent.bytes());
        assertEquals(MessageKind.RING_ACKNOWLEDGED, message.kind());
        assertEquals(connectionId, (int) message.get(Attributes.CONNECTION_ID));
        assertTrue(rig.proved(sent.bytes(), remote.mac(MacUse.RING_ACKNOWLEDGED)));
        assertEquals(Rig.ADDRESS, sent.to());
    }

    private void assertReport(int connectionId, Outcome outcome) {
        AcceptorAction.ToServer sent = rig.take(AcceptorAction.ToServer.class);
        Message message = rig.decode(sent.bytes());
        assertEquals(MessageKind.DATAGRAM_REPORT, message.kind());
        assertEquals(connectionId, (int) message.get(Attributes.CONNECTION_ID));
        assertEquals(outcome, message.get(Attributes.OUTCOME));
        assertTrue(rig.proved(sent.bytes(), remote.mac(MacUse.REPORT)));
    }
}
