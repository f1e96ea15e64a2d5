package org.ringback.call.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open conversations by number, and which numbers were used. Numbers rise and are never used again, so that a late
 * frame of an ended conversation is distinguished from one with an impossible number. Not thread-safe.
 */
final class ConversationTable {
    private static final int STEP = 2;

    private final int ownParity;
    private final int most;
    private final Map<Integer, ConversationState> live = new LinkedHashMap<>();
    private int highest;
    private int nextOwn;
    private int highestPeer;

    ConversationTable(boolean issuer, int most) {
        this.ownParity = issuer ? 1 : 0;
        this.most = most;
        this.nextOwn = issuer ? 1 : STEP;
    }

    int size() {
        return live.size();
    }

    /** The most that were open at once. */
    int highest() {
        return highest;
    }

    boolean full() {
        return live.size() >= most;
    }

    /** All open conversations, the one that has waited longest for its turn first. */
    Collection<ConversationState> all() {
        return live.values();
    }

    /** A copy, for loops that remove conversations. */
    List<ConversationState> snapshot() {
        return List.copyOf(live.values());
    }

    /** The next number of this end, or 0 if all were used. */
    int peekNumber() {
        return Math.max(nextOwn, 0);
    }

    void addOwn(ConversationState state) {
        nextOwn = state.number() + STEP;
        add(state);
    }

    void add(ConversationState state) {
        live.put(state.number(), state);
        highest = Math.max(highest, live.size());
    }

    void remove(ConversationState state) {
        live.remove(state.number());
    }

    /** Moves a conversation that had its turn behind the others. */
    void served(ConversationState state) {
        live.remove(state.number());
        live.put(state.number(), state);
    }

    /** Those that have waited so long, in nanoseconds, for the peer's end after their own. */
    List<ConversationState> lingered(long now, long linger) {
        return live.values().stream()
                .filter(state -> state.lingering() && now - state.lingerSince() >= linger)
                .toList();
    }

    /**
     * When one of them wants something next, in monotonic nanoseconds.
     *
     * @param acknowledging whether acknowledgements may go out now
     * @param linger how long one waits for the peer's end after its own, in nanoseconds
     */
    long deadline(boolean acknowledging, long linger) {
        long first = Long.MAX_VALUE;
        for (ConversationState state : live.values()) {
            if (acknowledging && state.receive().ackWaits()) {
                first = earlier(first, state.receive().ackDeadline());
            }
            if (state.lingering()) {
                first = earlier(first, state.lingerSince() + linger);
            }
        }
        return first;
    }

    /** The earlier of two moments, in monotonic nanoseconds, of which either may be {@link Long#MAX_VALUE}: never. */
    static long earlier(long one, long other) {
        return other == Long.MAX_VALUE || (one != Long.MAX_VALUE && one - other < 0) ? one : other;
    }

    boolean knowsId(byte[] id) {
        return live.values().stream().anyMatch(state -> state.hasId(id));
    }

    /** Checks a number of the peer's, and marks it as used. */
    void useByPeer(int number) throws CallBackFault {
        // [CONV-3] OPEN: the issuer takes odd numbers, the acceptor even ones, below 2^31, each above the last; none …
        if (number <= 0 || own(number)) {
            throw impossible(number, "one of the opener's: odd from the issuer, even from the acceptor");
        }
        if (number <= highestPeer) {
            throw impossible(number, "above " + highestPeer + ", numbers are used once");
        }
        highestPeer = number;
    }

    /** Finds a conversation; null if it has ended; throws if the number was never used. */
    @Nullable
    ConversationState find(int number) throws CallBackFault {
        ConversationState state = live.get(number);
        // [CONV-14] A frame for a number that is over is ignored: it was under way. So is one for a number that its …
        if (state == null ? number > 0 && used(number) : state.openSent()) {
            return state;
        }
        throw impossible(number, "one that was opened");
    }

    private boolean used(int number) {
        return own(number) ? nextOwn <= 0 || number < nextOwn : number <= highestPeer;
    }

    private boolean own(int number) {
        return (number & 1) == ownParity;
    }

    private static CallBackFault impossible(int number, String expected) {
        return new CallBackFault(
                ResetCode.BAD_NUMBER,
                "conversation: " + Integer.toUnsignedString(number) + " (expected: " + expected + ")");
    }
}
