package org.ringback.relay.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/** What a server wants done. */
public sealed interface RelayAction {
    /**
     * Send a datagram.
     *
     * @param bytes the whole datagram
     * @param to where
     * @param socket from which of our addresses
     */
    record SendDatagram(byte[] bytes, InetSocketAddress to, InetSocketAddress socket) implements RelayAction {}

    /**
     * Send a message.
     *
     * @param connection on which connection; if it is over, nothing happens
     * @param message what
     */
    record Send(long connection, Message message) implements RelayAction {}

    /**
     * Close a connection after what was sent. Closing one that is over does nothing.
     *
     * @param connection which
     */
    record Close(long connection) implements RelayAction {}

    /**
     * Close a connection at once. Aborting one that is over does nothing.
     *
     * @param connection which
     */
    record Abort(long connection) implements RelayAction {}

    /**
     * The peer of a connection is enrolled: it is no stranger's.
     *
     * @param connection which
     */
    record Known(long connection) implements RelayAction {}

    /**
     * A key that counts proved itself at an address, by a handshake or by a registration.
     *
     * @param key which
     * @param at where, as observed
     */
    record Proved(KeyFingerprint key, InetAddress at) implements RelayAction {}

    /**
     * A key counts no longer: so does what it proved.
     *
     * @param key which
     */
    record Forget(KeyFingerprint key) implements RelayAction {}

    /**
     * Somebody was asked to open a connection.
     *
     * @param from its address, as last observed
     */
    record Expect(InetAddress from) implements RelayAction {}

    /**
     * Write changes, all or none; {@link RelayEvent.PersistFailed} if that fails.
     *
     * @param changes what to write
     * @param then to be done once they are on disk
     */
    record Persist(List<Change> changes, List<RelayAction> then) implements RelayAction {}

    /**
     * A command is done.
     *
     * @param request which
     * @param result its result
     */
    record Completed(long request, Object result) implements RelayAction {
        @Override
        public String toString() {
            return "Completed[request=" + request + "]";
        }
    }

    /**
     * A command cannot be done.
     *
     * @param request which
     * @param message why, and what to do, in words
     */
    record Failed(long request, String message) implements RelayAction {}

    /**
     * Tell the operator; only somebody who held a secret of ours can cause it.
     *
     * @param message what happened and what to do
     */
    record Alarm(String message) implements RelayAction {}
}
