package org.ringback.call.core;

import java.nio.ByteBuffer;

/** Writes frames into a buffer, which must have room for them. Stateless. */
final class FrameEncoder {
    private FrameEncoder() {}

    static void open(ByteBuffer out, int conversation, byte[] id, byte[] resume, long limit) {
        header(out, FrameType.OPEN, conversation).put(id).put(resume).putLong(limit);
    }

    /** Writes the header of a DATA frame; the caller must put {@code length} bytes behind it. */
    static void dataHead(ByteBuffer out, int conversation, long offset, int length) {
        header(out, FrameType.DATA, conversation).putLong(offset).putShort((short) length);
    }

    static void ack(ByteBuffer out, int conversation, long received, long limit) {
        header(out, FrameType.ACK, conversation).putLong(received).putLong(limit);
    }

    static void fin(ByteBuffer out, int conversation, long finalOffset) {
        header(out, FrameType.FIN, conversation).putLong(finalOffset);
    }

    static void reset(ByteBuffer out, int conversation, int code) {
        header(out, FrameType.RESET, conversation).putShort((short) code);
    }

    static void ping(ByteBuffer out, long value) {
        header(out, FrameType.PING, FrameLayout.CALL_BACK).putLong(value);
    }

    static void pong(ByteBuffer out, long value) {
        header(out, FrameType.PONG, FrameLayout.CALL_BACK).putLong(value);
    }

    static void session(ByteBuffer out, FrameType type, long epoch) {
        header(out, type, FrameLayout.CALL_BACK).putLong(epoch);
    }

    static void proof(ByteBuffer out, FrameType type, byte[] id, long epoch, byte[] proof) {
        header(out, type, FrameLayout.CALL_BACK).put(id).putLong(epoch).put(proof);
    }

    static void call(ByteBuffer out, int version, byte[] half) {
        header(out, FrameType.CALL, FrameLayout.CALL_BACK)
                .putShort((short) (FrameLayout.CALL_END - FrameLayout.OPTIONAL_BYTES))
                .put((byte) version)
                .put(half);
    }

    static void ask(ByteBuffer out) {
        header(out, FrameType.ASK, FrameLayout.CALL_BACK).putShort((short) 0);
    }

    static void why(ByteBuffer out, int code) {
        header(out, FrameType.WHY, FrameLayout.CALL_BACK)
                .putShort((short) (FrameLayout.WHY_END - FrameLayout.OPTIONAL_BYTES))
                .putShort((short) code);
    }

    private static ByteBuffer header(ByteBuffer out, FrameType type, int conversation) {
        return out.put((byte) type.number()).putInt(conversation);
    }
}
