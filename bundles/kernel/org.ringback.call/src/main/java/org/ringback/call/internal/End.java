package org.ringback.call.internal;

/** The user of a conversation at this end: a thread with streams, or a local connection. */
interface End {
    /**
     * Something has changed: there may be bytes, the peer's end, room to write, or a failure. Called on the loop,
     * without the lock.
     */
    void changed();
}
