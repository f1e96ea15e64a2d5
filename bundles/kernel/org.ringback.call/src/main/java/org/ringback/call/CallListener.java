package org.ringback.call;

import org.ringback.api.Conversation;

/** Hears of one call-back, on its loop. */
public interface CallListener {
    /**
     * The peer opened a conversation. Reading from it blocks: hand it to a thread, or to {@link CallBack#join}.
     *
     * @param conversation the conversation
     */
    void opened(Conversation conversation);

    /**
     * The call-back is over; heard once. Its conversations fail.
     *
     * @param reason in words, for the story
     */
    void ended(String reason);
}
