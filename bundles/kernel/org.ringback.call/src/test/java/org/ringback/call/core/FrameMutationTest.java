package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Frames cut and changed at every byte: the end stays in order, whatever it decides. */
public class FrameMutationTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    /** One of each, as they may come when conversation 1 is open and 2 was opened from here and sent 10 bytes. */
    private static List<byte[]> samples() {
        ByteBuffer ping = Frames.buffer();
        FrameEncoder.ping(ping, 0x0123456789ABCDEFL);
        ByteBuffer pong = Frames.buffer();
        FrameEncoder.pong(pong, 0x0123456789ABCDEFL);
        return List.of(
                array(Frames.open(3, 65_536)),
                array(Frames.data(1, 0, new byte[] {1, 2, 3, 4, 5})),
                array(Frames.ack(2, 10, 70_000)),
                array(Frames.fin(1, 0)),
                array(Frames.reset(2, 1)),
                array(ping),
                array(pong),
                array(Frames.bytes(0x90, 0, 0, 0, 1, 0, 2, 1, 2)));
    }

    @Test
    public void everyFrameCutAtEveryByteWaitsForTheRestAndThenCounts() throws Exception {
        for (byte[] sample : samples()) {
            for (int length = 0; length <= sample.length; length++) {
                BothEnds whole = prepared();
                whole.inject(whole.acceptor, Frames.buffer().put(sample));
                BothEnds cut = prepared();
                cut.inject(cut.acceptor, Frames.buffer().put(sample, 0, length));
                cut.inject(cut.acceptor, Frames.buffer().put(sample, length, sample.length - length));
                assertEquals(null, cut.acceptor.multiplexer.end());
                assertEquals(Frames.words(whole.sent(whole.acceptor)), Frames.words(cut.sent(cut.acceptor)));

                BothEnds lost = prepared();
                lost.inject(lost.acceptor, Frames.buffer().put(sample, 0, length));
                lost.acceptor.multiplexer.detached("cut");
                inOrder(lost);
            }
        }
    }

    @Test
    public void everyFrameWithEveryByteChangedLeavesTheEndInOrder() throws Exception {
        for (byte[] sample : samples()) {
            for (int at = 0; at < sample.length; at++) {
                for (int value = 0; value < 0x100; value++) {
                    byte[] changed = sample.clone();
                    changed[at] = (byte) value;
                    BothEnds pair = prepared();
                    pair.inject(
                            pair.acceptor,
                            Frames.buffer().put(changed).put(sample).put(changed));
                    inOrder(pair);
                }
            }
        }
    }

    @Test
    public void noiseLeavesTheEndInOrder() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            BothEnds pair = prepared();
            byte[] noise = new byte[5000];
            random.nextBytes(noise);
            // Types that exist, so that not everything ends at the first byte.
            for (int i = 0; i < noise.length; i += 1 + random.nextInt(40)) {
                noise[i] = (byte) random.nextInt(8);
            }
            pair.inject(pair.acceptor, Frames.buffer().put(noise));
            inOrder(pair);
        }
    }

    private static BothEnds prepared() throws Exception {
        BothEnds pair = new BothEnds(LIMITS);
        pair.inject(pair.acceptor, Frames.open(1, 65_536));
        ConversationState own = pair.acceptor.multiplexer.open();
        pair.write(pair.acceptor, own, new byte[10]);
        Frames.words(pair.sent(pair.acceptor));
        return pair;
    }

    private static void inOrder(BothEnds pair) {
        Multiplexer end = pair.acceptor.multiplexer;
        List<String> said = Frames.words(pair.sent(pair.acceptor));
        int conversations = end.conversations();
        if (end.end() == null) {
            assertTrue(conversations <= 5);
        } else {
            assertEquals(0, conversations);
            assertTrue(said.toString(), said.size() <= 1);
        }
        long used = LIMITS.buffers() - pair.acceptor.budget.left();
        assertEquals(2L * LIMITS.window() * conversations, used);
    }

    private static byte[] array(ByteBuffer frame) {
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
