package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.kernel.CutReason;

/** What the other end of a call is told when it is cut ([CONV-33], [CONV-34]). */
public class WhyTest {
    private static final String CLOSED = "RESET 0 " + ResetCode.CLOSED.words();

    private final BothEnds pair = BothEnds.moving(1, ConversationLimits.DEFAULT);

    /** [CONV-33] An acceptor that cuts a call tells the issuer why by WHY, in the record of its RESET of 0. */
    @Test
    public void theIssuerReadsWhyTheGatewayCutTheCall() {
        for (CutReason reason : CutReason.values()) {
            BothEnds each = BothEnds.moving(2, ConversationLimits.DEFAULT);
            each.settle();
            each.acceptor.multiplexer.cut("the gateway's own words", Optional.of(reason));
            assertFalse(each.acceptor.multiplexer.abrupt());
            each.settle();
            assertEquals("the gateway's own words", each.acceptor.multiplexer.end());
            assertEquals(reason.words(), each.issuer.multiplexer.end());
        }
    }

    @Test
    public void whatWaitsToBeSentIsDroppedAndTheReasonLeavesInOneRecord() throws Exception {
        pair.settle();
        ConversationState conversation = pair.issuer.multiplexer.open();
        pair.write(pair.issuer, conversation, new byte[100]);
        pair.settle();
        ConversationState there = pair.acceptor.opened.remove();
        pair.write(pair.acceptor, there, new byte[100]);
        pair.acceptor.multiplexer.cut("suspended", Optional.of(CutReason.SUSPENDED));
        assertEquals(List.of("WHY 2", CLOSED), Frames.words(pair.sent(pair.acceptor)));
        assertFalse(pair.send(pair.acceptor));
    }

    @Test
    public void aCallThatIsCutWithoutAReasonToTellIsCutAtOnce() throws Exception {
        pair.settle();
        ConversationState conversation = pair.issuer.multiplexer.open();
        pair.write(pair.issuer, conversation, new byte[100]);
        pair.issuer.multiplexer.cut("the grant was forgotten here", Optional.empty());
        assertEquals("the grant was forgotten here", pair.issuer.multiplexer.end());
        assertTrue(pair.issuer.multiplexer.abrupt());
        assertFalse("nothing leaves", pair.send(pair.issuer));
    }

    /** What an issuer of an earlier version reads: a frame that it does not know is ignored, and the call is closed. */
    @Test
    public void anEndThatDoesNotKnowTheFrameHearsThatTheCallWasClosed() {
        pair.settle();
        pair.acceptor.multiplexer.cut("suspended", Optional.of(CutReason.SUSPENDED));
        ByteBuffer sent = pair.sent(pair.acceptor);
        assertEquals(FrameType.WHY.number(), Byte.toUnsignedInt(sent.get(FrameLayout.TYPE)));
        sent.put(FrameLayout.TYPE, (byte) 0xFE);
        pair.issuer.multiplexer.received(sent, pair.now());
        assertEquals("closed by the peer", pair.issuer.multiplexer.end());
    }

    /** [CONV-34] WHY counts at an issuer alone, and one whose code it does not know says nothing. */
    @Test
    public void aReasonCountsAtAnIssuerAloneAndIfItIsKnown() {
        pair.settle();
        pair.inject(pair.acceptor, Frames.both(why(CutReason.SUSPENDED.number()), Frames.reset(0, 0x0100)));
        assertEquals("closed by the peer", pair.acceptor.multiplexer.end());
        BothEnds later = new BothEnds(3, ConversationLimits.DEFAULT);
        later.inject(later.issuer, Frames.both(why(0x7777), Frames.reset(0, 0x0100)));
        assertEquals("closed by the peer", later.issuer.multiplexer.end());
    }

    @Test
    public void aLongerReasonBeginsAsThisVersionsDoesAndAShorterOneIsNone() {
        pair.settle();
        ByteBuffer longer = Frames.bytes(0x82, 0, 0, 0, 0, 0, 4, 0, CutReason.ENDED.number(), 9, 9);
        pair.inject(pair.issuer, Frames.both(longer, Frames.reset(0, 0x0100)));
        assertEquals("the grant has ended", pair.issuer.multiplexer.end());
        BothEnds shorter = new BothEnds(4, ConversationLimits.DEFAULT);
        shorter.inject(shorter.issuer, Frames.bytes(0x82, 0, 0, 0, 0, 0, 1, 0));
        assertNull(shorter.issuer.multiplexer.end());
        shorter.inject(shorter.issuer, Frames.reset(0, 0x0100));
        assertEquals("closed by the peer", shorter.issuer.multiplexer.end());
    }

    @Test
    public void anotherFaultOfTheCallIsNotHiddenByAReason() {
        pair.settle();
        pair.inject(pair.issuer, Frames.both(why(CutReason.ENDED.number()), Frames.reset(0, 0x0101)));
        assertEquals("ended by the peer: a malformed frame", pair.issuer.multiplexer.end());
    }

    @Test
    public void inTheMidstOfASwitchTheCallIsCutAtOnceAndNothingIsSaid() {
        pair.settle();
        pair.acceptor.multiplexer.sessions().begin();
        pair.send(pair.acceptor);
        pair.acceptor.multiplexer.cut("suspended", Optional.of(CutReason.SUSPENDED));
        assertEquals("suspended", pair.acceptor.multiplexer.end());
        assertTrue(pair.acceptor.multiplexer.abrupt());
        assertFalse(pair.send(pair.acceptor));
    }

    private static ByteBuffer why(int code) {
        ByteBuffer out = Frames.buffer();
        FrameEncoder.why(out, code);
        return out;
    }
}
