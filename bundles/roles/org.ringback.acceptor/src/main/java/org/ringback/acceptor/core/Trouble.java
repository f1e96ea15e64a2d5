package org.ringback.acceptor.core;

import org.ringback.kernel.ServerMisses;

/**
 * Why a piece of equipment is not registered, and what its owner does. Immutable.
 *
 * @param why in words
 * @param next what to do; it is tried again by itself
 */
record Trouble(String why, String next) {
    /** {@return both as one clause} */
    String text() {
        return why + "; next: " + next;
    }

    /** The server was there, and something went wrong with it. */
    static Trouble ofServer(String why) {
        return new Trouble(why, "if it stays so, ask who runs the server to look at it");
    }

    /** No address of the server did. */
    static Trouble of(ServerMisses misses) {
        return new Trouble(misses.clause(), misses.cause().next());
    }

    /** Datagrams of the server do not come. */
    static Trouble ofDatagrams(String why) {
        return new Trouble(
                why,
                "see that this machine is online and that its network lets UDP through to the server; else ask who runs"
                        + " the server");
    }
}
