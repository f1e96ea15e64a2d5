package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/** What a core wants done. These actions exist in every role; a role adds its own. */
public interface Action {
    /**
     * Send a message; if the connection is over, nothing happens.
     *
     * @param connection the connection
     * @param message the message
     */
    record Send(long connection, Message message) implements Action {}

    /**
     * Close a connection after what was sent.
     *
     * @param connection the connection
     */
    record Close(long connection) implements Action {}

    /**
     * Close a connection at once.
     *
     * @param connection the connection
     */
    record Abort(long connection) implements Action {}

    /**
     * End a call at once, as it may not go on.
     *
     * @param connection the number of the connection that it began with, or of {@link Event.CallStands}
     * @param why in words
     * @param told what the other end is told; empty to reset the connection
     */
    record CutCall(long connection, String why, Optional<CutReason> told) implements Action {}

    /**
     * List a call under another local name of its equipment; it goes on.
     *
     * @param connection as for {@link CutCall}
     * @param name the new name
     */
    record NameCall(long connection, EquipmentId name) implements Action {}

    /**
     * Dial, and protect the connection.
     *
     * @param connection the number that the connection gets: odd
     * @param to the destination
     * @param from the local address, and the local port or 0 for any; empty leaves both to the system
     * @param sharedPort whether a listener, or another connection that is dialled so, will stand on the local port
     * @param session how the connection is protected
     */
    record Dial(
            long connection,
            InetSocketAddress to,
            Optional<InetSocketAddress> from,
            boolean sharedPort,
            SessionPlan session)
            implements Action {}

    /**
     * Send a datagram.
     *
     * @param bytes the datagram
     * @param to the destination
     * @param from the socket that it leaves from
     */
    record SendDatagram(byte[] bytes, InetSocketAddress to, InetSocketAddress from) implements Action {}

    /**
     * Resolve a name, never on the loop; {@link Event.Resolved} follows.
     *
     * @param server {@code host:port}, an IPv6 address in brackets
     */
    record Resolve(String server) implements Action {}

    /**
     * Write changes, all or none; {@link Event.NotWritten} follows if that fails. Made by {@link Turn#persist}.
     *
     * @param changes what to write
     * @param then actions to carry out once the changes are on disk
     */
    record Persist(List<Change> changes, List<Action> then) implements Action {
        /** Copies the lists. */
        public Persist {
            changes = List.copyOf(changes);
            then = List.copyOf(then);
        }
    }

    /**
     * A command is done.
     *
     * @param <T> the type of its result
     * @param request which
     * @param result its result
     * @param inForce whether what it asked for is in force already, in memory, even if the disk refuses what it changed
     *     ({@link Unwritten}); if not, it is in force with its result alone
     */
    record Completed<T>(Request<T> request, T result, boolean inForce) implements Action {
        /**
         * A command is done that is in force already.
         *
         * @param request which
         * @param result its result
         */
        public Completed(Request<T> request, T result) {
            this(request, result, true);
        }

        /**
         * A command is done whose result exists only once it is on disk, such as a string that is shown once.
         *
         * @param <T> the type of its result
         * @param request which
         * @param result its result
         * @return the action, for {@link Persist}
         */
        public static <T> Completed<T> withResult(Request<T> request, T result) {
            return new Completed<>(request, result, false);
        }

        /** Results may be secret. */
        @Override
        public String toString() {
            return "Completed[" + request + "]";
        }
    }

    /**
     * A command cannot be done.
     *
     * @param request which
     * @param why in words, and what to do
     */
    record Refused(Request<?> request, String why) implements Action {}
}
