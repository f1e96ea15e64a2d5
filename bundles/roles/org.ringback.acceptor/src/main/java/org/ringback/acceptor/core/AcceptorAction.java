package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Protection;
import org.ringback.api.RingNonce;
import org.ringback.api.Secret;
import org.ringback.spi.ServerPins;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/**
 * What comes out of the core, to be done in order. An action on a connection that is over meanwhile is dropped.
 * Immutable (arrays are not copied).
 */
public sealed interface AcceptorAction {
    /**
     * Send a datagram from the one UDP socket of its address family.
     *
     * @param bytes what
     * @param to where
     */
    record SendDatagram(byte[] bytes, InetSocketAddress to) implements AcceptorAction {}

    /**
     * Find the addresses of a server; answered by {@link AcceptorEvent.Resolved}.
     *
     * @param server {@code host:port}
     */
    record Resolve(String server) implements AcceptorAction {}

    /**
     * Dial the server.
     *
     * @param connection its number, odd
     * @param self on whose behalf
     * @param identity that equipment's key, as stored
     * @param pins the authorities that may vouch for the server
     * @param protection how to protect it
     * @param host the name or address that the server's leaf must carry
     * @param address where
     * @param time the time for the dates of the chain
     */
    record DialServer(
            long connection,
            EquipmentId self,
            Secret identity,
            ServerPins pins,
            Protection protection,
            String host,
            InetSocketAddress address,
            Instant time)
            implements AcceptorAction {}

    /**
     * Call an issuer back.
     *
     * @param connection its number, odd
     * @param self the equipment called
     * @param identity that equipment's key, as stored
     * @param issuer the only key to be accepted there
     * @param address where
     */
    record DialIssuer(
            long connection, EquipmentId self, Secret identity, KeyFingerprint issuer, InetSocketAddress address)
            implements AcceptorAction {}

    /**
     * Send a message on a protected connection.
     *
     * @param connection which
     * @param message what
     */
    record Send(long connection, Message message) implements AcceptorAction {}

    /**
     * Send what waits, then close in order.
     *
     * @param connection which
     */
    record Close(long connection) implements AcceptorAction {}

    /**
     * Close at once; a call-back loses its conversations.
     *
     * @param connection which
     */
    record Abort(long connection) implements AcceptorAction {}

    /**
     * The call-back was accepted: from the next byte on it is conversation. {@link AcceptorEvent.Closed} still tells
     * the core of its end.
     *
     * @param connection which
     * @param equipment the equipment called
     * @param service the service asked for
     * @param peer the issuer's key
     * @param ring the ring
     */
    record HandOver(long connection, EquipmentId equipment, String service, KeyFingerprint peer, RingNonce ring)
            implements AcceptorAction {}

    /**
     * Write changes to disk, and only then do the rest; else {@link AcceptorEvent.PersistFailed} hands it back.
     *
     * @param changes all or none
     * @param then what depends on them
     */
    record Persist(List<Change> changes, List<AcceptorAction> then) implements AcceptorAction {
        /** Copies the lists. */
        public Persist {
            changes = List.copyOf(changes);
            then = List.copyOf(then);
        }
    }

    /**
     * Hand an event back in: in {@link Persist} it tells the core that what it asked for is on disk.
     *
     * @param event which
     */
    record Tell(AcceptorEvent event) implements AcceptorAction {}

    /**
     * A command is done.
     *
     * @param request its number
     * @param result what the command completes with; may hold a secret
     */
    record Completed(long request, Object result) implements AcceptorAction {
        @Override
        public String toString() {
            return "Completed[request=" + request + "]";
        }
    }

    /**
     * A command cannot be done.
     *
     * @param request its number
     * @param message why, and what to do next
     */
    record Failed(long request, String message) implements AcceptorAction {}
}
