package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.wire.MalformedMessageException.Reason;

/** Cutting a stream into messages. */
public class MessageFramerTest {
    private static final List<MessageKind> KINDS = List.of(
            MessageKind.ENROL, MessageKind.LEASE, MessageKind.CONNECT, MessageKind.CONNECTION_BIND, MessageKind.REPORT);

    private final MessageCodec codec = new MessageCodec();
    private final MessageFramer framer = new MessageFramer(codec, Door.SERVER_TCP);

    @Test
    public void byteByByteEveryMessageComesOutWithItsLastByte() throws Exception {
        for (MessageKind kind : KINDS) {
            byte[] bytes = Examples.bytes(kind);
            for (int i = 0; i < bytes.length; i++) {
                Optional<Message> message = framer.next(ByteBuffer.wrap(bytes, i, 1));

                boolean last = i == bytes.length - 1;
                assertEquals("byte " + i, last, message.isPresent());
                assertEquals("byte " + i, !last, framer.midMessage());
                message.ifPresent(whole -> Values.assertSame(Examples.message(kind), whole));
            }
        }
    }

    @Test
    public void inChunksOfAnySizeTheSameMessagesComeOutInOrder() {
        qt().withExamples(500).forAll(longs().all()).checkAssert(seed -> {
            RandomMessages random = new RandomMessages(seed);
            List<Message> sent = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = 0; i < 10; i++) {
                Message message = random.of(KINDS.get(random.number(0, KINDS.size() - 1)));
                sent.add(message);
                stream.writeBytes(codec.encode(message));
            }

            List<Message> came = inChunks(stream.toByteArray(), new Random(seed));

            assertEquals(sent.size(), came.size());
            for (int i = 0; i < sent.size(); i++) {
                Values.assertSame(sent.get(i), came.get(i));
            }
        });
    }

    @Test
    public void whatFollowsAMessageIsLeftInTheBuffer() throws Exception {
        byte[] request = Examples.bytes(MessageKind.LEASE);
        ByteBuffer bytes = ByteBuffer.allocate(request.length + 3)
                .put(request)
                .put(new byte[3])
                .flip();

        assertTrue(framer.next(bytes).isPresent());

        assertEquals("conversation frames behind Accepted are not the framer's", 3, bytes.remaining());
        assertFalse(framer.midMessage());
    }

    @Test
    public void aStreamThatIsNoStunEndsAtItsHeaderAndStaysUseless() {
        byte[] http = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.wrap(http);

        refused(Reason.NOT_STUN, bytes);
        refused(Reason.NOT_STUN, bytes);
        refused(Reason.NOT_STUN, ByteBuffer.wrap(Examples.bytes(MessageKind.LEASE)));
    }

    @Test
    public void aMessageThatSaysItIsTooLongIsRefusedAtItsHeaderAndTheLongestIsNot() throws Exception {
        byte[] header = new RawMessage(MessageKind.LEASE.type()).bytes();
        int room = Door.SERVER_TCP.maxLength() - StunHeader.LENGTH;
        ByteBuffer.wrap(header).putShort(StunHeader.LENGTH_OFFSET, (short) room);
        assertFalse(framer.next(ByteBuffer.wrap(header)).isPresent());

        MessageFramer other = new MessageFramer(codec, Door.SERVER_TCP);
        ByteBuffer.wrap(header).putShort(StunHeader.LENGTH_OFFSET, (short) (room + StunHeader.ALIGNMENT));
        MalformedMessageException refused =
                assertThrows(MalformedMessageException.class, () -> other.next(ByteBuffer.wrap(header)));
        assertEquals(Reason.TOO_LONG, refused.reason());
    }

    @Test
    public void behindARefusedMessageTheStreamGoesOn() throws Exception {
        byte[] bad = RawMessage.copyOf(Examples.bytes(MessageKind.LEASE))
                .with(0x5E1F, (byte) 1)
                .bytes();
        byte[] good = Examples.bytes(MessageKind.CONNECT);
        ByteBuffer bytes =
                ByteBuffer.allocate(bad.length + good.length).put(bad).put(good).flip();

        assertEquals(
                MessageKind.LEASE_REFUSED,
                refused(Reason.UNKNOWN_ATTRIBUTE, bytes).refusal().orElseThrow().kind());

        assertEquals(MessageKind.CONNECT, framer.next(bytes).orElseThrow().kind());
    }

    private List<Message> inChunks(byte[] stream, Random random) {
        List<Message> came = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int size = Math.min(stream.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 1_500));
            ByteBuffer chunk = ByteBuffer.wrap(stream, at, size);
            at += size;
            try {
                for (Optional<Message> next = framer.next(chunk); next.isPresent(); next = framer.next(chunk)) {
                    came.add(next.get());
                }
            } catch (MalformedMessageException e) {
                throw new AssertionError(e.getMessage(), e);
            }
            assertFalse("all of a chunk is taken", chunk.hasRemaining());
        }
        return came;
    }

    private MalformedMessageException refused(Reason reason, ByteBuffer bytes) {
        MalformedMessageException refused = assertThrows(MalformedMessageException.class, () -> framer.next(bytes));
        assertEquals(refused.getMessage(), reason, refused.reason());
        return refused;
    }
}
