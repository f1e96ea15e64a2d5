package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Test;

/** How frames share the buffers that are sent: in which order, and to the last byte. */
public class BufferFillTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    private final BothEnds pair = new BothEnds(LIMITS);

    @Test
    public void smallFramesOfManyConversationsShareOneBuffer() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> data = new ArrayList<>();
        for (int number = 1; number < 20; number += 2) {
            ConversationState state = pair.issuer.multiplexer.open();
            pair.write(pair.issuer, state, new byte[number]);
            pair.issuer.multiplexer.finish(state);
            expected.add("OPEN " + number + " " + LIMITS.window());
            data.add("DATA " + number + " 0 " + number);
        }
        expected.addAll(data);
        for (int number = 1; number < 20; number += 2) {
            expected.add("FIN " + number + " " + number);
        }
        assertEquals(expected, buffer(FrameLayout.LONGEST));
    }

    @Test
    public void conversationsWithMuchToSendTakeTurns() throws IOException {
        ConversationState one = pair.issuer.multiplexer.open();
        ConversationState other = pair.issuer.multiplexer.open();
        pair.settle();
        pair.write(pair.issuer, one, new byte[40_000]);
        pair.write(pair.issuer, other, new byte[40_000]);
        assertEquals(List.of("DATA 1 0 16369"), buffer(FrameLayout.LONGEST));
        assertEquals(List.of("DATA 3 0 16369"), buffer(FrameLayout.LONGEST));
        assertEquals(List.of("DATA 1 16369 16369"), buffer(FrameLayout.LONGEST));
        assertEquals(List.of("DATA 3 16369 16369"), buffer(FrameLayout.LONGEST));
    }

    @Test
    public void aLongFrameOfDataIsNotSplitForTheLastBytesOfABuffer() throws IOException {
        ConversationState state = pair.issuer.multiplexer.open();
        pair.settle();
        pair.write(pair.issuer, state, new byte[10_000]);
        int head = FrameLayout.DATA_BYTES;
        assertEquals(List.of(), buffer(head + 4095));
        assertEquals(List.of("DATA 1 0 4096"), buffer(head + 4096));
        assertEquals(List.of("DATA 1 4096 5904"), buffer(FrameLayout.LONGEST));
    }

    @Test
    public void aFinLeavesWhenItFits() throws IOException {
        ConversationState state = pair.issuer.multiplexer.open();
        pair.settle();
        pair.issuer.multiplexer.finish(state);
        assertEquals(List.of(), buffer(FrameLayout.FIN_END - 1));
        assertEquals(List.of("FIN 1 0"), buffer(FrameLayout.FIN_END));
        assertEquals(List.of(), buffer(FrameLayout.FIN_END));
    }

    @Test
    public void anAcknowledgementLeavesWhenItFitsAndNoDataOvertakesIt() throws IOException {
        ConversationState own = pair.issuer.multiplexer.open();
        pair.settle();
        pair.write(pair.issuer, own, new byte[1]);
        pair.inject(pair.issuer, Frames.open(2, 0));
        assertEquals(List.of(), buffer(FrameLayout.ACK_END - 1));
        assertEquals(List.of("ACK 2 0 " + LIMITS.window()), buffer(FrameLayout.ACK_END));
        assertEquals(List.of("DATA 1 0 1"), buffer(FrameLayout.ACK_END));
    }

    @Test
    public void everyControlFrameLeavesWhenItFits() throws IOException {
        ConversationState opening = pair.issuer.multiplexer.open();
        leavesAt(FrameLayout.RESET_END, outbox -> outbox.farewell(0x0100));
        leavesAt(FrameLayout.RESET_END, outbox -> outbox.reset(2, 1));
        leavesAt(FrameLayout.PING_END, outbox -> outbox.ping(5));
        leavesAt(FrameLayout.PING_END, outbox -> outbox.pong(5));
        leavesAt(FrameLayout.OPEN_END, outbox -> outbox.open(opening));
    }

    @Test
    public void resetsLeaveBeforeTheOpeningsThatTheyMakeRoomForEvenOverTwoBuffers() throws IOException {
        ControlQueue outbox = new ControlQueue();
        outbox.open(pair.issuer.multiplexer.open());
        outbox.reset(2, 1);
        outbox.reset(4, 1);
        ByteBuffer first = ByteBuffer.allocate(FrameLayout.RESET_END);
        assertFalse("something is left", outbox.write(first));
        assertEquals(List.of("RESET 2 reset by the application"), Frames.words(first.flip()));
        ByteBuffer second = ByteBuffer.allocate(FrameLayout.LONGEST);
        assertTrue("nothing is left", outbox.write(second));
        assertEquals(
                List.of("RESET 4 reset by the application", "OPEN 1 " + LIMITS.window()), Frames.words(second.flip()));
    }

    @Test
    public void noDataLeavesBeforeItsOpening() throws IOException {
        ConversationState state = pair.issuer.multiplexer.open();
        pair.write(pair.issuer, state, new byte[1]);
        assertEquals(List.of(), buffer(FrameLayout.OPEN_END - 1));
        assertEquals(List.of("OPEN 1 " + LIMITS.window()), buffer(FrameLayout.OPEN_END));
        assertEquals(List.of("DATA 1 0 1"), buffer(FrameLayout.OPEN_END));
    }

    private static void leavesAt(int length, Consumer<ControlQueue> say) {
        ControlQueue outbox = new ControlQueue();
        say.accept(outbox);
        assertFalse("something is left", outbox.write(ByteBuffer.allocate(length - 1)));
        ByteBuffer exact = ByteBuffer.allocate(length);
        assertTrue("nothing is left", outbox.write(exact));
        assertFalse(exact.hasRemaining());
        ByteBuffer more = ByteBuffer.allocate(length);
        assertTrue(outbox.write(more));
        assertEquals("said once", 0, more.position());
    }

    /** What leaves in one buffer of so many bytes. */
    private List<String> buffer(int length) {
        ByteBuffer out = ByteBuffer.allocate(length);
        boolean any = pair.issuer.multiplexer.transmit(out, pair.now());
        assertEquals(any, out.position() > 0);
        return Frames.words(out.flip());
    }
}
