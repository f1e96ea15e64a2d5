package org.ringback.issuer.core;

import org.ringback.api.limits.Limit;

/** The limits of an issuer that somebody could reach (docs/protocol.md, "Limits"). */
public final class IssuerLimit {
    private static final String AT = "issuer";

    public static final Limit RINGS = new Limit("rings under way", AT, "pending-rings");
    public static final Limit CALLS = new Limit("rings and calls of this issuer", AT, "calls");
    public static final Limit SILENT = new Limit("silent callers at one port", AT);
    public static final Limit SHAKING = new Limit("shaking callers at one port", AT);
    public static final Limit ENROLMENTS = new Limit("enrolments under way", AT);
    public static final Limit QUESTIONS = new Limit("questions of this issuer", AT);
    public static final Limit PUNCH_TARGETS = new Limit("gateways dialled in a minute", AT);
    public static final Limit GRANTS = new Limit("grants kept", AT);

    private IssuerLimit() {}
}
