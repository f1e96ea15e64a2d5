package org.ringback.call.internal;

/** Whoever sits at this end of a conversation: a thread with streams, or a local connection. */
interface End {
    /** There may be bytes, an end, room to write, or a failure. Called on the loop, without the lock. */
    void changed();
}
