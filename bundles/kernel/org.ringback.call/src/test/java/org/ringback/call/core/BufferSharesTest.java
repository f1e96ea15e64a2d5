package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;

/** The buffers of a role: one peer's call-backs, however many, do not take those of another's. */
public final class BufferSharesTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;
    private static final Moment NOW = new Moment(0, Instant.EPOCH);
    private static final int FIRST = FrameLayout.FIRST_LIMIT;
    private static final long SHARE = LIMITS.buffers() / 4;

    private final Budget budget = new Budget(LIMITS.buffers());

    private static KeyFingerprint key(int number) {
        byte[] bytes = new byte[KeyFingerprint.LENGTH];
        bytes[0] = (byte) number;
        return KeyFingerprint.of(bytes);
    }

    /** One end of a call-back; the test is its peer. */
    private final class Call {
        final Multiplexer multiplexer;
        final List<ConversationState> opened = new ArrayList<>();
        final int first;
        int conversations;

        Call(boolean issuersEnd, int peer) {
            multiplexer = new Multiplexer(issuersEnd, new Random(1), LIMITS, budget.share(key(peer)), Optional.empty());
            multiplexer.attached(NOW);
            first = issuersEnd ? 2 : 1;
        }

        /** The peer opens conversations and says nothing more; returns what it is told. */
        List<String> idle(int count) {
            for (int i = 0; i < count; i++) {
                hear(Frames.open(first + 2 * conversations++, LIMITS.window()));
            }
            return told();
        }

        void hear(ByteBuffer frames) {
            multiplexer.received(frames.flip(), NOW);
            for (StreamEvent event = multiplexer.poll(); event != null; event = multiplexer.poll()) {
                if (event.opened()) {
                    opened.add(event.conversation());
                }
            }
        }

        List<String> told() {
            List<String> words = new ArrayList<>();
            ByteBuffer out = ByteBuffer.allocate(FrameLayout.LONGEST);
            while (multiplexer.transmit(out, NOW)) {
                words.addAll(Frames.words(out.flip()));
                out.clear();
            }
            return words;
        }

        long refused(int count) {
            return idle(count).stream()
                    .filter(word -> word.contains("no buffer left"))
                    .count();
        }

        /** The peer sends bytes, all of which are then delivered; returns what it is told. */
        List<String> deliver(int which, long offset, int count) {
            ConversationState state = opened.get(which);
            for (int sent = 0; sent < count; sent += FIRST) {
                hear(Frames.data(state.number(), offset + sent, new byte[Math.min(FIRST, count - sent)]));
            }
            assertEquals(count, multiplexer.read(state, ByteBuffer.allocate(count), NOW));
            return told();
        }
    }

    @Test
    public void twoCallBacksOf64IdleConversationsAreNotEveryBufferThatThereIs() {
        for (boolean issuersEnd : new boolean[] {false, true}) {
            Call one = new Call(issuersEnd, 1);
            Call two = new Call(issuersEnd, 1);
            assertEquals(0, one.refused(64));
            assertEquals(0, two.refused(64));
            Call another = new Call(issuersEnd, 2);
            assertEquals(
                    "ACK " + another.first + " 0 " + LIMITS.window(),
                    another.idle(1).get(0));
            one.multiplexer.close("closed here");
            two.multiplexer.close("closed here");
            another.multiplexer.close("closed here");
        }
    }

    @Test
    public void eightCallBacksOfOnePeerTakeItsShareAndNoMore() {
        long refused = 0;
        for (int call = 0; call < 8; call++) {
            refused += new Call(false, 1).refused(64);
        }
        assertTrue("something was refused", refused > 0);
        assertTrue(budget.left() + " left", budget.left() >= LIMITS.buffers() - SHARE);
        assertEquals(0, new Call(false, 2).refused(64));
    }

    @Test
    public void fourPeersLeaveAFifthItsFirstConversations() {
        for (int peer = 1; peer <= 4; peer++) {
            for (int call = 0; call < 8; call++) {
                new Call(false, peer).idle(64);
            }
        }
        Call fifth = new Call(false, 5);
        assertEquals(0, fifth.refused(32));
        assertFalse(fifth.opened.isEmpty());
    }

    @Test
    public void conversationsBeyondThePlentyBeginWithTheFirstLimitAndGrowAsTheyAreUsed() {
        Call call = new Call(false, 1);
        List<String> told = call.idle(64);
        assertEquals("ACK 1 0 " + LIMITS.window(), told.get(0));
        assertEquals("ACK 127 0 " + FIRST, told.get(told.size() - 1));
        long offset = 0;
        for (int window = FIRST; window <= LIMITS.window(); window *= 2) {
            List<String> last = call.deliver(63, offset, window);
            offset += window;
            assertEquals(List.of("ACK 127 " + offset + " " + (offset + Math.min(2 * window, LIMITS.window()))), last);
        }
    }

    @Test
    public void aTrickleDoesNotMakeAWindowGrow() {
        Call call = new Call(false, 1);
        call.idle(64);
        long before = budget.left();
        for (int offset = 0; offset < 4 * FIRST; offset += 1_000) {
            call.deliver(63, offset, 1_000);
            call.multiplexer.tick(NOW);
            call.told();
        }
        assertEquals(before, budget.left());
    }

    @Test
    public void whatIsWrittenToPeersThatDoNotReadComesOutOfTheirShare() throws IOException {
        long written = 0;
        for (int call = 0; call < 4; call++) {
            Call slow = new Call(false, 1);
            slow.idle(64);
            for (ConversationState state : slow.opened) {
                written += slow.multiplexer.write(state, ByteBuffer.allocate(2 * LIMITS.window()));
            }
        }
        assertTrue(written + " bytes", written <= SHARE && written > SHARE / 2);
        Call quick = new Call(false, 2);
        quick.idle(1);
        assertEquals(
                LIMITS.window(),
                quick.multiplexer.write(quick.opened.get(0), ByteBuffer.allocate(2 * LIMITS.window())));
    }

    @Test
    public void everythingComesBackWhateverItHadGrownTo() throws IOException {
        Call call = new Call(false, 1);
        call.idle(64);
        for (ConversationState state : call.opened) {
            call.multiplexer.write(state, ByteBuffer.allocate(LIMITS.window()));
        }
        for (long offset = 0; offset < 4L * FIRST; offset += FIRST) {
            call.deliver(63, offset, FIRST);
        }
        call.hear(Frames.data(127, 4L * FIRST, new byte[FIRST]));
        call.multiplexer.detached("gone");
        assertEquals(LIMITS.buffers(), budget.left());
        assertEquals(FIRST, call.multiplexer.read(call.opened.get(63), ByteBuffer.allocate(FIRST), NOW));
        assertEquals(LIMITS.buffers(), budget.left());
    }
}
