package org.ringback.call.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class MultiplexerTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;
    private static final int WINDOW = LIMITS.window();

    private final BothEnds pair = new BothEnds(LIMITS);
    private final BothEnds.Side issuer = pair.issuer;
    private final BothEnds.Side acceptor = pair.acceptor;

    @Test
    public void bytesTravelBothWaysAndEachDirectionEndsByItself() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.write(issuer, here, "question".getBytes(UTF_8));
        issuer.multiplexer.finish(here);
        pair.settle();

        ConversationState there = acceptor.opened.remove();
        assertEquals(1, there.number());
        assertArrayEquals("question".getBytes(UTF_8), pair.read(acceptor, there, 100));
        assertNull("the end", pair.read(acceptor, there, 100));
        pair.write(acceptor, there, "answer".getBytes(UTF_8));
        pair.settle();
        assertArrayEquals("answer".getBytes(UTF_8), pair.read(issuer, here, 100));
        assertEquals("not yet the end", 0, pair.read(issuer, here, 100).length);

        acceptor.multiplexer.finish(there);
        pair.settle();
        assertNull("the end", pair.read(issuer, here, 100));
        assertTrue(here.over() && there.over());
        assertNull(here.failure());
        assertNull(there.failure());
    }

    @Test
    public void aConversationThatEndedBothWaysLeavesNothingBehind() throws IOException {
        for (int i = 0; i < 200; i++) {
            BothEnds.Side opener = i % 3 == 0 ? acceptor : issuer;
            ConversationState here = opener.multiplexer.open();
            opener.multiplexer.finish(here);
            pair.settle();
            ConversationState there = pair.other(opener).opened.remove();
            pair.other(opener).multiplexer.finish(there);
            pair.settle();
        }
        assertEquals(0, issuer.multiplexer.conversations());
        assertEquals(0, acceptor.multiplexer.conversations());
        assertEquals(LIMITS.buffers(), issuer.budget.left());
        assertEquals(LIMITS.buffers(), acceptor.budget.left());
        assertNull(issuer.multiplexer.end());
    }

    @Test
    public void numbersRiseOddFromTheIssuerEvenFromTheAcceptor() throws IOException {
        assertEquals(1, issuer.multiplexer.open().number());
        assertEquals(3, issuer.multiplexer.open().number());
        assertEquals(2, acceptor.multiplexer.open().number());
        assertEquals(4, acceptor.multiplexer.open().number());
    }

    @Test
    public void theFirst16KiBNeedNotWaitForTheOtherSidesLimit() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        assertEquals(WINDOW, pair.write(issuer, here, new byte[WINDOW]));
        List<String> sent = Frames.words(pair.sent(issuer));
        assertEquals(List.of("OPEN 1 " + WINDOW, "DATA 1 0 16323", "DATA 1 16323 61"), sent);
    }

    @Test
    public void aReaderThatDoesNotReadStallsTheWriterAtTheWindowAndNobodyElse() throws IOException {
        ConversationState stalled = issuer.multiplexer.open();
        ConversationState lively = issuer.multiplexer.open();
        pair.settle();
        ConversationState stalledThere = acceptor.opened.remove();
        ConversationState livelyThere = acceptor.opened.remove();

        long written = 0;
        for (int i = 0; i < 100; i++) {
            written += pair.write(issuer, stalled, new byte[10_000]);
            assertEquals(10_000, pair.write(issuer, lively, new byte[10_000]));
            pair.settle();
            assertEquals(10_000, pair.read(acceptor, livelyThere, 20_000).length);
            pair.pass(LIMITS.ackDelay());
            pair.settle();
        }
        assertEquals(WINDOW, written);
        assertEquals(WINDOW, stalledThere.available());

        // One read byte is acknowledged after the delay and makes room for one more.
        assertEquals(1, pair.read(acceptor, stalledThere, 1).length);
        pair.settle();
        assertEquals("not before the delay", 0, pair.write(issuer, stalled, new byte[10]));
        pair.pass(LIMITS.ackDelay());
        pair.settle();
        assertEquals(1, pair.write(issuer, stalled, new byte[10]));
    }

    @Test
    public void whatWasDeliveredIsAcknowledgedAtAQuarterOfTheWindowOrAfterTheDelay() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        pair.write(issuer, here, new byte[WINDOW]);
        pair.settle();

        pair.read(acceptor, there, WINDOW / 4 - 1);
        assertEquals(List.of(), Frames.words(pair.sent(acceptor)));
        assertEquals(pair.now().plus(LIMITS.ackDelay()), acceptor.multiplexer.deadline());
        pair.read(acceptor, there, 1);
        long quarter = WINDOW / 4;
        assertEquals(List.of("ACK 1 " + quarter + " " + (quarter + WINDOW)), Frames.words(pair.sent(acceptor)));

        pair.read(acceptor, there, 1);
        pair.pass(LIMITS.ackDelay());
        assertEquals(
                List.of("ACK 1 " + (quarter + 1) + " " + (quarter + 1 + WINDOW)), Frames.words(pair.sent(acceptor)));
    }

    @Test
    public void the65thConversationIsRefusedHereAndAPeersIsReset() throws IOException {
        for (int i = 0; i < LIMITS.conversations(); i++) {
            issuer.multiplexer.open();
        }
        IOException refused = assertThrows(IOException.class, issuer.multiplexer::open);
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("conversation: too many conversations"));

        ConversationState theirs = acceptor.multiplexer.open();
        pair.carry(acceptor);
        pair.settle();
        assertEquals("reset by the peer: too many conversations on this call-back", theirs.failure());
        assertEquals(LIMITS.conversations(), issuer.multiplexer.conversations());
        assertEquals(LIMITS.conversations(), acceptor.multiplexer.conversations());
    }

    @Test
    public void anEndedConversationMakesRoomForAnotherWithoutARace() throws IOException {
        List<ConversationState> all = new ArrayList<>();
        for (int i = 0; i < LIMITS.conversations(); i++) {
            all.add(issuer.multiplexer.open());
        }
        pair.settle();
        issuer.multiplexer.reset(all.get(7), ResetCode.BY_APPLICATION);
        ConversationState another = issuer.multiplexer.open();
        pair.settle();
        assertNull(another.failure());
        assertEquals(LIMITS.conversations(), acceptor.multiplexer.conversations());
    }

    @Test
    public void theSumOfAllWindowsIsBounded() throws IOException {
        ConversationLimits tight = new ConversationLimits(
                WINDOW,
                64,
                2L * WINDOW + 3L * FrameLayout.FIRST_LIMIT,
                16_369,
                LIMITS.ackDelay(),
                LIMITS.ping(),
                LIMITS.linger());
        BothEnds small = new BothEnds(tight);
        small.issuer.multiplexer.open();
        ConversationState second = small.issuer.multiplexer.open();
        IOException refused = assertThrows(IOException.class, small.issuer.multiplexer::open);
        assertTrue(refused.getMessage(), refused.getMessage().contains("no buffer left"));
        small.issuer.multiplexer.reset(second, ResetCode.BY_APPLICATION);
        assertNotNull(small.issuer.multiplexer.open());
    }

    @Test
    public void aConversationThatIsResetBeforeItsOpeningLeftIsNeverSpokenOf() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        issuer.multiplexer.reset(here, ResetCode.BY_APPLICATION);
        ConversationState next = issuer.multiplexer.open();
        assertEquals(List.of("OPEN 3 " + WINDOW), Frames.words(pair.sent(issuer)));
        assertEquals(3, next.number());
    }

    @Test
    public void aResetDropsWhatIsUnderWayInBothDirections() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.write(issuer, here, new byte[1000]);
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        pair.write(acceptor, there, new byte[1000]);
        acceptor.multiplexer.reset(there, ResetCode.BY_APPLICATION);
        pair.settle();
        assertEquals("reset here: reset by the application", there.failure());
        assertEquals("reset by the peer: reset by the application", here.failure());
        assertEquals(0, pair.read(acceptor, there, 10).length);
        assertEquals(0, pair.read(issuer, here, 10).length);
        assertEquals(0, pair.write(issuer, here, new byte[10]));
        assertNull(issuer.multiplexer.end());
    }

    @Test
    public void aLostConnectionIsNoEndButWhatArrivedMayBeRead() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.write(issuer, here, "all".getBytes(UTF_8));
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        acceptor.multiplexer.detached("reset by the network");
        assertEquals("connection lost: reset by the network", there.failure());
        assertEquals("connection lost: reset by the network", acceptor.multiplexer.end());
        assertArrayEquals("all".getBytes(UTF_8), pair.read(acceptor, there, 10));
        assertEquals("no end", 0, pair.read(acceptor, there, 10).length);
        assertEquals(LIMITS.buffers(), acceptor.budget.left());
    }

    @Test
    public void closingTheCallBackIsToldAsSuch() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.settle();
        acceptor.multiplexer.close("closed here");
        pair.settle();
        assertEquals("closed here", acceptor.multiplexer.end());
        assertEquals("closed by the peer", issuer.multiplexer.end());
        assertEquals("closed by the peer", here.failure());
        assertThrows(IOException.class, issuer.multiplexer::open);
        assertEquals(List.of(), Frames.words(pair.sent(issuer)));
    }

    @Test
    public void discardedBytesAreAcknowledgedSoThatThePeerGetsToItsEnd() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        acceptor.multiplexer.discard(there, pair.now());
        acceptor.multiplexer.finish(there);
        long left = WINDOW;
        while (left > 0) {
            int taken = pair.write(issuer, here, new byte[(int) Math.min(left, 50_000)]);
            left -= taken;
            pair.settle();
            pair.pass(LIMITS.ackDelay());
            pair.settle();
        }
        issuer.multiplexer.finish(here);
        pair.settle();
        assertNull(pair.read(issuer, here, 1));
        pair.settle();
        assertTrue(there.over() && here.over());
        assertNull(here.failure());
    }

    @Test
    public void aClosedConversationDoesNotWaitForEverForThePeersEnd() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        acceptor.multiplexer.finish(there);
        acceptor.multiplexer.discard(there, pair.now());
        pair.settle();
        pair.pass(LIMITS.linger().minusNanos(1));
        pair.settle();
        assertFalse(there.over());
        pair.pass(Duration.ofNanos(1));
        pair.settle();
        assertEquals("reset here: " + ResetCode.ABANDONED.words(), there.failure());
        assertEquals("reset by the peer: " + ResetCode.ABANDONED.words(), here.failure());
    }

    @Test
    public void aPeerThatGoesOnWithNobodyToReadIsResetOnceItUsedTheRoomItHad() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        issuer.multiplexer.finish(here);
        issuer.multiplexer.discard(here, pair.now());
        pair.settle();
        long sent = 0;
        while (!there.over()) {
            sent += pair.write(acceptor, there, new byte[LIMITS.window() / 4]);
            pair.settle();
            assertTrue("still open after " + sent, sent <= 2L * LIMITS.window());
        }
        assertTrue("over after " + sent, sent > LIMITS.window());
        assertEquals("reset here: " + ResetCode.ABANDONED.words(), here.failure());
        assertEquals("reset by the peer: " + ResetCode.ABANDONED.words(), there.failure());
    }

    @Test
    public void whatIsLeftToSayIsSaidWhileThePeerGoesOnUnread() throws IOException {
        ConversationState here = issuer.multiplexer.open();
        pair.settle();
        ConversationState there = acceptor.opened.remove();
        byte[] last = new byte[LIMITS.window()];
        assertEquals(last.length, pair.write(issuer, here, last));
        issuer.multiplexer.finish(here);
        issuer.multiplexer.discard(here, pair.now());
        for (int i = 0; i < 16; i++) {
            pair.write(acceptor, there, new byte[LIMITS.window() / 4]);
            pair.settle();
        }
        assertFalse(here.over());
        assertEquals(last.length, pair.read(acceptor, there, last.length).length);
        assertNull(pair.read(acceptor, there, 1));
        pair.settle();
        pair.write(acceptor, there, new byte[LIMITS.window() / 4]);
        pair.settle();
        assertEquals("reset here: " + ResetCode.ABANDONED.words(), here.failure());
    }

    @Test
    public void aSilentPeerIsAskedTwiceAndThenLost() {
        pair.pass(LIMITS.ping().minusNanos(1));
        assertEquals(List.of(), Frames.words(pair.sent(issuer)));
        pair.pass(Duration.ofNanos(1));
        assertEquals(List.of("PING"), Frames.words(pair.sent(issuer)));
        pair.pass(LIMITS.ping());
        assertEquals(List.of("PING"), Frames.words(pair.sent(issuer)));
        assertNull(issuer.multiplexer.end());
        pair.pass(LIMITS.ping());
        assertEquals("connection lost: the peer gave no sign of life when asked", issuer.multiplexer.end());
        assertTrue(issuer.multiplexer.abrupt());
        assertEquals(List.of(), Frames.words(pair.sent(issuer)));
    }

    @Test
    public void aPongKeepsAnIdleCallBackAlive() {
        for (int i = 0; i < 100; i++) {
            pair.pass(LIMITS.ping());
            pair.settle();
        }
        assertNull(issuer.multiplexer.end());
        assertNull(acceptor.multiplexer.end());
    }

    @Test
    public void aProcessThatSleptAsksBeforeItGivesUp() {
        pair.pass(Duration.ofHours(1));
        pair.settle();
        assertNull(issuer.multiplexer.end());
    }
}
