package org.ringback.transport.internal;

import org.ringback.api.limits.Limit;

/** The limits of the sockets that somebody could reach (docs/protocol.md, "Limits"). */
final class TransportLimit {
    private static final String AT = "transport";

    static final Limit HANDSHAKES = new Limit("handshake steps at once", AT);
    static final Limit WAITING = new Limit("handshake steps that wait", AT, "handshake-queue");

    private TransportLimit() {}
}
