package org.ringback.simulator;

import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.Multiplexer;

/** One conversation at one end of a call: says random bytes, and compares what it hears with what the other end said. */
final class Talk {
    private static final int SHORT = 6 * 1024;
    private static final byte[] NOISE = new byte[32 * SHORT];
    private static final double LONG_ONES = 0.05;

    static {
        new Random(1).nextBytes(NOISE);
    }

    private final SimulatedCall call;
    private final ConversationState state;
    /** Up to its position the multiplexer has taken it. */
    private final ByteBuffer says;

    private int heard;
    private boolean whole;

    Talk(SimulatedCall call, ConversationState state, Simulation simulation) {
        int length = simulation.below(simulation.chance(LONG_ONES) ? NOISE.length / 2 : SHORT);
        this.call = call;
        this.state = state;
        this.says = ByteBuffer.wrap(NOISE, simulation.below(NOISE.length - length), length)
                .slice();
    }

    int number() {
        return state.number();
    }

    int heard() {
        return heard;
    }

    /** {@return whether it is over, and all was delivered both ways} */
    boolean inOrder() {
        return state.over() && state.failure() == null;
    }

    void speak(Multiplexer multiplexer) {
        multiplexer.write(state, says);
        if (!says.hasRemaining()) {
            multiplexer.finish(state);
        }
    }

    /** Hears what there is, into a buffer, and fails if the other end did not say that. */
    void hear(Multiplexer multiplexer, ByteBuffer buffer, Moment now, @Nullable Talk other) {
        int count = multiplexer.read(state, buffer.clear(), now);
        while (count > 0) {
            check(other != null && heard + count <= other.says.position(), "hears what nobody said");
            int wrong = other.says.slice(heard, count).mismatch(buffer.flip());
            check(wrong < 0, "hears a wrong byte");
            heard += count;
            count = multiplexer.read(state, buffer.clear(), now);
        }
        whole = count < 0;
        check(!whole || (other != null && heard == other.says.limit()), "is told whole, and bytes are missing");
        check(!state.delivered() || (other != null && other.whole), "is told delivered, and was not");
        check(state.failure() == null || multiplexer.end() != null, "failed, and the call goes on");
    }

    private void check(boolean holds, String otherwise) {
        call.check(holds, "conversation " + state.number() + " " + otherwise);
    }

    @Override
    public String toString() {
        return "said " + says.position() + " of " + says.limit() + ", heard " + heard + (whole ? ", all" : "")
                + (state.failure() == null ? "" : ", " + state.failure());
    }
}
