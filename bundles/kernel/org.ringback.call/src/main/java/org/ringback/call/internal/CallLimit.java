package org.ringback.call.internal;

import org.ringback.api.limits.Limit;

/** The limits of calls and forwards that somebody could reach (docs/protocol.md, "Limits"). */
final class CallLimit {
    private static final String AT = "call";

    static final Limit CONVERSATIONS = new Limit("conversations of one call", AT);
    static final Limit ANSWERED = new Limit("conversations being answered", AT);
    static final Limit ANSWERED_OF_PERSON = new Limit("answered for one person", AT);
    static final Limit WAITING_OF_PERSON = new Limit("waiting for one person", AT);
    static final Limit FORWARDS = new Limit("forwarded ports", AT);

    private CallLimit() {}
}
