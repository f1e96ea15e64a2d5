package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/**
 * What happens to a core. These are the events of every role; a role adds its own. Connections that the core dials have odd
 * numbers, those that were accepted even ones.
 */
public interface Event {
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
     * @param connection on which connection
     * @param message what
     */
    record Received(long connection, Message message) implements Event {}

    /**
     * A proved peer sent something that the catalogue refuses; nothing that follows is read.
     *
     * @param connection on which connection
     * @param refusal the answer, if it was a request
     * @param why in words
     */
    record Malformed(long connection, Optional<Message> refusal, String why) implements Event {}

    /**
     * A connection is over, or never came to be. The last that is heard of it.
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
     * A datagram came.
     *
     * @param bytes what; valid during the call
     * @param from the sender
     * @param at the socket that it came to
     */
    record Datagram(ByteBuffer bytes, InetSocketAddress from, InetSocketAddress at) implements Event {}

    /**
     * A server's name was asked for ({@link Action.Resolve}).
     *
     * @param server the name, {@code host:port}
     * @param addresses what it means and can be reached from here, best first
     * @param outOfReach what it means and this machine has no route to
     * @param failure why nothing was found, in words
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
         * A name that means something.
         *
         * @param server the name
         * @param addresses what it means
         */
        public Resolved(String server, List<InetSocketAddress> addresses) {
            this(server, addresses, List.of(), Optional.empty());
        }

        /**
         * A name that means nothing.
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
     * @param dropped what should have followed, and will not
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
