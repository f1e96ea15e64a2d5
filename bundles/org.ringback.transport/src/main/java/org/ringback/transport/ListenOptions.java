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

    /** A listener of its own port with a backlog of 128. */
    public static final ListenOptions EXCLUSIVE = new ListenOptions(false, 128);
    /** A listener beside a dialled connection on one port, for the few that may call back. */
    public static final ListenOptions SHARED = new ListenOptions(true, 16);
}
