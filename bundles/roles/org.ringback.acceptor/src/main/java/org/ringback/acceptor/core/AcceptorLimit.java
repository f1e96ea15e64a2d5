package org.ringback.acceptor.core;

import org.ringback.api.limits.Limit;

/** The limits of a gateway that somebody could reach (docs/protocol.md, "Limits"). */
public final class AcceptorLimit {
    private static final String AT = "acceptor";
    private static final String DIALS_A_MINUTE = "dials-per-minute";

    public static final Limit CALLS = new Limit("call-backs", AT, "calls");
    public static final Limit CALLS_OF_GRANT = new Limit("call-backs of one grant", AT, "calls-per-grant");
    public static final Limit DIALS_OF_GRANT = new Limit("dials a minute of one grant", AT, DIALS_A_MINUTE);
    public static final Limit TARGETS_OF_GRANT = new Limit("targets a minute of one grant", AT);
    public static final Limit DIALS_TO_TARGET = new Limit("dials a minute to one target", AT, DIALS_A_MINUTE);
    public static final Limit WAKE_UPS = new Limit("wake-ups of one equipment", AT);
    public static final Limit GRANTS = new Limit("grants of one equipment", AT);

    private AcceptorLimit() {}
}
