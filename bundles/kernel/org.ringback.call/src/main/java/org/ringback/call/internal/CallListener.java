package org.ringback.call.internal;

import org.ringback.api.Conversation;

/** Hears what happens on one call. Called on its loop. */
public interface CallListener {
    /**
     * The peer opened a conversation. Reading from it blocks, so give it to a thread that may block, or to
     * {@link CallEnd#join}.
     *
     * @param call the call
     * @param conversation the conversation
     */
    void opened(CallEnd call, Conversation conversation);

    /**
     * The call is over, and its conversations fail. Called once.
     *
     * @param call the call
     * @param reason in words
     */
    void ended(CallEnd call, String reason);
}
