package org.ringback.transport;

/**
 * How to listen. Immutable.
 *
 * @param sharedPort whether a connection dialled from the same local port may stand beside it (SO_REUSEPORT; Linux)
 * @param backlog connections that may wait to be accepted, 1 to 1024
 */
public record ListenOptions(boolean sharedPort, int backlog) {
    private static final int MAX_BACKLOG = 1024;

    /** Checks the backlog. */
    public ListenOptions {
        if (backlog < 1 || backlog > MAX_BACKLOG) {
            throw new IllegalArgumentException("backlog: " + backlog + " (expected: 1 to " + MAX_BACKLOG + ")");
        }
    }

    /**
     * A listener that has its port for itself. Its backlog is long, so that many may connect at once: a client that
     * finds it full tries again after a second.
     */
    public static final ListenOptions EXCLUSIVE = new ListenOptions(false, MAX_BACKLOG);
    /** A listener on the port of a dialled connection: few call back there, but strangers may connect too. */
    public static final ListenOptions SHARED = new ListenOptions(true, 128);
}
