package org.ringback.call.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.Test;
import org.ringback.api.Secret;

/** However the bytes come in pieces, the frames are the same: whole DATA is read in place, what is cut is gathered. */
public class FramePiecesTest {
    private static final int ROUNDS = 200;

    @Test
    public void theFramesAreTheSameHoweverTheirBytesAreCut() throws CallBackFault {
        Random random = new Random(20_261_128);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] frames = frames(random);
            List<String> whole = heard(frames, () -> frames.length);
            assertEquals(whole, heard(frames, () -> 1));
            assertEquals(whole, heard(frames, () -> 1 + random.nextInt(40)));
            assertEquals(whole, heard(frames, () -> 1 + random.nextInt(frames.length)));
        }
    }

    @Test
    public void aWrongLengthIsTheSameFaultInPlaceAndInPieces() {
        for (int length : new int[] {0, FrameLayout.DATA_MAX + 1}) {
            ByteBuffer out = ByteBuffer.allocate(FrameLayout.LONGEST + FrameLayout.DATA_BYTES);
            FrameEncoder.dataHead(out, 1, 0, length);
            byte[] bytes = out.array();
            assertEquals(fault(bytes, bytes.length), fault(bytes, 1));
        }
    }

    private static String fault(byte[] bytes, int piece) {
        try {
            heard(bytes, () -> piece);
        } catch (CallBackFault expected) {
            return expected.words();
        }
        throw new AssertionError("not refused");
    }

    private static byte[] frames(Random random) {
        ByteBuffer out = ByteBuffer.allocate(4 * FrameLayout.LONGEST);
        for (int count = 1 + random.nextInt(8); count > 0 && out.remaining() > FrameLayout.LONGEST; count--) {
            int number = random.nextInt();
            switch (random.nextInt(6)) {
                case 0 -> FrameEncoder.ack(out, number, random.nextLong(), random.nextLong());
                case 1 -> FrameEncoder.ping(out, random.nextLong());
                case 2 -> FrameEncoder.fin(out, number, random.nextLong());
                case 3 -> {
                    // One that may be ignored.
                    byte[] ignored = new byte[random.nextInt(50)];
                    out.put((byte) (FrameLayout.FIRST_OPTIONAL + random.nextInt(100)))
                            .putInt(number)
                            .putShort((short) ignored.length)
                            .put(ignored);
                }
                default -> {
                    byte[] data = new byte[1 + random.nextInt(random.nextBoolean() ? 30 : FrameLayout.DATA_MAX)];
                    random.nextBytes(data);
                    FrameEncoder.dataHead(out, number, random.nextLong(), data.length);
                    out.put(data);
                }
            }
        }
        byte[] frames = new byte[out.position()];
        out.flip().get(frames);
        return frames;
    }

    /** Each piece lies in an array of its own, behind something else, which is overwritten once it is read. */
    private static List<String> heard(byte[] frames, IntSupplier piece) throws CallBackFault {
        Heard handler = new Heard();
        FrameReader reader = new FrameReader(handler, new SessionSwitch(true, new Random(1), Optional.empty()));
        for (int at = 0; at < frames.length; ) {
            int length = Math.min(piece.getAsInt(), frames.length - at);
            ByteBuffer in = ByteBuffer.allocate(length + 3)
                    .position(3)
                    .put(frames, at, length)
                    .flip()
                    .position(3);
            reader.read(in, 0);
            assertFalse(in.hasRemaining());
            at += length;
        }
        return handler.frames;
    }

    private static final class Heard implements FrameHandler {
        private final List<String> frames = new ArrayList<>();

        @Override
        public void open(int conversation, byte[] id, Secret resume, long limit) {
            frames.add("OPEN " + conversation + HexFormat.of().formatHex(id) + limit);
        }

        @Override
        public void data(int conversation, long offset, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            frames.add("DATA " + conversation + " " + offset + " " + new String(copy, ISO_8859_1));
        }

        @Override
        public void ack(int conversation, long received, long limit) {
            frames.add("ACK " + conversation + " " + received + " " + limit);
        }

        @Override
        public void fin(int conversation, long finalOffset) {
            frames.add("FIN " + conversation + " " + finalOffset);
        }

        @Override
        public void reset(int conversation, int code) {
            frames.add("RESET " + conversation + " " + code);
        }

        @Override
        public void why(int code) {
            frames.add("WHY " + code);
        }

        @Override
        public void ping(long value) {
            frames.add("PING " + value);
        }

        @Override
        public void pong(long value) {
            frames.add("PONG " + value);
        }
    }
}
