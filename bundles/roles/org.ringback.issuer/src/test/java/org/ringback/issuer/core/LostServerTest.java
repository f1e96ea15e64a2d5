package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.spi.CloseReason;
import org.ringback.spi.OpenedBox;
import org.ringback.wire.Attributes;
import org.ringback.wire.Outcome;

/** The server forgets a ring, as it is exchanged or was started again: the issuer rings once more, and one ring it stays. */
public class LostServerTest {
    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    private void lost() {
        rig.closed(rig.dialled(), CloseReason.Kind.CLOSED_THERE, "closed there");
    }

    private void refused() {
        rig.closed(rig.dialled(), CloseReason.Kind.REFUSED, "refused");
    }

    private void asksAnew() {
        rig.establish(CoreRig.LOCAL);
        rig.listening();
    }

    private int dials() {
        return rig.all(Action.Dial.class).size();
    }

    private List<IssuerAction.RingEnded> ended() {
        return rig.all(IssuerAction.RingEnded.class);
    }

    private Optional<RingNonce> firstTry() {
        return CoreRig.RINGS
                .openBox(CoreRig.SEALING, LAMP, rig.nonce(), rig.connect().get(Attributes.BOX))
                .map(OpenedBox::content)
                .orElseThrow()
                .firstTry();
    }

    private static boolean tells(RingStory story, String step) {
        return story.steps().stream().anyMatch(one -> one.name().equals(step));
    }

    @Test
    public void whatWasAskedIsAskedOnceMoreUnderAnotherNonce() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        RingNonce first = rig.nonce();
        lost();
        asksAnew();
        assertNotEquals("the acceptor may have taken the first", first, rig.nonce());
        assertEquals(Optional.of(first), firstTry());
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.callBack(2);
        RingStory story = rig.ended(ring);
        assertTrue(story.answered());
        assertEquals("one story, of both tries", first, story.nonce());
        assertTrue(tells(story, "server lost"));
        assertTrue(tells(story, "ringing once more"));
    }

    @Test
    public void whoLosesItBeforeThePortIsOpenAsksOnce() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        lost();
        asksAnew();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void aHandshakeThatIsBrokenOffIsBegunOnceMore() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        lost();
        assertEquals(2, dials());
        asksAnew();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void aHandshakeThatIsBrokenOffTwiceEndsTheRing() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        lost();
        lost();
        assertEquals(
                Optional.of(RingReason.SERVER_DOWN.advice(LAMP, Duration.ZERO)),
                rig.ended(ring).ended().map(RingStory.End::advice));
    }

    @Test
    public void aServerThatStartsIsDialledUntilItTakesConnections() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        lost();
        for (int again = 0; again < 3; again++) {
            refused();
            assertEquals(List.of(), ended());
            rig.pass(Duration.ofMillis(500L << again));
        }
        assertEquals("at once, and 0.5, 1.5 and 3.5 s later", 5, dials());
        asksAnew();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void aServerThatDoesNotComeBackIsGivenUpAfterTenSeconds() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        lost();
        for (int again = 0; again < 4; again++) {
            refused();
            rig.pass(Duration.ofMillis(500L << again));
        }
        assertEquals(List.of(), ended());
        refused();
        assertEquals(
                "how far it got",
                "The server did not pass the ring on: the connection to it was lost: closed there",
                rig.reason(ring));
    }

    @Test
    public void aServerThatWasNeverThereIsNotWaitedFor() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        refused();
        assertEquals(false, rig.ended(ring).answered());
    }

    @Test
    public void ifNoCallBackCameAfterTheAnswerItIsAskedOnceMoreAndTheTrueReasonHeard() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        lost();
        rig.pass(RingTask.GRACE);
        asksAnew();
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.notReached(new ToldReason(RingReason.NOT_ALLOWED, Duration.ZERO));
        assertEquals(RingReason.NOT_ALLOWED.happened(LAMP, ""), rig.reason(ring));
    }

    @Test
    public void whatAnotherTookIsNotAskedOnceMore() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.result(Outcome.REACHED);
        lost();
        rig.pass(RingTask.GRACE);
        assertEquals(1, dials());
        assertEquals(RingReason.ANSWERED_ELSEWHERE.happened(LAMP, ""), rig.reason(ring));
    }

    @Test
    public void theSecondTryIsOverWithTheTimeOfTheFirst() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.pass(Duration.ofSeconds(30));
        lost();
        asksAnew();
        rig.pass(Duration.ofSeconds(29));
        assertEquals(List.of(), ended());
        rig.pass(Duration.ofSeconds(1));
        assertEquals(false, rig.ended(ring).answered());
    }

    @Test
    public void aTryOverTheOtherFamilyIsNotRepeated() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        asksAnew();
        rig.connectAnswer(CoreRig.EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        lost();
        assertEquals(false, rig.ended(ring).answered());
    }
}
