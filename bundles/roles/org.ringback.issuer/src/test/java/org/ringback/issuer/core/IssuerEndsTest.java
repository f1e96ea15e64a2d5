package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** What ends, ends alone, and leaves on disk what memory has. */
public class IssuerEndsTest {
    private final CoreRig rig = new CoreRig();

    @Test
    public void onlyTheRingThatIsGivenUpEnds() {
        rig.granted(RingSystem.CALL_BACK);
        long first = rig.ringAsked(RingSystem.CALL_BACK);
        long second = rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.GiveUp(second));
        assertFalse(rig.ended(second).answered());
        assertEquals(1, rig.core.pending());
        assertTrue(rig.all(IssuerAction.RingEnded.class).stream().noneMatch(end -> end.ring() == first));
        rig.feed(new IssuerEvent.GiveUp(99));
        assertEquals(1, rig.core.pending());
    }

    @Test
    public void anEnrolmentUnderWayHearsThatTheIssuerIsStopped() {
        long request = rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.feed(new IssuerEvent.Stop());
        assertEquals("anna not enrolled: this issuer is stopped", rig.failure(request));
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void whoLeavesBeginsNothingMoreAndIsAtRestOnceNothingIsPending() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.Leave());
        assertEquals(List.of(), rig.all(IssuerAction.AtRest.class));
        long late = rig.ring(RingSystem.CALL_BACK);
        assertEquals("issuer: its bundle is being exchanged (expected: again in a moment)", rig.failure(late));
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        rig.last(IssuerAction.AtRest.class);
    }

    @Test
    public void whoHasNothingPendingIsAtRestAtOnce() {
        rig.feed(new IssuerEvent.Leave());
        rig.last(IssuerAction.AtRest.class);
    }

    @Test
    public void whoRingsHearsHowLongTheRingWaits() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        for (int seconds : new int[] {20, 45, 604_800}) {
            rig.fromServer(Message.of(MessageKind.WAITING, TransactionId.random(rig.random))
                    .with(Attributes.RING_NONCE, rig.nonce())
                    .with(Attributes.WAIT_TIME, seconds)
                    .build());
        }
        assertEquals(
                "no longer than it lasts",
                Stream.of(20, 45, 60)
                        .map(seconds -> new IssuerAction.RingWaits(ring, Duration.ofSeconds(seconds)))
                        .toList(),
                rig.all(IssuerAction.RingWaits.class));
    }

    @Test
    public void whoProvedTheKeyIsNoStrangerEvenIfItNamedAnotherRing() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.communicationRequest(2, RingNonce.random(rig.random), CoreRig.LAMP);
        rig.feed(new IssuerEvent.GiveUp(ring));
        assertTrue(rig.ended(ring).steps().stream()
                .anyMatch(
                        step -> step.name().equals("given up") && step.detail().isEmpty()));
    }

    @Test
    public void aPortThatOpensForARingThatIsOverIsClosed() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.feed(new IssuerEvent.GiveUp(ring));
        long listener = rig.last(IssuerAction.Listen.class).listener();
        rig.actions.clear();
        rig.listening(listener);
        assertEquals(List.of(new IssuerAction.StopListening(listener)), rig.all(IssuerAction.StopListening.class));
        rig.feed(new IssuerEvent.Hello(4));
        assertEquals(4, rig.last(Action.Abort.class).connection());
    }

    /** A full disk keeps nothing of a new key, nor that the grants of the old one went; with room it has both. */
    @Test
    public void whatMemoryHasStandsOnDiskOnceThereIsRoom() {
        rig.granted(RingSystem.CALL_BACK);
        IssuerKey old = rig.core.key().orElseThrow();
        rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.diskBroken = true;
        rig.enrolRefused(EndedEnrolment.REVOKED);
        assertEquals(Set.of("lamp-1"), rig.disk.get(IssuerRecords.GRANTS).keySet());
        rig.diskBroken = false;
        rig.pass(Duration.ofSeconds(31));
        assertEquals(Map.of(), rig.disk.get(IssuerRecords.GRANTS));
        Set<String> keys = rig.disk.get(IssuerRecords.KEYS).keySet();
        assertEquals(keys.toString(), 2, keys.size());
        String made =
                keys.stream().filter(name -> !name.equals("self")).findFirst().orElseThrow();
        assertNotEquals(old.fingerprint().toString(), made);
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(old, rig.core.key().orElseThrow());
        rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.resolve(CoreRig.V4);
        assertEquals(
                "the key for that server is the new one",
                made,
                CoreRig.IDENTITIES
                        .identity(CoreRig.toServer(rig.last(Action.Dial.class)).identity())
                        .fingerprint()
                        .toString());
    }
}
