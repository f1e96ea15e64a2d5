package org.ringback.acceptor.core;

import org.ringback.kernel.ServerMisses;

/**
 * Why a piece of equipment is not registered, and what its owner can do. Immutable.
 *
 * @param why in words
 * @param next what to do; the gateway tries again by itself
 */
record Trouble(String why, String next) {
    /** {@return both as one clause} */
    String text() {
        return why + "; next: " + next;
    }

    /** A trouble with a server that was reached. */
    static Trouble ofServer(String why) {
        return new Trouble(why, "if it stays so, ask who runs the server to look at it");
    }

    /** A trouble because no address of the server worked. */
    static Trouble of(ServerMisses misses) {
        return new Trouble(misses.clause(), misses.cause().next());
    }

    /** A trouble because the server's datagrams do not arrive. */
    static Trouble ofDatagrams(String why) {
        return new Trouble(
                why,
                "see that this machine is online and that its network lets UDP through to the server; else ask who runs"
                        + " the server");
    }
}
