package org.ringback.call.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The frames to send beside ACK and DATA, in the order that the peer needs: a RESET of the call-back replaces all
 * others; RESETs are sent before the OPENs that they make room for. Holds one PONG, one PING, and as many RESETs and
 * OPENs as the caller allows. Not thread-safe.
 */
final class ControlQueue {
    /** Most RESETs that may wait: a peer that causes more without reading them loses the call-back. */
    static final int RESETS_MOST = 256;

    private record Reset(int number, int code) {}

    private final Deque<Reset> resets = new ArrayDeque<>();
    private final Deque<ConversationState> openings = new ArrayDeque<>();
    private @Nullable Long pong;
    private @Nullable Long ping;
    private @Nullable Integer why;
    private @Nullable Integer farewell;

    void pong(long value) {
        pong = value;
    }

    void ping(long value) {
        ping = value;
    }

    void farewell(int code) {
        farewell = code;
    }

    /** Says why, before the farewell. */
    void why(int code) {
        why = code;
    }

    void open(ConversationState state) {
        openings.add(state);
    }

    void reset(int number, int code) {
        resets.add(new Reset(number, code));
    }

    boolean overflows() {
        return resets.size() > RESETS_MOST;
    }

    /** Takes back an OPEN that was not sent yet; returns whether there was one. */
    boolean withdraw(ConversationState state) {
        return openings.remove(state);
    }

    /** Drops all frames; only the RESET of the call-back may follow. */
    void clear() {
        resets.clear();
        openings.clear();
        pong = null;
        ping = null;
    }

    /** Writes what fits; returns whether nothing is left. */
    boolean write(ByteBuffer out) {
        if (why != null && out.remaining() >= FrameLayout.WHY_END + FrameLayout.RESET_END) {
            FrameEncoder.why(out, why);
            why = null;
        }
        if (farewell != null && out.remaining() >= FrameLayout.RESET_END) {
            FrameEncoder.reset(out, FrameLayout.CALL_BACK, farewell);
            farewell = null;
        }
        if (pong != null && out.remaining() >= FrameLayout.PING_END) {
            FrameEncoder.pong(out, pong);
            pong = null;
        }
        if (ping != null && out.remaining() >= FrameLayout.PING_END) {
            FrameEncoder.ping(out, ping);
            ping = null;
        }
        while (!resets.isEmpty() && out.remaining() >= FrameLayout.RESET_END) {
            Reset reset = resets.remove();
            FrameEncoder.reset(out, reset.number(), reset.code());
        }
        while (resets.isEmpty() && !openings.isEmpty() && out.remaining() >= FrameLayout.OPEN_END) {
            open(out, openings.remove());
        }
        return farewell == null && pong == null && ping == null && resets.isEmpty() && openings.isEmpty();
    }

    private static void open(ByteBuffer out, ConversationState state) {
        byte[] resume = state.resume().copyBytes();
        FrameEncoder.open(
                out, state.number(), state.id(), resume, state.receive().limit());
        Arrays.fill(resume, (byte) 0);
        state.setOpenSent();
    }
}
