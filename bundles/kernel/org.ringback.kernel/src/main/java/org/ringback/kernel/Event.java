package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ringback.api.RingReason;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/**
 * What happened, for a core. These events exist in every role; a role adds its own. Connections that the core dials
 * have odd numbers, accepted ones even numbers.
 */
public interface Event {
    /**
     * A connection that the core dials is open; nobody is proved on it yet.
     *
     * @param connection which
     */
    record Opened(long connection) implements Event {}

    /**
     * A connection's peer is proved.
     *
     * @param connection which
     * @param peer what is known of it
     */
    record Established(long connection, PeerFacts peer) implements Event {}

    /**
     * A proved peer sent a message.
     *
     * @param connection the connection
     * @param message the message
     */
    record Received(long connection, Message message) implements Event {}

    /**
     * A proved peer sent a message that the catalogue refuses; nothing after it is read.
     *
     * @param connection the connection
     * @param refusal the error response, if it was a request
     * @param why in words
     */
    record Malformed(long connection, Optional<Message> refusal, String why) implements Event {}

    /**
     * A connection is over, or could not be opened; its last event.
     *
     * @param connection which
     * @param reason why
     */
    record Closed(long connection, CloseReason reason) implements Event {
        /**
         * An end without a fault of the protection.
         *
         * @param connection which
         * @param kind the kind of end
         * @param why in words
         */
        public Closed(long connection, CloseReason.Kind kind, String why) {
            this(connection, CloseReason.of(kind, why));
        }
    }

    /**
     * A call stands from an earlier run of this role. {@link Closed} is still to be told.
     *
     * @param connection the number that it has from now on: even
     * @param facts what is known of it
     */
    record CallStands(long connection, CallFacts facts) implements Event {}

    /**
     * A call is about to move to another session, unless it is cut now.
     *
     * @param connection its number
     */
    record CallMoves(long connection) implements Event {}

    /**
     * The first conversation of a call was refused, so that the ring that led to it was of no use.
     *
     * @param connection its number
     * @param why which of the reasons that concern a service
     */
    record CallUnserved(long connection, RingReason why) implements Event {}

    /**
     * A datagram came.
     *
     * @param bytes the datagram, valid during the call only
     * @param from the sender
     * @param at the socket that it came to
     */
    record Datagram(ByteBuffer bytes, InetSocketAddress from, InetSocketAddress at) implements Event {}

    /**
     * The answer to {@link Action.Resolve}.
     *
     * @param server the name, {@code host:port}
     * @param addresses its addresses that this machine can reach, best first
     * @param outOfReach its addresses to which this machine has no route
     * @param failure why no address was found, in words
     */
    record Resolved(
            String server,
            List<InetSocketAddress> addresses,
            List<InetSocketAddress> outOfReach,
            Optional<String> failure)
            implements Event {
        /** Copies the lists. */
        public Resolved {
            addresses = List.copyOf(addresses);
            outOfReach = List.copyOf(outOfReach);
        }

        /**
         * An answer with addresses.
         *
         * @param server the name
         * @param addresses its addresses
         */
        public Resolved(String server, List<InetSocketAddress> addresses) {
            this(server, addresses, List.of(), Optional.empty());
        }

        /**
         * An answer without addresses.
         *
         * @param server the name
         * @param failure why, in words
         */
        public Resolved(String server, String failure) {
            this(server, List.of(), List.of(), Optional.of(failure));
        }
    }

    /**
     * Changes could not be written ({@link Unwritten}).
     *
     * @param changes which
     * @param dropped the actions that should have followed and will not
     * @param why in words
     */
    record NotWritten(List<Change> changes, List<Action> dropped, String why) implements Event {
        /** Copies the lists. */
        public NotWritten {
            changes = List.copyOf(changes);
            dropped = List.copyOf(dropped);
        }
    }

    /** A deadline may have passed. */
    record Tick() implements Event {}
}
