package org.ringback.issuer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Protection;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.Secret;
import org.ringback.kernel.ServerAddress;
import org.ringback.spi.ServerPins;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/** What an issuer wants done. */
public sealed interface IssuerAction {
    /**
     * Resolve names, never on the loop; {@link IssuerEvent.Resolved} follows.
     *
     * @param job names the question
     * @param servers {@code host:port}, IPv6 addresses in brackets
     */
    record Resolve(long job, List<String> servers) implements IssuerAction {}

    /**
     * Dial the server and protect the connection; {@link IssuerEvent.Established} or {@link IssuerEvent.Closed} follows.
     *
     * @param connection its number
     * @param self who dials
     * @param protection how the connection is protected
     * @param pins the authorities that may vouch for the server
     * @param server where, and what its certificate must carry
     * @param local the local address to dial from; empty leaves it to the system
     * @param sharedPort whether a listener will stand on the local port
     * @param time for the dates of the server's chain
     */
    record DialServer(
            long connection,
            IssuerKey self,
            Protection protection,
            ServerPins pins,
            ServerAddress server,
            Optional<InetAddress> local,
            boolean sharedPort,
            Instant time)
            implements IssuerAction {}

    /**
     * Send a message.
     *
     * @param connection on which connection
     * @param message what
     */
    record Send(long connection, Message message) implements IssuerAction {}

    /**
     * Close a connection after what was sent. Closing one that is over does nothing.
     *
     * @param connection which
     */
    record Close(long connection) implements IssuerAction {}

    /**
     * Close a connection at once. Aborting one that is over does nothing.
     *
     * @param connection which
     */
    record Abort(long connection) implements IssuerAction {}

    /**
     * Listen beside a dialled connection; {@link IssuerEvent.Listening} or {@link IssuerEvent.ListenFailed} follows.
     *
     * @param listener its number
     * @param local address and port of that connection
     */
    record Listen(long listener, InetSocketAddress local) implements IssuerAction {}

    /**
     * Stop listening; one that is still being opened closes as soon as it is.
     *
     * @param listener which
     */
    record StopListening(long listener) implements IssuerAction {}

    /**
     * Read the first record of a connection, without anything else; {@link IssuerEvent.Hello} or
     * {@link IssuerEvent.Closed} follows.
     *
     * @param connection an {@link IssuerEvent.Incoming} one
     */
    record AwaitHello(long connection) implements IssuerAction {}

    /**
     * Answer a connection as TLS server, with one key accepted at the other end.
     *
     * @param connection an {@link IssuerEvent.Hello} came on it
     * @param self who answers
     * @param equipment the only key to be accepted
     */
    record AnswerCall(long connection, IssuerKey self, KeyFingerprint equipment) implements IssuerAction {}

    /**
     * A call-back was accepted: the connection carries conversations from now on. {@link IssuerEvent.Closed} is still
     * to be told.
     *
     * @param connection which
     * @param ring the ring that it answers
     * @param equipment the equipment called
     * @param service the service asked for
     * @param peer the equipment's key
     * @param nonce the attempt that it answers
     */
    record HandOver(
            long connection, long ring, EquipmentId equipment, String service, KeyFingerprint peer, RingNonce nonce)
            implements IssuerAction {}

    /**
     * A ring waits, as its equipment is silent.
     *
     * @param ring which
     * @param atMost how long at most
     */
    record RingWaits(long ring, Duration atMost) implements IssuerAction {}

    /**
     * A ring ended, answered or not.
     *
     * @param ring which
     * @param story its finished story
     */
    record RingEnded(long ring, RingStory story) implements IssuerAction {}

    /**
     * Hash a password, never on the loop; {@link IssuerEvent.PasswordHashed} follows.
     *
     * @param request names the command
     * @param equipment whose
     * @param identity its identity
     * @param password to be destroyed afterwards
     */
    record HashPassword(long request, EquipmentId equipment, KeyFingerprint identity, Secret password)
            implements IssuerAction {}

    /**
     * Write changes, all or none; {@link IssuerEvent.PersistFailed} if that fails.
     *
     * @param changes what to write
     * @param then to be done once they are on disk
     */
    record Persist(List<Change> changes, List<IssuerAction> then) implements IssuerAction {}

    /**
     * A command is done.
     *
     * @param request which
     * @param result its result
     */
    record Completed(long request, Object result) implements IssuerAction {
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
    record Failed(long request, String message) implements IssuerAction {}
}
