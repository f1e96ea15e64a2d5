package org.ringback.call.core;

/**
 * Something to look at. Immutable.
 *
 * @param conversation which
 * @param opened whether the peer just opened it; else there may be bytes, an end, room to write, or a failure
 */
public record StreamEvent(ConversationState conversation, boolean opened) {}
