package org.ringback.call.core;

/** What a call tells of the session that carries it. */
public enum Notice {
    /** Both ends can: from now on the call may move to another session. */
    ABLE,
    /** The peer, an issuer, asks for another session. */
    ASKED,
    /** The present session has ended at both ends: another one must take its place now. */
    RENEW,
    /** The call has moved, and goes on. */
    MOVED
}
