package org.ringback.call.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

/** What a peer must not do, said frame by frame to an acceptor's end. */
public class FrameRulesTest {
    private static final long WINDOW = ConversationLimits.DEFAULT.window();

    private final BothEnds pair = new BothEnds(ConversationLimits.DEFAULT);
    private final BothEnds.Side end = pair.acceptor;
    private ConversationState conversation;

    @Before
    public void conversation1IsOpen() {
        hear(Frames.open(1, 1000));
        conversation = end.opened.remove();
        assertEquals(List.of("ACK 1 0 " + WINDOW), said());
    }

    @Test
    public void aDuplicatePrefixIsCut() {
        hear(Frames.data(1, 0, new byte[] {1, 2, 3}));
        hear(Frames.data(1, 1, new byte[] {2, 3, 4, 5}));
        hear(Frames.data(1, 0, new byte[] {9, 9}));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, pair.read(end, conversation, 100));
        assertNull(conversation.failure());
    }

    @Test
    public void aGapIsReset() {
        hear(Frames.data(1, 0, new byte[3]));
        hear(Frames.data(1, 4, new byte[3]));
        isReset(ResetCode.GAP);
    }

    @Test
    public void anOffsetWithTheTopBitIsReset() {
        hear(Frames.data(1, Long.MIN_VALUE, new byte[3]));
        isReset(ResetCode.GAP);
    }

    @Test
    public void anEndWithTheTopBitLeavesBytesOut() {
        hear(Frames.fin(1, -1));
        isReset(ResetCode.GAP);
    }

    @Test
    public void anEndOfTheLowestNumberWithTheTopBitLeavesBytesOut() {
        hear(Frames.fin(1, Long.MIN_VALUE));
        isReset(ResetCode.GAP);
    }

    @Test
    public void anAcknowledgementWithTheTopBitIsReset() {
        hear(Frames.ack(1, Long.MIN_VALUE, 1000));
        isReset(ResetCode.BAD_ACK);
    }

    @Test
    public void aLimitWithTheTopBitIsReset() {
        hear(Frames.ack(1, 0, Long.MIN_VALUE));
        isReset(ResetCode.BAD_ACK);
    }

    @Test
    public void dataBeyondTheLimitIsReset() {
        long offset = 0;
        while (offset < WINDOW) {
            hear(Frames.data(1, offset, new byte[16_384]));
            offset += 16_384;
        }
        assertNull(conversation.failure());
        hear(Frames.data(1, offset, new byte[1]));
        isReset(ResetCode.BEYOND_LIMIT);
    }

    @Test
    public void theLimitIsTheOneThatWasToldNotTheOneThatReadingMade() {
        long offset = 0;
        while (offset < WINDOW) {
            hear(Frames.data(1, offset, new byte[16_384]));
            offset += 16_384;
        }
        pair.read(end, conversation, 100);
        hear(Frames.data(1, offset, new byte[1]));
        isReset(ResetCode.BEYOND_LIMIT);
    }

    @Test
    public void anAcknowledgementOfWhatWasNeverSentIsReset() {
        pair.write(end, conversation, new byte[500]);
        assertEquals(List.of("DATA 1 0 500"), said());
        hear(Frames.ack(1, 500, 1000));
        assertNull(conversation.failure());
        hear(Frames.ack(1, 501, 1000));
        isReset(ResetCode.BAD_ACK);
    }

    @Test
    public void anAcknowledgementThatFallsBackIsReset() {
        pair.write(end, conversation, new byte[500]);
        said();
        hear(Frames.ack(1, 300, 1000));
        hear(Frames.ack(1, 299, 1000));
        isReset(ResetCode.BAD_ACK);
    }

    @Test
    public void aLimitThatFallsBackIsReset() {
        hear(Frames.ack(1, 0, 999));
        isReset(ResetCode.BAD_ACK);
    }

    @Test
    public void thePeersLimitIsKept() {
        pair.write(end, conversation, new byte[5000]);
        assertEquals(List.of("DATA 1 0 1000"), said());
        hear(Frames.ack(1, 0, 1001));
        assertEquals(List.of("DATA 1 1000 1"), said());
    }

    @Test
    public void anEndThatLeavesBytesOutIsReset() {
        hear(Frames.fin(1, 1));
        isReset(ResetCode.GAP);
    }

    @Test
    public void anEndBeforeWhatArrivedIsReset() {
        hear(Frames.data(1, 0, new byte[3]));
        hear(Frames.fin(1, 2));
        isReset(ResetCode.BAD_FIN);
    }

    @Test
    public void anEndThatChangesItsMindIsReset() {
        hear(Frames.fin(1, 0));
        hear(Frames.fin(1, 0));
        assertNull(conversation.failure());
        hear(Frames.fin(1, 1));
        isReset(ResetCode.BAD_FIN);
    }

    @Test
    public void dataAfterTheEndIsReset() {
        hear(Frames.fin(1, 0));
        hear(Frames.data(1, 0, new byte[1]));
        isReset(ResetCode.BAD_FIN);
    }

    @Test
    public void aResetConversationIsNotHeardOfAgain() {
        hear(Frames.reset(1, 0xBEEF));
        assertEquals("reset by the peer: code 0xbeef", conversation.failure());
        hear(Frames.data(1, 77, new byte[1]));
        hear(Frames.ack(1, 77, 77));
        hear(Frames.fin(1, 77));
        hear(Frames.reset(1, 2));
        assertEquals(List.of(), said());
        assertNull(end.multiplexer.end());
    }

    @Test
    public void aNumberOfTheWrongParityEndsTheCallBack() {
        hear(Frames.open(2, 0));
        isOver("conversation: 2 (expected: one of the opener's: odd from the issuer, even from the acceptor)");
        assertEquals(List.of("RESET 0 an impossible conversation number"), said());
    }

    @Test
    public void anIssuerRefusesOddNumbersToo() {
        pair.inject(pair.issuer, Frames.open(1, 0));
        assertTrue(pair.issuer.multiplexer.end().startsWith("conversation: 1 (expected:"));
    }

    @Test
    public void aNumberUsedTwiceEndsTheCallBack() {
        hear(Frames.open(1, 0));
        isOver("conversation: 1 (expected: above 1, numbers are used once)");
    }

    @Test
    public void aNumberUsedByAConversationThatIsGoneEndsTheCallBack() {
        hear(Frames.open(5, 0));
        hear(Frames.reset(5, 1));
        hear(Frames.open(3, 0));
        isOver("conversation: 3 (expected: above 5, numbers are used once)");
    }

    @Test
    public void aNumberWithTheTopBitEndsTheCallBack() {
        hear(Frames.open(0x80000001, 0));
        isOver("conversation: 2147483649 (expected: one of the opener's: odd from the issuer, even from the acceptor)");
    }

    @Test
    public void aNumberThatWasSkippedCountsAsUsed() {
        hear(Frames.open(7, 0));
        said();
        hear(Frames.data(3, 0, new byte[1]));
        hear(Frames.ack(5, 1, 1));
        hear(Frames.fin(3, 9));
        hear(Frames.reset(5, 1));
        assertEquals(List.of(), said());
        assertNull(end.multiplexer.end());
        hear(Frames.open(5, 0));
        isOver("conversation: 5 (expected: above 7, numbers are used once)");
    }

    @Test
    public void aNumberThatWasNeverOpenedEndsTheCallBack() {
        hear(Frames.data(3, 0, new byte[1]));
        isOver("conversation: 3 (expected: one that was opened)");
    }

    @Test
    public void aNumberOfOursThatThePeerCannotKnowYetEndsTheCallBack() throws IOException {
        end.multiplexer.open();
        hear(Frames.fin(2, 0));
        isOver("conversation: 2 (expected: one that was opened)");
    }

    @Test
    public void numberZeroIsTheCallBackAndCarriesNoData() {
        hear(Frames.data(0, 0, new byte[1]));
        isOver("conversation: 0 (expected: one that was opened)");
    }

    @Test
    public void dataOfNoLengthOrTooLongEndsTheCallBack() {
        hear(Frames.bytes(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        isOver("length of DATA: 0 (expected: 1 to 16384)");
        BothEnds another = new BothEnds(ConversationLimits.DEFAULT);
        another.inject(another.acceptor, Frames.bytes(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1));
        assertEquals("length of DATA: 16385 (expected: 1 to 16384)", another.acceptor.multiplexer.end());
    }

    @Test
    public void anOpeningLimitWithTheTopBitEndsTheCallBack() {
        hear(Frames.open(3, -1));
        isOver("limit of OPEN: 18446744073709551615 (expected: below 2^63)");
    }

    @Test
    public void anUnknownRequiredFrameIsRefusedByName() {
        hear(Frames.bytes(0x10));
        isOver("frame: 0x10 SWITCH (expected: OPEN, DATA, ACK, FIN, RESET, PING or PONG)");
        ByteBuffer farewell = pair.sent(end);
        assertEquals(List.of("RESET 0 an unknown frame 0x10 SWITCH"), Frames.words(farewell.duplicate()));
        pair.issuer.multiplexer.received(farewell, pair.now());
        assertEquals("ended by the peer: an unknown frame 0x10 SWITCH", pair.issuer.multiplexer.end());
    }

    @Test
    public void everyNumberBelow0x80ThatHasNoMeaningIsRefused() {
        for (int type = 0; type < FrameLayout.FIRST_OPTIONAL; type++) {
            if (type >= 1 && type <= 7) {
                continue;
            }
            BothEnds fresh = new BothEnds(ConversationLimits.DEFAULT);
            fresh.inject(fresh.acceptor, Frames.bytes(type));
            assertEquals(
                    List.of("RESET 0 an unknown frame " + FrameType.name(type)),
                    Frames.words(fresh.sent(fresh.acceptor)));
        }
    }

    @Test
    public void anUnknownOptionalFrameIsIgnored() {
        for (int type = FrameLayout.FIRST_OPTIONAL; type < 0x100; type++) {
            // Type, any conversation, length 0 or 300, so many bytes.
            hear(Frames.bytes(type, 0, 0, 0, 99, 0, 0));
            hear(Frames.bytes(type, 0xFF, 0, 0, 99, 0x01, 0x2C).put(new byte[300]));
        }
        hear(Frames.data(1, 0, new byte[] {7}));
        assertArrayEquals(new byte[] {7}, pair.read(end, conversation, 100));
        assertNull(end.multiplexer.end());
    }

    @Test
    public void aPingIsAnsweredWithItsValueAndManyWithTheLast() {
        ByteBuffer pings = Frames.buffer();
        for (int i = 0; i < 1_000; i++) {
            FrameEncoder.ping(pings, i);
        }
        hear(pings);
        assertEquals(List.of("PONG 999"), said());
    }

    @Test
    public void aPingOfAConversationEndsTheCallBack() {
        hear(Frames.bytes(6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        isOver("conversation of PING or PONG: 1 (expected: 0)");
    }

    @Test
    public void anIdInUseIsReset() {
        ByteBuffer open = Frames.open(3, 0);
        open.putInt(FrameLayout.OPEN_ID, 1);
        hear(open);
        assertEquals(List.of("RESET 3 a conversation ID in use"), said());
    }

    @Test
    public void aPeerThatDoesNotReadItsRefusalsIsCutOff() {
        int number = 3;
        while (end.multiplexer.end() == null && number < 10_000) {
            hear(Frames.open(number, 0));
            number += 2;
        }
        isOver("refused conversations: more than 256 (expected: a peer that reads why)");
        assertEquals(List.of("RESET 0 too many refused conversations"), said());
    }

    @Test
    public void nothingIsHeardAfterTheEnd() {
        hear(Frames.both(Frames.reset(0, 0x0100), Frames.open(3, 0)));
        isOver("closed by the peer");
        hear(Frames.open(5, 0));
        assertEquals(0, end.opened.size());
        assertEquals(List.of(), said());
    }

    private void hear(ByteBuffer frames) {
        pair.inject(end, frames);
    }

    private List<String> said() {
        return Frames.words(pair.sent(end));
    }

    private void isReset(ResetCode code) {
        assertEquals("broken by the peer: " + code.words(), conversation.failure());
        List<String> said = said();
        assertEquals("RESET 1 " + code.words(), said.get(said.size() - 1));
        assertNull("the call-back lives", end.multiplexer.end());
        assertEquals(0, end.multiplexer.conversations());
    }

    private void isOver(String reason) {
        assertEquals(reason, end.multiplexer.end());
        assertEquals(reason, conversation.failure());
    }
}
