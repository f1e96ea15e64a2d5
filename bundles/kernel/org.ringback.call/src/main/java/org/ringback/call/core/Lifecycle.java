package org.ringback.call.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingReason;
import org.ringback.kernel.UnservedRing;

/**
 * Begins and ends conversations: keeps the table, reserves their memory, and notes what to tell the peer and the
 * application. Not thread-safe.
 */
final class Lifecycle {
    private static final int DIRECTIONS = 2;

    /** Memory for a conversation with the window of each direction, or why there is none. */
    record Reservation(@Nullable ResetCode refusal, int window) {}

    private final ConversationTable table;
    private final ControlQueue outbox;
    private final Budget.Share share;
    private final int window;
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private Optional<RingReason> refused = Optional.empty();
    private boolean served;

    Lifecycle(ConversationTable table, ControlQueue outbox, Budget.Share share, int window) {
        this.table = table;
        this.outbox = outbox;
        this.share = share;
        this.window = window;
    }

    /**
     * Reserves memory for a conversation; if that succeeds, the caller must begin the conversation or give the memory
     * back. While there is plenty, each direction gets a whole window, so that a request need not wait for it to grow;
     * else only the first limit, up to which every peer may send at once.
     */
    Reservation reserve() {
        if (table.full()) {
            return new Reservation(ResetCode.TOO_MANY, 0);
        }
        if (share.plenty() && share.take((long) DIRECTIONS * window)) {
            return new Reservation(null, window);
        }
        // [CONV-20] How far an end lets its peer go is its own choice: a window is not announced in any other way …
        return share.take((long) DIRECTIONS * FrameLayout.FIRST_LIMIT)
                ? new Reservation(null, FrameLayout.FIRST_LIMIT)
                : new Reservation(ResetCode.NO_BUFFER, 0);
    }

    /** The memory of one direction. */
    Allotment allot(Reservation place) {
        return new Allotment(share, place.window(), window);
    }

    void begun(ConversationState state) {
        table.addOwn(state);
        outbox.open(state);
    }

    void begunByPeer(ConversationState state) {
        table.add(state);
        state.signal();
        events.add(new StreamEvent(state, true));
    }

    void changed(ConversationState state) {
        if (state.signal()) {
            events.add(new StreamEvent(state, false));
        }
    }

    @Nullable
    StreamEvent poll() {
        StreamEvent event = events.poll();
        if (event != null) {
            event.conversation().heard();
        }
        return event;
    }

    /** Removes a conversation if nothing is left to send for it. */
    void settle(ConversationState state) {
        ResetCode due = state.over() ? null : state.resetDue();
        if (due != null) {
            resetHere(state, due);
        } else if (!state.over() && state.complete()) {
            state.end();
            forget(state);
        }
    }

    /** Ends a conversation at this end, and tells the peer unless its OPEN was not sent yet. */
    void reset(ConversationState state, ResetCode code, String words) {
        if (!outbox.withdraw(state)) {
            outbox.reset(state.number(), code.code());
        }
        state.failHere(code, words);
        forget(state);
    }

    /** Ends a conversation because this end wants to. */
    void resetHere(ConversationState state, ResetCode code) {
        reset(state, code, "reset here: " + code.words());
    }

    void resetByPeer(ConversationState state, int code) {
        // [CONV-12] RESET of a conversation ends both directions at once; what is under way is dropped; it is not …
        state.failByPeer(code);
        forget(state);
    }

    /** Ends all conversations without telling the peer. */
    void endAll(String words, boolean keepArrived) {
        for (ConversationState state : table.snapshot()) {
            state.fail(words, keepArrived);
            forget(state);
        }
    }

    /**
     * Puts an end in order into words: where nothing answered any conversation, that is what happened, at both ends, and
     * not who closed a call of no use.
     */
    String ending(String why) {
        boolean inVain = !served && table.size() == 0;
        return refused.filter(reason -> inVain).map(UnservedRing::words).orElse(why);
    }

    private void forget(ConversationState state) {
        Optional<RingReason> refusal = state.refusal();
        refused = refused.or(() -> refusal);
        served |= refusal.isEmpty();
        table.remove(state);
        state.send().giveBack();
        state.receive().giveBack();
        changed(state);
    }
}
