package org.ringback.call.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.Test;

/** A conversation whose local end broke is reset behind what was said, and not before the peer has it. */
public class ResetBehindTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    private final BothEnds pair = new BothEnds(LIMITS);
    private final BothEnds.Side issuer = pair.issuer;
    private final BothEnds.Side acceptor = pair.acceptor;
    private ConversationState here;
    private ConversationState there;

    private void open(byte[] said) throws IOException {
        here = issuer.multiplexer.open();
        assertEquals(said.length, pair.write(issuer, here, said));
        pair.settle();
        there = acceptor.opened.remove();
    }

    private void resetBehind() {
        issuer.multiplexer.resetBehind(here, ResetCode.LOCAL_BROKE, pair.now());
        pair.settle();
    }

    private void read(byte[] expected) throws IOException {
        assertArrayEquals(expected, pair.read(acceptor, there, expected.length));
        pair.pass(LIMITS.ackDelay());
        pair.settle();
    }

    private void bothHeard() {
        assertEquals("reset here: " + ResetCode.LOCAL_BROKE.words(), here.failure());
        assertEquals("reset by the peer: " + ResetCode.LOCAL_BROKE.words(), there.failure());
        assertEquals(ResetCode.LOCAL_BROKE.code(), there.peerCode());
        assertEquals(0, here.peerCode());
        assertEquals(0, issuer.multiplexer.conversations());
        assertEquals(0, acceptor.multiplexer.conversations());
    }

    @Test
    public void whatWasSaidIsReadFirst() throws IOException {
        byte[] said = "half an answer".getBytes(UTF_8);
        open(said);
        resetBehind();
        assertFalse(here.over() || there.over());
        assertNull(there.failure());
        read(said);
        bothHeard();
    }

    @Test
    public void whereNothingWasSaidItIsAtOnce() throws IOException {
        open(new byte[0]);
        resetBehind();
        bothHeard();
    }

    @Test
    public void anEndThatWasSaidIsWaitedForToo() throws IOException {
        byte[] said = "all of it".getBytes(UTF_8);
        open(said);
        issuer.multiplexer.finish(here);
        assertFalse(here.delivered());
        resetBehind();
        assertFalse(here.over());
        assertArrayEquals(said, pair.read(acceptor, there, said.length));
        assertNull("the end came", pair.read(acceptor, there, 1));
        pair.pass(LIMITS.ackDelay());
        pair.settle();
        assertTrue(here.over());
        assertEquals("reset here: " + ResetCode.LOCAL_BROKE.words(), here.failure());
    }

    @Test
    public void aPeerThatNeverReadsIsNotWaitedForForEver() throws IOException {
        open("unread".getBytes(UTF_8));
        resetBehind();
        pair.pass(LIMITS.linger().minusNanos(1));
        pair.settle();
        assertFalse(here.over());
        pair.pass(Duration.ofNanos(1));
        pair.settle();
        bothHeard();
    }

    @Test
    public void onceItIsOverItIsNotResetAgain() throws IOException {
        open(new byte[0]);
        issuer.multiplexer.reset(here, ResetCode.BY_APPLICATION);
        resetBehind();
        assertEquals("reset here: " + ResetCode.BY_APPLICATION.words(), here.failure());
        assertEquals(ResetCode.BY_APPLICATION.code(), there.peerCode());
    }

    @Test
    public void aConversationIsDeliveredOnceItsEndIsAcknowledgedOrAbandoned() throws IOException {
        open("bytes".getBytes(UTF_8));
        assertFalse(here.delivered());
        issuer.multiplexer.finish(here);
        pair.settle();
        assertFalse(here.delivered());
        assertEquals(5, pair.read(acceptor, there, 5).length);
        assertNull(pair.read(acceptor, there, 1));
        pair.pass(LIMITS.ackDelay());
        pair.settle();
        assertTrue(here.delivered());

        open("bytes".getBytes(UTF_8));
        acceptor.multiplexer.reset(there, ResetCode.ABANDONED);
        pair.settle();
        assertTrue("the peer takes no more", here.delivered());
        open("bytes".getBytes(UTF_8));
        acceptor.multiplexer.reset(there, ResetCode.BY_APPLICATION);
        pair.settle();
        assertFalse(here.delivered());
    }

    @Test
    public void itIsFullWhenAsManyLiveAsMay() throws IOException {
        assertFalse(issuer.multiplexer.full());
        while (!issuer.multiplexer.full()) {
            issuer.multiplexer.open();
        }
        assertEquals(LIMITS.conversations(), issuer.multiplexer.conversations());
    }
}
