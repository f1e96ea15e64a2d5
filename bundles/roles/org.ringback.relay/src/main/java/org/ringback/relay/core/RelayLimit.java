package org.ringback.relay.core;

import org.ringback.api.limits.Limit;

/** The limits of a server that somebody could reach (docs/protocol.md, "Limits"). */
public final class RelayLimit {
    private static final String AT = "relay";

    public static final Limit SILENT = new Limit("strangers that say nothing", AT, "silent-connections");
    public static final Limit SHAKING = new Limit("strangers in their handshake", AT, "shaking-connections");
    public static final Limit PROVED_SILENT = new Limit("proved ones that say nothing", AT);
    public static final Limit PROVED_SHAKING = new Limit("proved ones in their handshake", AT);
    public static final Limit PROVED = new Limit("addresses proved lately", AT);
    public static final Limit CONNECTIONS = new Limit("connections", AT);
    public static final Limit CONNECTIONS_OF_KEY = new Limit("connections of one key", AT);
    public static final Limit INVITATIONS = new Limit("invitations of one equipment", AT);
    public static final Limit CODES = new Limit("open codes", AT);
    public static final Limit WRONG_PROOFS = new Limit("wrong proofs of one code", AT);
    public static final Limit RINGS = new Limit("pending rings", AT, "rings");
    public static final Limit RINGS_OF_ISSUER = new Limit("pending rings of one issuer", AT);
    public static final Limit RINGS_AT_EQUIPMENT =
            new Limit("pending rings at one equipment", AT, "rings-per-equipment");
    public static final Limit DIAL_BACKS = new Limit("dial-backs", AT);
    public static final Limit REFUSED_PAIRS = new Limit("pairs refused lately", AT);
    public static final Limit RELAYED = new Limit("relayed calls", AT, "relayed-calls");
    public static final Limit RELAYED_OF_EQUIPMENT = new Limit("relayed calls of one equipment", AT);
    public static final Limit RELAYED_OF_ISSUER = new Limit("relayed calls of one issuer", AT);
    public static final Limit RATE = new Limit("MiB/s relayed", AT, "relay-rate");
    public static final Limit RATE_OF_PAIR = new Limit("MiB/s relayed of one pair", AT, "relay-rate-per-pair");
    public static final Limit DAY = new Limit("GiB relayed today (UTC)", AT, "relay-day");
    public static final Limit DAY_OF_EQUIPMENT = new Limit("GiB today of one equipment", AT, "relay-day-per-equipment");
    public static final Limit DAY_OF_PAIR = new Limit("GiB today of one pair", AT, "relay-day-per-pair");

    private RelayLimit() {}
}
