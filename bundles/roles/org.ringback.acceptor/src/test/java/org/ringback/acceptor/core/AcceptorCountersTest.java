package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.ServerMiss;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** What is counted, each under its own name and once. */
public final class AcceptorCountersTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;
    private Map<String, Long> before;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
        before = rig.core.counters();
    }

    /** Checks what was counted since the last time, and nothing else but times. */
    private void counted(Map<String, Long> expected) {
        Map<String, Long> since = new HashMap<>(rig.core.counters());
        before.forEach((name, count) -> since.merge(name, -count, (now, then) -> now + then == 0 ? null : now + then));
        since.keySet().removeIf(name -> name.startsWith("ring.answered-within."));
        assertEquals(expected, since);
        before = rig.core.counters();
    }

    @Test
    public void datagramsThatAreNoneOfOurs() {
        rig.send(new byte[Door.ACCEPTOR_UDP.maxLength() + 1]);
        counted(Map.of("udp.too-long", 1L));
        rig.send(new byte[Door.ACCEPTOR_UDP.maxLength()]);
        counted(Map.of("udp.not-stun", 1L));
        rig.send(new byte[3]);
        counted(Map.of("udp.truncated", 1L));
        rig.send(rig.codec.encode(
                Message.of(MessageKind.PROBE, TransactionId.random(rig.random)).build()));
        counted(Map.of("udp.unexpected-type", 1L));
    }

    @Test
    public void aWakeUpThatIsTakenAndABindThatFails() {
        rig.send(remote.wakeUp(1));
        counted(Map.of("wake-up.taken", 1L));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
        counted(Map.of("tcp.server-refused", 1L, "ring.bind-failed", 1L));
    }

    @Test
    public void wakeUpsTooMany() {
        // One connection is being opened, as many wait for it.
        int taken = 1 + WakeUps.MOST_WAITING;
        for (int i = 1; i <= taken + 2; i++) {
            rig.send(remote.wakeUp(i));
        }
        counted(Map.of("wake-up.taken", (long) taken, "wake-up.too-many", 2L));
    }

    @Test
    public void aBindThatTheServerRefuses() {
        Message bind = anna.wakeUp();
        rig.receive(
                anna.bind,
                Message.of(MessageKind.BIND_REFUSED, bind.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.BAD_REQUEST)
                        .build());
        counted(Map.of("wake-up.taken", 1L, "ring.bind-refused", 1L));
    }

    @Test
    public void anAnsweredBindThatBreaksLaterDidNotFail() {
        anna.ring(RingSystem.CALL_BACK);
        rig.feed(new Event.Closed(anna.bind, CloseReason.Kind.BROKEN, "reset"));
        counted(Map.of("wake-up.taken", 1L, "tcp.server-broken", 1L));
    }

    @Test
    public void aSecondAnswerToOneBind() {
        Message request = anna.wakeUp();
        rig.receive(anna.bind, Caller.with(anna.second(RingSystem.CALL_BACK), request.transaction()));
        rig.receive(anna.bind, Caller.with(anna.second(RingSystem.CALL_BACK), request.transaction()));
        assertEquals(anna.bind, rig.take(Action.Abort.class).connection());
        assertEquals("the first goes on", 1, rig.core.connections());
        counted(Map.of("wake-up.taken", 1L, "tcp.unexpected-message", 1L));
    }

    @Test
    public void aPolicyThatIsTaken() {
        Message bind = anna.wakeUp();
        rig.receive(
                anna.bind,
                Message.of(MessageKind.POLICY, bind.transaction())
                        .with(Attributes.REVOKED_KEYS, List.of(anna.key))
                        .build());
        counted(Map.of("wake-up.taken", 1L, "policy.taken", 1L));
    }

    @Test
    public void whatHappensToTheNetworkOfThisMachine() {
        rig.feed(new AcceptorEvent.SendFailed(Rig.ADDRESS, ServerMiss.UNREACHED, "no route to host"));
        counted(Map.of("udp.send-failed", 1L));
        rig.feed(new AcceptorEvent.NetworkChanged());
        counted(Map.of("network.changed", 1L));
    }

    @Test
    public void whatTheDiskRefuses() {
        rig.diskBroken = true;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        counted(Map.of("store.not-written", 1L));
    }

    @Test
    public void datagramRingsTakenAndTooMany() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.CALL_BACK)), Map.of(), List.of(), CallLimits.DEFAULT)));
        for (int i = 1; i <= 65; i++) {
            rig.send(remote.datagramRing(i, anna.second(RingSystem.DATAGRAM)));
        }
        counted(Map.of("datagram-ring.taken", 64L, "datagram-ring.too-many", 1L, "ring.refused-system", 64L));
        assertEquals(
                "the last was not even acknowledged",
                64 + 64,
                rig.all(AcceptorAction.ToServer.class).size());
    }

    @Test
    public void aSealedMessageThatHasNoPlaceInADatagramRing() {
        Message inside = Message.of(MessageKind.LEASE, TransactionId.random(rig.random))
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, Rig.LAMP)
                .build();
        rig.send(remote.datagramRing(1, inside));
        counted(Map.of("udp.unexpected-type", 1L, "udp.ring-not-proved", 1L));
    }

    @Test
    public void aReportThatIsAcknowledged() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.CALL_BACK)), Map.of(), List.of(), CallLimits.DEFAULT)));
        rig.send(remote.datagramRing(1, anna.second(RingSystem.DATAGRAM)));
        rig.take(AcceptorAction.ToServer.class);
        Message report = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        assertEquals(Outcome.REFUSED, report.get(Attributes.OUTCOME));
        rig.send(rig.codec.encode(
                Message.of(MessageKind.REPORT_ACKNOWLEDGED, report.transaction())
                        .with(Attributes.CONNECTION_ID, 1)
                        .build(),
                remote.mac(MacUse.REPORT_ACKNOWLEDGED)));
        counted(Map.of("datagram-ring.taken", 1L, "ring.refused-system", 1L));
        assertEquals(0, rig.core.pendingReports());
    }

    @Test
    public void aRingThatIsAnswered() {
        anna.answeredRing(RingSystem.CALL_BACK);
        counted(Map.of("wake-up.taken", 1L, "ring.answered", 1L, "ring.answered-by.direct", 1L));
    }

    @Test
    public void theServersAnswerMayComeLateAndTheCallBackThenHasItsTime() {
        Message request = anna.wakeUp();
        rig.pass(Duration.ofSeconds(14));
        rig.receive(anna.bind, Caller.with(anna.second(RingSystem.CALL_BACK), request.transaction()));
        anna.assertReport(Outcome.CALLING);
        rig.pass(Duration.ofSeconds(4));
        rig.none(Action.Abort.class);
        Action.Send asked = anna.reached();
        rig.pass(Duration.ofSeconds(4));
        anna.accept(asked);
        anna.assertReport(Outcome.REACHED);
        assertTrue(rig.core.stories().get(0).answered());
        // From the judge's yes on, whatever was before.
        assertEquals(Long.valueOf(0), rig.core.counters().get("ring.answered-within.direct.05000ms"));
        assertEquals(Long.valueOf(1), rig.core.counters().get("ring.answered-within.direct.10000ms"));
    }
}
