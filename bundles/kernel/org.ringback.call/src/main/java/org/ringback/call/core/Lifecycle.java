package org.ringback.call.core;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How conversations begin and end: the table, the memory they reserve, what the peer and what the application are told.
 * Not thread-safe.
 */
final class Lifecycle {
    private static final int DIRECTIONS = 2;

    /** Room for a conversation, or why there is none; the window is that of each direction. */
    record Reservation(@Nullable ResetCode refusal, int window) {}

    private final ConversationTable table;
    private final ControlQueue outbox;
    private final Budget.Share share;
    private final int window;
    private final Deque<StreamEvent> events = new ArrayDeque<>();

    Lifecycle(ConversationTable table, ControlQueue outbox, Budget.Share share, int window) {
        this.table = table;
        this.outbox = outbox;
        this.share = share;
        this.window = window;
    }

    /**
     * Asks for a place; whoever gets one must begin or leave it. Windows are whole while there is plenty, so that a request
     * need not wait for them to grow, and else the first limit each, which every peer may use unasked.
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

    /** One direction's half of a place. */
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

    /** Forgets a conversation about which nothing is left to say. */
    void settle(ConversationState state) {
        ResetCode due = state.over() ? null : state.resetDue();
        if (due != null) {
            resetHere(state, due);
        } else if (!state.over() && state.complete()) {
            state.end();
            forget(state);
        }
    }

    /** Ends a conversation from here and tells the peer, unless it never heard of it. */
    void reset(ConversationState state, ResetCode code, String words) {
        if (!outbox.withdraw(state)) {
            outbox.reset(state.number(), code.code());
        }
        state.fail(words, false);
        forget(state);
    }

    /** Ends a conversation from here because this end wants no more of it. */
    void resetHere(ConversationState state, ResetCode code) {
        reset(state, code, "reset here: " + code.words());
    }

    void resetByPeer(ConversationState state, int code) {
        // [CONV-12] RESET of a conversation ends both directions at once; what is under way is dropped; it is not …
        state.failByPeer(code);
        forget(state);
    }

    /** Ends all of them without a word to the peer. */
    void endAll(String words, boolean keepArrived) {
        for (ConversationState state : table.snapshot()) {
            state.fail(words, keepArrived);
            forget(state);
        }
    }

    private void forget(ConversationState state) {
        table.remove(state);
        state.send().giveBack();
        state.receive().giveBack();
        changed(state);
    }
}
