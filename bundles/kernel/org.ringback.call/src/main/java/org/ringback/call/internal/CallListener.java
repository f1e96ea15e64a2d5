package org.ringback.call.internal;

import org.ringback.api.Conversation;

/** Hears of one call, on its loop. */
public interface CallListener {
    /**
     * The peer opened a conversation. Reading from it blocks: hand it to a thread, or to {@link CallEnd#join}.
     *
     * @param call of which call
     * @param conversation the conversation
     */
    void opened(CallEnd call, Conversation conversation);

    /**
     * The call is over; heard once. Its conversations fail.
     *
     * @param call which
     * @param reason in words
     */
    void ended(CallEnd call, String reason);
}
