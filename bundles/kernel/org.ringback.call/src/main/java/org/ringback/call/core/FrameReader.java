package org.ringback.call.core;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ringback.api.Secret;
import org.ringback.spi.RingCrypto;

/**
 * Cuts the peer's bytes, which come in any pieces, into frames. Holds at most one frame; skips unknown optional frames
 * without holding them, and passes a whole DATA frame on without copying. After a fault it must not be used again. Not
 * thread-safe.
 */
final class FrameReader {
    private final FrameHandler handler;
    private final SessionSwitch sessions;
    private final byte[] frame = new byte[FrameLayout.LONGEST];
    private final ByteBuffer view = ByteBuffer.wrap(frame);
    private int have;
    private int skip;
    private long now;

    /**
     * Begins at the beginning of a frame.
     *
     * @param handler takes the frames of conversations
     * @param sessions judges what may come, and takes the frames by which the call moves
     */
    FrameReader(FrameHandler handler, SessionSwitch sessions) {
        this.handler = handler;
        this.sessions = sessions;
    }

    /** Reads all bytes. */
    void read(ByteBuffer in, long at) throws CallBackFault {
        now = at;
        while (in.hasRemaining()) {
            if (skip > 0) {
                int skipped = Math.min(skip, in.remaining());
                in.position(in.position() + skipped);
                skip -= skipped;
            } else if (have > 0 || !wholeData(in)) {
                step(in);
            }
        }
    }

    /** Passes on a whole DATA frame without copying; returns whether there was one. */
    private boolean wholeData(ByteBuffer in) throws CallBackFault {
        ByteBuffer head = in.slice();
        if (head.remaining() < FrameLayout.DATA_BYTES || head.get(FrameLayout.TYPE) != FrameType.DATA.number()) {
            return false;
        }
        int length = dataLength(head);
        if (head.remaining() < FrameLayout.DATA_BYTES + length) {
            return false;
        }
        sessions.begins(FrameType.DATA.number());
        in.position(in.position() + FrameLayout.DATA_BYTES + length);
        data(head, length);
        return true;
    }

    private void step(ByteBuffer in) throws CallBackFault {
        if (have == 0) {
            sessions.begins(Byte.toUnsignedInt(in.get(in.position())));
        }
        int wanted = wanted();
        int taken = Math.min(wanted - have, in.remaining());
        in.get(frame, have, taken);
        have += taken;
        if (have == wanted()) {
            dispatch();
            Arrays.fill(frame, 0, have, (byte) 0);
            have = 0;
        }
    }

    /** How long the frame is, as far as its first bytes tell. */
    private int wanted() throws CallBackFault {
        if (have == 0) {
            return FrameLayout.CONVERSATION;
        }
        int number = Byte.toUnsignedInt(frame[FrameLayout.TYPE]);
        if (number >= FrameLayout.FIRST_OPTIONAL) {
            return have < FrameLayout.OPTIONAL_BYTES ? FrameLayout.OPTIONAL_BYTES : held(number);
        }
        FrameType type = FrameType.of(number);
        // [CONV-16] An unknown type below 0x80 is required, and refused by name; from 0x80 on it is optional …
        if (type == null || type.reserved() || (type.moves() && !sessions.able())) {
            throw new CallBackFault(
                    ResetCode.unknownFrame(number),
                    "frame: " + FrameType.name(number) + " (expected: OPEN, DATA, ACK, FIN, RESET, PING or PONG)");
        }
        return type == FrameType.DATA && have >= FrameLayout.DATA_BYTES
                ? FrameLayout.DATA_BYTES + dataLength(view)
                : type.length();
    }

    /** How many bytes of an optional frame are wanted, of which the header is here; the others are skipped. */
    private int held(int number) throws CallBackFault {
        int end = FrameLayout.OPTIONAL_BYTES + optionalLength();
        if (number == FrameType.WHY.number() && end >= FrameLayout.WHY_END) {
            return FrameLayout.WHY_END;
        }
        if (number != FrameType.CALL.number() || !sessions.names()) {
            return FrameLayout.OPTIONAL_BYTES;
        }
        if (end < FrameLayout.CALL_END) {
            throw new CallBackFault(
                    ResetCode.MALFORMED,
                    "length of CALL: " + optionalLength() + " (expected: at least "
                            + (FrameLayout.CALL_END - FrameLayout.OPTIONAL_BYTES) + ")");
        }
        return FrameLayout.CALL_END;
    }

    private int optionalLength() {
        return Short.toUnsignedInt(view.getShort(FrameLayout.OPTIONAL_LENGTH));
    }

    private static int dataLength(ByteBuffer head) throws CallBackFault {
        int length = Short.toUnsignedInt(head.getShort(FrameLayout.DATA_LENGTH));
        // [CONV-8] DATA: 1 to 16,384 bytes
        if (length == 0 || length > FrameLayout.DATA_MAX) {
            throw new CallBackFault(
                    ResetCode.MALFORMED,
                    "length of DATA: " + length + " (expected: 1 to " + FrameLayout.DATA_MAX + ")");
        }
        return length;
    }

    private void dispatch() throws CallBackFault {
        int number = Byte.toUnsignedInt(frame[FrameLayout.TYPE]);
        if (number >= FrameLayout.FIRST_OPTIONAL) {
            skip = FrameLayout.OPTIONAL_BYTES + optionalLength() - have;
            optional(number);
            return;
        }
        int conversation = view.getInt(FrameLayout.CONVERSATION);
        FrameType type = FrameType.of(number);
        if (type == null) {
            throw new IllegalStateException("frame: " + FrameType.name(number) + " (expected: a known one here)");
        }
        switch (type) {
            case OPEN -> open(conversation);
            case DATA -> data(view, have - FrameLayout.DATA_BYTES);
            case ACK ->
                handler.ack(conversation, view.getLong(FrameLayout.ACK_RECEIVED), view.getLong(FrameLayout.ACK_LIMIT));
            case FIN -> handler.fin(conversation, view.getLong(FrameLayout.FIN_OFFSET));
            case RESET -> handler.reset(conversation, Short.toUnsignedInt(view.getShort(FrameLayout.RESET_CODE)));
            case PING -> handler.ping(callBackOnly(conversation));
            case PONG -> handler.pong(callBackOnly(conversation));
            case SWITCH, SWITCHED -> sessions.switches(type, view.getLong(FrameLayout.SESSION_EPOCH), now);
            case ATTACH, ATTACHED ->
                sessions.attaches(
                        type,
                        Arrays.copyOfRange(frame, FrameLayout.PROOF_ID, FrameLayout.PROOF_EPOCH),
                        view.getLong(FrameLayout.PROOF_EPOCH),
                        Arrays.copyOfRange(frame, FrameLayout.PROOF_BYTES, FrameLayout.PROOF_END));
            default -> throw new IllegalStateException("frame: " + type + " (expected: one that has a layout)");
        }
    }

    private void optional(int number) throws CallBackFault {
        if (number == FrameType.ASK.number()) {
            sessions.asked();
        } else if (number == FrameType.WHY.number() && have == FrameLayout.WHY_END) {
            handler.why(Short.toUnsignedInt(view.getShort(FrameLayout.WHY_CODE)));
        } else if (have == FrameLayout.CALL_END) {
            sessions.call(
                    Byte.toUnsignedInt(frame[FrameLayout.CALL_VERSION]),
                    Secret.copyOf(frame, FrameLayout.CALL_HALF, RingCrypto.CALL_HALF_LENGTH));
        }
    }

    private void data(ByteBuffer from, int length) throws CallBackFault {
        handler.data(
                from.getInt(FrameLayout.CONVERSATION),
                from.getLong(FrameLayout.DATA_OFFSET),
                from.slice(FrameLayout.DATA_BYTES, length));
    }

    private void open(int conversation) throws CallBackFault {
        byte[] id = Arrays.copyOfRange(frame, FrameLayout.OPEN_ID, FrameLayout.OPEN_SECRET);
        byte[] secret = Arrays.copyOfRange(frame, FrameLayout.OPEN_SECRET, FrameLayout.OPEN_LIMIT);
        Secret resume = Secret.copyOf(secret);
        Arrays.fill(secret, (byte) 0);
        handler.open(conversation, id, resume, view.getLong(FrameLayout.OPEN_LIMIT));
    }

    private long callBackOnly(int conversation) throws CallBackFault {
        // [CONV-15] PING and PONG name conversation 0. A PONG repeats the PING's value; of several PINGs the last …
        if (conversation != FrameLayout.CALL_BACK) {
            throw new CallBackFault(
                    ResetCode.BAD_NUMBER,
                    "conversation of PING or PONG: " + Integer.toUnsignedString(conversation) + " (expected: 0)");
        }
        return view.getLong(FrameLayout.PING_VALUE);
    }
}
