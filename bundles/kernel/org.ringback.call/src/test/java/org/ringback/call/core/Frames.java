package org.ringback.call.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ringback.api.Secret;

/** Frames laid out by hand, and frames in words. */
final class Frames {
    static final byte[] ID = "conversation-id!".getBytes(US_ASCII);
    static final byte[] SECRET = "a resume secret of 32 bytes here".getBytes(US_ASCII);

    private static final int SPACE = 20_000;

    private Frames() {}

    static ByteBuffer buffer() {
        return ByteBuffer.allocate(SPACE);
    }

    static ByteBuffer open(int number, long limit) {
        byte[] id = ID.clone();
        ByteBuffer.wrap(id).putInt(number);
        ByteBuffer out = buffer();
        FrameEncoder.open(out, number, id, SECRET, limit);
        return out;
    }

    static ByteBuffer data(int number, long offset, byte[] bytes) {
        ByteBuffer out = buffer();
        FrameEncoder.dataHead(out, number, offset, bytes.length);
        return out.put(bytes);
    }

    static ByteBuffer ack(int number, long received, long limit) {
        ByteBuffer out = buffer();
        FrameEncoder.ack(out, number, received, limit);
        return out;
    }

    static ByteBuffer fin(int number, long offset) {
        ByteBuffer out = buffer();
        FrameEncoder.fin(out, number, offset);
        return out;
    }

    static ByteBuffer reset(int number, int code) {
        ByteBuffer out = buffer();
        FrameEncoder.reset(out, number, code);
        return out;
    }

    static ByteBuffer bytes(int... values) {
        ByteBuffer out = buffer();
        Arrays.stream(values).forEach(value -> out.put((byte) value));
        return out;
    }

    static ByteBuffer both(ByteBuffer first, ByteBuffer second) {
        return first.put(second.flip());
    }

    /** Reads frames strictly and says them, for example {@code RESET 2 gap}. */
    static List<String> words(ByteBuffer sent) {
        List<String> words = new ArrayList<>();
        FrameHandler handler = new FrameHandler() {
            @Override
            public void open(int conversation, byte[] id, Secret resume, long limit) {
                words.add("OPEN " + conversation + " " + limit);
            }

            @Override
            public void data(int conversation, long offset, ByteBuffer bytes) {
                words.add("DATA " + conversation + " " + offset + " " + bytes.remaining());
            }

            @Override
            public void ack(int conversation, long received, long limit) {
                words.add("ACK " + conversation + " " + received + " " + limit);
            }

            @Override
            public void fin(int conversation, long finalOffset) {
                words.add("FIN " + conversation + " " + finalOffset);
            }

            @Override
            public void reset(int conversation, int code) {
                words.add("RESET " + conversation + " " + ResetCode.describe(code));
            }

            @Override
            public void why(int code) {
                words.add("WHY " + code);
            }

            @Override
            public void ping(long value) {
                words.add("PING");
            }

            @Override
            public void pong(long value) {
                words.add("PONG " + value);
            }
        };
        FrameReader reader = new FrameReader(handler, new SessionSwitch(true, new Random(1), Optional.empty()));
        try {
            reader.read(sent, 0);
        } catch (CallBackFault e) {
            throw new AssertionError("an end of ours sent what is no frame", e);
        }
        return words;
    }
}
