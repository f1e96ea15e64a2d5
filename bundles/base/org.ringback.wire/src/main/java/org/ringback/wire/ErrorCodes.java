package org.ringback.wire;

import java.util.List;
import java.util.Optional;

/**
 * The STUN and TURN error codes that Ringback uses and what each means here (docs/protocol.md, "Errors"). None is
 * invented; some carry a narrower meaning, which PROTOCOL (0x5E00) makes unmistakable. Immutable.
 */
public final class ErrorCodes {
    /**
     * The request is malformed; or a ConnectionBind names a CONNECTION-ID that is unknown, another's or used already.
     */
    public static final int BAD_REQUEST = 400;
    /** The sender has not proved itself: a challenge, a wrong MAC, an unknown device key or a wrong one-time code. */
    public static final int UNAUTHENTICATED = 401;
    /** Not allowed; the same answer to everything that is not authorised. */
    public static final int FORBIDDEN = 403;
    /** An unknown comprehension-required attribute. */
    public static final int UNKNOWN_ATTRIBUTE = 420;
    /** The equipment has no lease, or did not register while the ring waited. */
    public static final int NOT_REGISTERED = 437;
    /** The nonce is stale; the answer carries a new one. */
    public static final int STALE_NONCE = 438;
    /** The equipment is reached by the other address family: ask by that. */
    public static final int FAMILY_NOT_SUPPORTED = 440;
    /** A ring of this issuer to this equipment with this ring nonce is already pending. */
    public static final int ALREADY_PENDING = 446;
    /** The acceptor did not answer the wake-up or the datagram ring in time. */
    public static final int NO_ANSWER = 447;
    /**
     * One party is at its limit: of pending rings, connections of one key, invitations, relayed calls or their bytes; or the
     * pair is slowed down.
     */
    public static final int QUOTA = 486;
    /** The server is at its limit of pending rings, of connections, of codes, or of what it relays. */
    public static final int CAPACITY = 508;

    private static final String STUN = "RFC 8489 §14.8";
    private static final String TURN = "RFC 8656 §19";
    private static final String TURN_TCP = "RFC 6062 §6.3";

    private static final List<ErrorCode> ALL = List.of(
            new ErrorCode(
                    BAD_REQUEST,
                    "Bad Request",
                    "malformed; or a Connection Bind for a CONNECTION-ID that is unknown, foreign or used, all alike",
                    STUN),
            new ErrorCode(
                    UNAUTHENTICATED,
                    "Unauthenticated",
                    "prove yourself: a challenge, a wrong MAC, an unknown device key, a wrong code",
                    STUN),
            new ErrorCode(
                    FORBIDDEN, "Forbidden", "not allowed; said alike for everything that is not authorised", TURN),
            new ErrorCode(
                    UNKNOWN_ATTRIBUTE,
                    "Unknown Attribute",
                    "a comprehension-required attribute is not understood; UNKNOWN-ATTRIBUTES says which",
                    STUN),
            new ErrorCode(
                    NOT_REGISTERED,
                    "Allocation Mismatch",
                    "the equipment has no lease, or did not register while the ring waited",
                    TURN),
            new ErrorCode(STALE_NONCE, "Stale Nonce", "the nonce is stale: take the new one", STUN),
            new ErrorCode(
                    FAMILY_NOT_SUPPORTED,
                    "Address Family not Supported",
                    "the equipment is registered by the other address family, by which this issuer can come too",
                    TURN),
            new ErrorCode(
                    ALREADY_PENDING,
                    "Connection Already Exists",
                    "a ring of this pair with this RING-NONCE is already pending",
                    TURN_TCP),
            new ErrorCode(
                    NO_ANSWER,
                    "Connection Timeout or Failure",
                    "the acceptor did not answer the wake-up or the datagram ring in time",
                    TURN_TCP),
            new ErrorCode(
                    QUOTA,
                    "Allocation Quota Reached",
                    "too many pending rings of this issuer or for this equipment, connections of one key, or invitations of"
                            + " one piece of equipment; or, with REFUSALS, the pair is slowed down; to Relay Bind: too many"
                            + " relayed calls of the issuer or the equipment, or the day's bytes of pair or equipment are"
                            + " used up",
                    TURN),
            new ErrorCode(
                    CAPACITY,
                    "Insufficient Capacity",
                    "the server is at its limit of pending rings, of connections, or of codes; to Relay Bind: of relayed"
                            + " calls or of the day's bytes, or it relays no more",
                    TURN));

    private ErrorCodes() {}

    /** {@return every code that is used, ascending} */
    public static List<ErrorCode> all() {
        return ALL;
    }

    /**
     * Finds what a code means.
     *
     * @param code the number on the wire
     * @return its entry, or empty if no message of ours carries it
     */
    public static Optional<ErrorCode> find(int code) {
        return ALL.stream().filter(entry -> entry.code() == code).findFirst();
    }
}
