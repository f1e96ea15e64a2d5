package org.ringback.relay.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.audit.AuditEntry;
import org.ringback.kernel.Action;

/** The actions of a server in addition to those of every role. */
public sealed interface RelayAction extends Action {
    /**
     * Note that the peer of a connection is enrolled, so that it no longer counts as a stranger.
     *
     * @param connection which
     */
    record Known(long connection) implements RelayAction {}

    /**
     * Note that an accepted key was proved at an address, by a handshake or a registration.
     *
     * @param key which
     * @param at the observed address
     */
    record Proved(KeyFingerprint key, InetAddress at) implements RelayAction {}

    /**
     * Forget the proofs of a key that is no longer accepted.
     *
     * @param key which
     */
    record Forget(KeyFingerprint key) implements RelayAction {}

    /**
     * Expect a connection, as a device was asked to open one.
     *
     * @param from the device's address, as last observed
     */
    record Expect(InetAddress from) implements RelayAction {}

    /**
     * Open one TCP connection to where a peer is seen, from another port than the listener's; send nothing on it, close it
     * at once. {@link RelayEvent.DialledBack} follows within {@link NetworkChecks#LIMIT}.
     *
     * @param connection the peer's, which names the event
     * @param to its remote address and port
     * @param from its local address
     */
    record DialBack(long connection, InetSocketAddress to, InetAddress from) implements RelayAction {}

    /**
     * Tell the operator something in the log; only somebody who has had a secret of ours can cause it.
     *
     * @param message what happened and what to do
     */
    record Alarm(String message) implements RelayAction {}

    /**
     * Record something in the audit log, if one runs; nobody waits for it.
     *
     * @param entry what happened
     */
    record Recorded(AuditEntry entry) implements RelayAction {}

    /**
     * One end of a relayed call.
     *
     * @param connection its connection, which came with a ticket
     * @param answer what it is told, in clear
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Leg(long connection, byte[] answer) {}

    /**
     * Tell both ends that they are relayed, and carry what comes from each to the other; {@link RelayEvent.RelayEnded}
     * follows.
     *
     * @param number names what is relayed
     * @param pair whose it is
     * @param issuer one end
     * @param acceptor the other one
     */
    record Join(long number, RelayedPair pair, Leg issuer, Leg acceptor) implements RelayAction {}

    /**
     * End what is relayed, at once.
     *
     * @param number names it
     */
    record Part(long number) implements RelayAction {}

    /**
     * Tell an end why it is not relayed, and close.
     *
     * @param leg which
     */
    record Refuse(Leg leg) implements RelayAction {}

    /**
     * Close a connection that wanted to be relayed, without a word.
     *
     * @param connection which
     */
    record TurnAway(long connection) implements RelayAction {}
}
