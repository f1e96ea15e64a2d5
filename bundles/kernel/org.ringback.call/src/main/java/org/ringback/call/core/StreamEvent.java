package org.ringback.call.core;

/**
 * Says that a conversation changed. Immutable.
 *
 * @param conversation the conversation
 * @param opened whether the peer just opened it; if not, there may be bytes, the peer's end, room to write, or a
 *     failure
 */
public record StreamEvent(ConversationState conversation, boolean opened) {}
