package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** What the story of a ring tells, beside the way of a ring that is answered. */
public class StoryTest {
    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    /** The last steps of the latest story, {@code name: detail}. */
    private List<String> tail(int count) {
        List<RingStory.Step> steps = rig.core.stories().get(0).steps();
        return steps.subList(steps.size() - count, steps.size()).stream()
                .map(step -> step.name() + ": " + step.detail())
                .toList();
    }

    @Test
    public void whereAnOlderServerSeesTheEquipmentIsNotTold() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.fromServer(Message.of(MessageKind.CONNECT_ANSWER, rig.connect().transaction())
                .with(Attributes.CONNECTION_ID, 5)
                .with(Attributes.ACCEPTOR_KEY, EQUIPMENT.fingerprint())
                .with(Attributes.ACCEPTOR_ADDRESS, CoreRig.ACCEPTOR)
                .build());
        assertEquals(List.of("server passes the ring on: "), tail(1));
    }

    @Test
    public void anAddressOfTheServerThatDoesNotDoIsToldBeforeTheNext() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V6, CoreRig.V4);
        rig.closed(rig.dialled(), CloseReason.Kind.REFUSED, "refused");
        assertEquals(
                List.of(
                        "dialling the server: server.example ([2001:db8::1]:3478)",
                        "server not reached: server.example ([2001:db8::1]:3478): nobody listens there",
                        "dialling the server: server.example (192.0.2.1:3478)"),
                tail(3));
    }

    @Test
    public void aRingThatWasNotReachedTellsTheServersResultAndThenTheEnd() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        assertEquals(
                List.of("server passes the ring on: ", "server's result: " + Outcome.NOT_REACHED.label(), "given up: "),
                tail(3));
    }

    @Test
    public void aSecondTryTellsWhyTheFirstDidNotDo() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.result(Outcome.NOT_REACHED);
        List<String> tail = tail(3);
        assertTrue(
                tail.get(0),
                tail.get(0).startsWith("not reached over IPv4: The gateway of lamp-1 did not come through"));
        assertTrue(tail.get(1), tail.get(1).startsWith("ringing once more over IPv6: nonce "));
        assertEquals("dialling the server: server.example ([2001:db8::1]:3478)", tail.get(2));
    }

    @Test
    public void aServerThatClaimsTheRingWasReachedIsToldAndNotBelieved() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.result(Outcome.REACHED);
        assertEquals(List.of("server's result: " + Outcome.REACHED.label()), tail(1));
    }

    @Test
    public void aLostConnectionToTheServerIsToldWhileTheCallBackMayStillCome() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "connection reset");
        assertEquals(List.of("connection to the server lost: connection reset"), tail(1));
    }

    @Test
    public void whatTheServerSaysAfterTheAnswerBelongsToTheStory() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.REACHED);
        assertEquals(
                List.of(
                        "communication request accepted: directly",
                        "server passes the ring on: ",
                        "server's result: " + Outcome.REACHED.label()),
                tail(3));
    }

    @Test
    public void anotherKeyAtTheServerAfterTheAnswerIsToldToo() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.connectAnswer(CoreRig.CA);
        assertTrue(
                tail(1).toString(),
                tail(1).get(0).startsWith("server passes the ring on: The server knows lamp-1 under another key"));
        assertTrue(rig.core.stories().get(0).answered());
    }

    @Test
    public void aProvedCallBackThatIsRefusedIsTold() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.communicationRequest(2, rig.nonce(), new EquipmentId("lamp-2"));
        assertEquals(List.of("call-back refused: it named another ring or other equipment"), tail(1));
        rig.incoming(4);
        rig.proved(4);
        rig.feed(new Event.Malformed(4, Optional.empty(), "RING-NONCE: missing"));
        assertEquals(List.of("call-back refused: RING-NONCE: missing"), tail(1));
    }

    @Test
    public void aCallBackIsToldAtTheTimeWhenItCameOnceItIsProved() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.pass(Duration.ofSeconds(1));
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.pass(Duration.ofSeconds(1));
        rig.proved(2);
        assertEquals(
                List.of(
                        "call-back came: from 198.51.100.5:40000",
                        "server passes the ring on: ",
                        "call-back proved: tls13, " + CoreRig.GROUP),
                tail(3));
        List<Duration> times = rig.core.stories().get(0).steps().stream()
                .map(RingStory.Step::at)
                .toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    public void theLastStepCountsTheStrangers() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        for (long connection = 2; connection <= 6; connection += 2) {
            rig.incoming(connection);
            rig.closed(connection, CloseReason.Kind.PROTECTION, "another key");
        }
        rig.pass(Duration.ofSeconds(60));
        assertEquals(List.of("given up: 3 connection(s) came that did not prove the key of lamp-1"), tail(1));
        assertFalse(rig.ended(ring).answered());
    }
}
