package org.ringback.call.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingReason;

/** What the application is told to look at, and what it then sees; frame by frame at an acceptor's end. */
public class WhatIsToldTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    private final BothEnds pair = new BothEnds(LIMITS);
    private final BothEnds.Side end = pair.acceptor;
    private ConversationState conversation;

    @Before
    public void conversation1IsOpen() {
        pair.inject(end, Frames.open(1, 1000));
        conversation = end.opened.remove();
        pair.sent(end);
        assertEquals("an opening is told as such", List.of(), end.changed);
    }

    @Test
    public void aCodeSaysWhatItMeansOfTheService() {
        assertEquals(Optional.of(RingReason.NO_SUCH_SERVICE), ResetCode.reason(0x000D));
        assertEquals(Optional.of(RingReason.SERVICE_DOWN), ResetCode.reason(0x000A));
        for (int limit : new int[] {0x0002, 0x0003, 0x000E}) {
            assertEquals(Optional.of(RingReason.SERVICE_LIMIT), ResetCode.reason(limit));
        }
        for (int broken : new int[] {0x0001, 0x000B, 0x000C}) {
            assertEquals(Optional.of(RingReason.SERVICE_BROKE), ResetCode.reason(broken));
        }
        for (int ofTheWire : new int[] {0x0004, 0x0101, 0x0205, 0x7777}) {
            assertEquals(Optional.empty(), ResetCode.reason(ofTheWire));
        }
    }

    @Test
    public void arrivedBytesAreTold() {
        pair.inject(end, Frames.data(1, 0, new byte[3]));
        assertEquals(List.of(conversation), end.changed);
        assertEquals(3, conversation.available());
    }

    @Test
    public void bytesThatCameAreCountedThoughAFaultDropsThem() {
        pair.inject(end, Frames.both(Frames.data(1, 0, new byte[3]), Frames.data(1, 9, new byte[3])));
        assertTrue(conversation.over());
        assertEquals(3, end.multiplexer.bytesReceived());
    }

    @Test
    public void severalChangesAreToldOnceUntilSomebodyLooks() {
        pair.inject(
                end,
                Frames.both(
                        Frames.both(Frames.data(1, 0, new byte[3]), Frames.data(1, 3, new byte[3])), Frames.fin(1, 6)));
        assertEquals(List.of(conversation), end.changed);
        pair.inject(end, Frames.fin(1, 6));
        assertEquals(List.of(conversation, conversation), end.changed);
    }

    @Test
    public void bytesThatComeWithTheOpeningAreNotToldBesideIt() {
        pair.inject(end, Frames.both(Frames.open(3, 0), Frames.data(3, 0, new byte[3])));
        assertEquals(1, end.opened.size());
        assertEquals(List.of(), end.changed);
    }

    @Test
    public void roomToWriteIsTold() {
        pair.write(end, conversation, new byte[10]);
        pair.sent(end);
        pair.inject(end, Frames.ack(1, 10, 2000));
        assertEquals(List.of(conversation), end.changed);
    }

    @Test
    public void theEndIsTold() {
        pair.inject(end, Frames.fin(1, 0));
        assertEquals(List.of(conversation), end.changed);
        assertNull("the end", pair.read(end, conversation, 1));
    }

    @Test
    public void aResetByThePeerIsToldAndIsTheEnd() {
        pair.inject(end, Frames.reset(1, 1));
        assertEquals(List.of(conversation), end.changed);
        assertTrue(conversation.over());
    }

    @Test
    public void aLossIsToldAndIsTheEnd() {
        end.multiplexer.detached("cut");
        end.poll();
        assertEquals(List.of(conversation), end.changed);
        assertTrue(conversation.over());
        assertFalse("the peer was not silent", end.multiplexer.abrupt());
    }

    @Test
    public void theLastAcknowledgementEndsItAtOnce() {
        end.multiplexer.finish(conversation);
        pair.inject(end, Frames.fin(1, 0));
        assertNull(pair.read(end, conversation, 1));
        assertEquals(List.of("ACK 1 1 " + LIMITS.window(), "FIN 1 0"), Frames.words(pair.sent(end)));
        assertFalse(conversation.over());
        pair.inject(end, Frames.ack(1, 1, 1000));
        assertTrue(conversation.over());
        assertNull(conversation.failure());
    }

    @Test
    public void bytesWithoutTheEndAcknowledgedAreNotAnEnd() {
        pair.write(end, conversation, new byte[5]);
        end.multiplexer.finish(conversation);
        pair.inject(end, Frames.fin(1, 0));
        assertNull(pair.read(end, conversation, 1));
        pair.sent(end);
        pair.inject(end, Frames.ack(1, 5, 1000));
        assertFalse("the peer has not delivered the end", conversation.over());
        pair.inject(end, Frames.ack(1, 6, 1000));
        assertTrue(conversation.over());
    }

    @Test
    public void afterTheEndOfADirectionNothingMoreIsTaken() {
        assertFalse(conversation.finished());
        assertEquals(5, pair.write(end, conversation, new byte[5]));
        end.multiplexer.finish(conversation);
        assertTrue(conversation.finished());
        assertEquals(0, pair.write(end, conversation, new byte[5]));
        assertEquals(List.of("DATA 1 0 5", "FIN 1 5"), Frames.words(pair.sent(end)));
    }

    @Test
    public void aFailedConversationHoldsNothingToSendAndKeepsNoSecret() {
        pair.write(end, conversation, new byte[500]);
        end.multiplexer.reset(conversation, ResetCode.BY_APPLICATION);
        assertEquals(0, conversation.send().sendable());
        assertDestroyed(conversation);
    }

    @Test
    public void aConversationThatEndedKeepsNoSecret() throws IOException {
        ConversationState here = pair.issuer.multiplexer.open();
        here.resume().copyBytes();
        pair.issuer.multiplexer.detached("cut");
        assertDestroyed(here);
    }

    @Test
    public void discardedBytesCountAsReadEvenThoseThatWereThereBefore() {
        pair.inject(end, Frames.data(1, 0, new byte[100]));
        end.multiplexer.discard(conversation, pair.now());
        assertEquals(0, conversation.available());
        pair.pass(LIMITS.ackDelay());
        assertEquals(List.of("ACK 1 100 " + (100 + LIMITS.window())), Frames.words(pair.sent(end)));
        assertArrayEquals(new byte[0], pair.read(end, conversation, 100));
    }

    private static void assertDestroyed(ConversationState state) {
        assertThrows(IllegalStateException.class, () -> state.resume().copyBytes());
    }
}
