package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The way between this machine and one address of a server, as a connection over it showed. Immutable.
 *
 * @param server the name that was asked for, {@code host:port}
 * @param address one of its addresses; empty if the name has none
 * @param state how far the question got
 * @param words why it got no further; empty if it was answered
 * @param protection of the connection, with its key agreement; empty if the server was not proved
 * @param proved how long it took from the dial until the server was proved
 * @param own this machine's end of the connection
 * @param seen where the server sees that end; empty if it did not tell
 * @param seenAgain where this address of the server sees the port of the first connection over this family; empty if it
 *     is that connection's own, or nothing was told
 * @param roundTrip the smallest round trip that the server's system measured
 * @param mtu the longest packet that the path takes whole, in bytes, as far as this machine's system knows
 * @param ahead how much the server's clock is ahead of this machine's, to a second; negative if it is behind
 * @param dialBack what came of the server's own connection to {@code seen}; empty if none was asked for
 * @param dialBackWords the same in words
 * @param relays whether the server relays calls; false also if it did not tell
 */
public record NetworkPath(
        String server,
        Optional<InetSocketAddress> address,
        State state,
        String words,
        Optional<String> protection,
        Optional<Duration> proved,
        Optional<InetSocketAddress> own,
        Optional<InetSocketAddress> seen,
        Optional<InetSocketAddress> seenAgain,
        Optional<Duration> roundTrip,
        OptionalInt mtu,
        Optional<Duration> ahead,
        Optional<DialBack> dialBack,
        String dialBackWords,
        boolean relays) {
    /** How far a question got. */
    public enum State {
        /** The server answered. */
        ANSWERED,
        /** The server was proved, and does not know the question, as one of an earlier version. */
        OLDER,
        /** The server was proved, and did not tell. */
        UNTOLD,
        /** The server was not reached, or not proved. */
        NOT_REACHED,
        /** This machine has no route to the address. */
        NO_ROUTE,
        /** The name has no address. */
        UNNAMED
    }

    /** What came of the server's own connection to where it sees this machine. */
    public enum DialBack {
        /** It came in here. */
        CAME,
        /** Something took it, and it did not come in here. */
        ELSEWHERE,
        /** Something refused it. */
        REFUSED,
        /** Nothing answered it. */
        NO_ANSWER,
        /** The server did not try. */
        NOT_TRIED
    }

    /** {@return whether the server was reached over this path, and proved} */
    public boolean reached() {
        return state == State.ANSWERED || state == State.OLDER || state == State.UNTOLD;
    }
}
