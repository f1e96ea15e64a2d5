package org.ringback.call.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.Secret;

/** How much of a peer an end takes, and what it keeps of it. */
public class PeerLimitsTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    private final BothEnds pair = new BothEnds(LIMITS);
    private final BothEnds.Side end = pair.acceptor;

    @Test
    public void beforeTheFirstAcknowledgementThePeerMaySend16KiB() {
        pair.inject(end, Frames.both(Frames.open(1, 0), Frames.data(1, 0, new byte[16_384])));
        ConversationState conversation = end.opened.remove();
        assertNull(conversation.failure());
        pair.inject(end, Frames.data(1, 16_384, new byte[1]));
        assertEquals("broken by the peer: data beyond the limit", conversation.failure());
    }

    @Test
    public void anAnswererMayFillTheWindowThatTheOpeningNamedWithoutAnAcknowledgement() throws IOException {
        ConversationState own = end.multiplexer.open();
        pair.sent(end);
        int window = LIMITS.window();
        for (int offset = 0; offset < window; offset += 16_384) {
            pair.inject(end, Frames.data(2, offset, new byte[16_384]));
        }
        assertNull(own.failure());
        assertEquals(window, own.available());
    }

    @Test
    public void whatCameBeforeTheEndMayComeAgainAfterIt() {
        pair.inject(end, Frames.both(Frames.open(1, 0), Frames.data(1, 0, new byte[] {1, 2, 3})));
        pair.inject(end, Frames.both(Frames.fin(1, 3), Frames.data(1, 0, new byte[] {1, 2, 3})));
        ConversationState conversation = end.opened.remove();
        assertNull(conversation.failure());
        assertArrayEquals(new byte[] {1, 2, 3}, pair.read(end, conversation, 100));
    }

    @Test
    public void aPeerThatDoesNotReadItsFaultsIsCutOff() {
        for (int i = 0; i < ControlQueue.RESETS_MOST; i++) {
            openAndBreak(1 + 2 * i);
        }
        assertNull("so many are answered", end.multiplexer.end());
        openAndBreak(1 + 2 * ControlQueue.RESETS_MOST);
        assertEquals("refused conversations: more than 256 (expected: a peer that reads why)", end.multiplexer.end());
    }

    @Test
    public void aPeerThatReadsItsFaultsIsNotCutOff() {
        for (int i = 0; i < 3 * ControlQueue.RESETS_MOST; i++) {
            openAndBreak(1 + 2 * i);
            assertEquals(1, Frames.words(pair.sent(end)).size());
        }
        assertNull(end.multiplexer.end());
    }

    @Test
    public void afterAFarewellNothingIsOpened() throws IOException {
        end.multiplexer.open();
        pair.pass(LIMITS.ping());
        end.multiplexer.close("closed here");
        assertEquals(List.of("RESET 0 call-back closed"), Frames.words(pair.sent(end)));
    }

    @Test
    public void theSecretOfARefusedConversationIsDestroyed() throws CallBackFault {
        ConversationTable table = new ConversationTable(false, 1);
        ControlQueue outbox = new ControlQueue();
        Inbound inbound = new Inbound(
                false,
                LIMITS,
                table,
                new Lifecycle(table, outbox, new Budget(LIMITS.buffers()).share(BothEnds.PEER), LIMITS.window()),
                outbox,
                new Pings(outbox, new Random(1)));
        Secret taken = Secret.copyOf(Frames.SECRET);
        inbound.open(1, new byte[] {1}, taken, 0);
        Secret refused = Secret.copyOf(Frames.SECRET);
        inbound.open(3, new byte[] {2}, refused, 0);
        assertArrayEquals(Frames.SECRET, taken.copyBytes());
        assertThrows(IllegalStateException.class, refused::copyBytes);
    }

    @Test
    public void theReaderKeepsNothingOfAFrameThatWasHandled() throws CallBackFault {
        List<ByteBuffer> seen = new ArrayList<>();
        FrameHandler handler = (FrameHandler) Proxy.newProxyInstance(
                FrameHandler.class.getClassLoader(),
                new Class<?>[] {FrameHandler.class},
                (proxy, method, arguments) -> {
                    ByteBuffer bytes = (ByteBuffer) arguments[2];
                    assertEquals(1, bytes.get(bytes.position()));
                    seen.add(bytes);
                    return null;
                });
        FrameReader reader = new FrameReader(handler, new SessionSwitch(true, new Random(1), Optional.empty()));
        // In two pieces, so that the reader must hold it; a whole one it takes where it stands, in whoever's buffer.
        ByteBuffer frame = Frames.data(1, 0, new byte[] {1, 2, 3}).flip();
        int end = frame.limit();
        reader.read(frame.limit(end - 1), 0);
        reader.read(frame.limit(end), 0);
        byte[] kept = new byte[3];
        seen.get(0).get(kept);
        assertArrayEquals(new byte[3], kept);
    }

    private void openAndBreak(int number) {
        pair.inject(end, Frames.both(Frames.open(number, 0), Frames.fin(number, 77)));
    }
}
