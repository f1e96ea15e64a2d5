package org.ringback.conversation.core;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How conversations begin and end: the table, the memory they reserve, what the peer and what the application are told.
 * Not thread-safe.
 */
final class Lifecycle {
    private static final int DIRECTIONS = 2;

    private final ConversationTable table;
    private final Outbox outbox;
    private final Budget budget;
    private final long reserved;
    private final Deque<Event> events = new ArrayDeque<>();

    Lifecycle(ConversationTable table, Outbox outbox, Budget budget, int window) {
        this.table = table;
        this.outbox = outbox;
        this.budget = budget;
        this.reserved = (long) DIRECTIONS * window;
    }

    /** Asks for a place; whoever gets one must begin or leave it. */
    @Nullable
    ResetCode reserve() {
        if (table.full()) {
            return ResetCode.TOO_MANY;
        }
        return budget.take(reserved) ? null : ResetCode.NO_BUFFER;
    }

    void begun(ConversationState state) {
        table.addOwn(state);
        outbox.open(state);
    }

    void begunByPeer(ConversationState state) {
        table.add(state);
        state.signal();
        events.add(new Event(state, true));
    }

    void changed(ConversationState state) {
        if (state.signal()) {
            events.add(new Event(state, false));
        }
    }

    @Nullable
    Event poll() {
        Event event = events.poll();
        if (event != null) {
            event.conversation().heard();
        }
        return event;
    }

    /** Forgets a conversation about which nothing is left to say. */
    void settle(ConversationState state) {
        if (!state.over() && state.complete()) {
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

    void resetByPeer(ConversationState state, int code) {
        state.fail("reset by the peer: " + ResetCode.describe(code), false);
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
        budget.give(reserved);
        changed(state);
    }
}
