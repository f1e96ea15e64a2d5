package org.ringback.call.core;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Secret;
import org.ringback.kernel.CutReason;

/** Carries out the frames of the peer. Not thread-safe. */
final class Inbound implements FrameHandler {
    private final ConversationLimits limits;
    private final ConversationTable table;
    private final Lifecycle lifecycle;
    private final ControlQueue outbox;
    private final Pings pings;
    private final boolean issuer;
    private Optional<CutReason> why = Optional.empty();
    private long received;
    private long now;

    Inbound(
            boolean issuer,
            ConversationLimits limits,
            ConversationTable table,
            Lifecycle lifecycle,
            ControlQueue outbox,
            Pings pings) {
        this.issuer = issuer;
        this.limits = limits;
        this.table = table;
        this.lifecycle = lifecycle;
        this.outbox = outbox;
        this.pings = pings;
    }

    /** Sets the time at which the next frames arrive. */
    void at(long nanos) {
        this.now = nanos;
    }

    /** How many bytes of conversations came, each counted once. */
    long received() {
        return received;
    }

    @Override
    public void open(int conversation, byte[] id, Secret resume, long limit) throws CallBackFault {
        table.useByPeer(conversation);
        if (limit < 0) {
            throw new CallBackFault(
                    ResetCode.MALFORMED, "limit of OPEN: " + Long.toUnsignedString(limit) + " (expected: below 2^63)");
        }
        bounded();
        Lifecycle.Reservation place =
                table.knowsId(id) ? new Lifecycle.Reservation(ResetCode.ID_TAKEN, 0) : lifecycle.reserve();
        // [CONV-4] OPEN beyond 64 conversations (of both ends together), beyond the sum of buffers, or with the ID …
        if (place.refusal() != null) {
            resume.destroy();
            outbox.reset(conversation, place.refusal().code());
            return;
        }
        lifecycle.begunByPeer(new ConversationState(
                conversation,
                id,
                resume,
                new SendSide(lifecycle.allot(place), limit),
                new ReceiveSide(lifecycle.allot(place), limits.ackDelay().toNanos(), false),
                true));
    }

    @Override
    public void data(int conversation, long offset, ByteBuffer bytes) throws CallBackFault {
        ConversationState state = table.find(conversation);
        if (state != null) {
            long from = state.receive().arrived();
            ResetCode fault = state.receive().data(offset, bytes, now);
            received += state.receive().arrived() - from; // before a fault drops what arrived
            judge(state, fault);
            // [CONV-21] our own direction ended, and more came than the peer had room for when discarding began …
            if (!state.over() && state.goesOnUnread()) {
                lifecycle.resetHere(state, ResetCode.ABANDONED);
            }
        }
    }

    @Override
    public void ack(int conversation, long received, long limit) throws CallBackFault {
        ConversationState state = table.find(conversation);
        if (state != null) {
            ResetCode fault = state.send().acknowledge(received, limit);
            state.considerLinger(now);
            judge(state, fault);
        }
    }

    @Override
    public void fin(int conversation, long finalOffset) throws CallBackFault {
        ConversationState state = table.find(conversation);
        if (state != null) {
            judge(state, state.receive().fin(finalOffset));
        }
    }

    @Override
    public void reset(int conversation, int code) throws CallBackFault {
        if (conversation == FrameLayout.CALL_BACK) {
            throw CallBackFault.byPeer(code, why, lifecycle::ending);
        }
        ConversationState state = table.find(conversation);
        if (state != null) {
            lifecycle.resetByPeer(state, code);
        }
    }

    @Override
    public void why(int code) {
        // [CONV-34] WHY counts at an issuer alone, and one whose code it does not know says nothing
        why = issuer ? CutReason.of(code) : Optional.empty();
    }

    @Override
    public void ping(long value) {
        outbox.pong(value);
    }

    @Override
    public void pong(long value) {
        pings.pong(value, now);
    }

    private void judge(ConversationState state, @Nullable ResetCode fault) throws CallBackFault {
        if (fault != null) {
            lifecycle.reset(state, fault, "broken by the peer: " + fault.words());
            bounded();
            return;
        }
        lifecycle.settle(state);
        lifecycle.changed(state);
    }

    private void bounded() throws CallBackFault {
        // [CONV-17] A peer for whom more than 256 resets wait to be sent
        if (outbox.overflows()) {
            throw new CallBackFault(
                    ResetCode.FLOOD,
                    "refused conversations: more than " + ControlQueue.RESETS_MOST
                            + " (expected: a peer that reads why)");
        }
    }
}
