package org.ringback.call.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Fills buffers with frames: first control frames, then ACKs, then DATA, one frame of each conversation in turn. Not
 * thread-safe.
 */
final class Transmitter {
    /**
     * Least room, in bytes, for which a DATA frame is put behind other frames; with less, it goes into the next buffer.
     */
    private static final int SPLINTER = 4096;

    private final ControlQueue outbox;
    private final ConversationTable table;
    private final int frameData;
    private long sent;

    Transmitter(ControlQueue outbox, ConversationTable table, int frameData) {
        this.outbox = outbox;
        this.table = table;
        this.frameData = frameData;
    }

    /** Writes the frames that are due and fit. */
    void write(ByteBuffer out, long now) {
        if (outbox.write(out) && acknowledge(out, now)) {
            data(out);
        }
    }

    /** How many bytes of conversations were written. */
    long sent() {
        return sent;
    }

    /** Writes ACKs that are due; returns whether all fitted. */
    private boolean acknowledge(ByteBuffer out, long now) {
        for (ConversationState state : table.all()) {
            if (state.openSent() && state.receive().ackDue(now)) {
                if (out.remaining() < FrameLayout.ACK_END) {
                    return false;
                }
                ReceiveSide receive = state.receive();
                FrameEncoder.ack(out, state.number(), receive.received(), receive.limit());
                receive.ackSent();
            }
        }
        return true;
    }

    private void data(ByteBuffer out) {
        ConversationState next = next();
        while (next != null && frame(out, next)) {
            table.served(next);
            next = next();
        }
    }

    private @Nullable ConversationState next() {
        for (ConversationState state : table.all()) {
            if (state.openSent() && (state.send().sendable() > 0 || state.send().finDue())) {
                return state;
            }
        }
        return null;
    }

    /** Writes a DATA frame; returns whether it fitted. */
    private boolean frame(ByteBuffer out, ConversationState state) {
        SendSide send = state.send();
        if (send.finDue()) {
            if (out.remaining() < FrameLayout.FIN_END) {
                return false;
            }
            FrameEncoder.fin(out, state.number(), send.offset());
            send.finSent();
            return true;
        }
        int wished = Math.min(send.sendable(), frameData);
        int count = Math.min(wished, out.remaining() - FrameLayout.DATA_BYTES);
        if (count < Math.min(wished, SPLINTER)) {
            return false;
        }
        FrameEncoder.dataHead(out, state.number(), send.offset(), count);
        send.send(count, out);
        sent += count;
        return true;
    }
}
