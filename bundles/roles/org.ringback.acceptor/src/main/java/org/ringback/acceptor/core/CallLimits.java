package org.ringback.acceptor.core;

/**
 * How many call-backs the gateway's configuration allows. Immutable.
 *
 * @param dialsPerMinute most dials for one grant in a minute
 * @param calls most call-backs at once, including those that are being dialled
 * @param callsPerGrant most of them for one grant
 */
public record CallLimits(int dialsPerMinute, int calls, int callsPerGrant) {
    /** The default of {@link #dialsPerMinute}: a person who opens a page every second. */
    public static final int DIALS_PER_MINUTE = 60;

    /** The default of {@link #calls}. */
    public static final int CALLS = 64;

    /** The default of {@link #callsPerGrant}. */
    public static final int CALLS_PER_GRANT = 8;

    /** The limits without a configuration. */
    public static final CallLimits DEFAULT = new CallLimits(DIALS_PER_MINUTE, CALLS, CALLS_PER_GRANT);
}
