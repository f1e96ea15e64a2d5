package org.ringback.issuer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.Secret;
import org.ringback.api.control.Ring;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.Request;
import org.ringback.kernel.SessionPlan;
import org.ringback.wire.TransactionId;

/** The actions of an issuer in addition to those of every role. */
public sealed interface IssuerAction extends Action {
    /** After {@link IssuerEvent.Leave}: no ring and no enrolment is pending any more. */
    record AtRest() implements IssuerAction {}

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
     * Only read the first record of a connection; {@link IssuerEvent.Hello} or {@link org.ringback.kernel.Event.Closed}
     * follows.
     *
     * @param connection the connection of an {@link IssuerEvent.Incoming}
     */
    record AwaitHello(long connection) implements IssuerAction {}

    /**
     * Answer a connection as TLS server, with one key accepted at the other end.
     *
     * @param connection the connection of an {@link IssuerEvent.Hello}
     * @param session the identity that answers, and the only key to accept
     */
    record AnswerCall(long connection, SessionPlan.FromAcceptor session) implements IssuerAction {}

    /**
     * Ask the server to be relayed; once the other end is there, only read the first record of what it sends, as after
     * {@link AwaitHello}.
     *
     * @param connection the number that the connection gets: odd
     * @param server where to dial
     * @param from the local address; empty leaves it to the system
     * @param bind a whole Relay Bind
     * @param transaction its transaction ID
     */
    record Relay(
            long connection,
            InetSocketAddress server,
            Optional<InetAddress> from,
            byte[] bind,
            TransactionId transaction)
            implements IssuerAction {}

    /**
     * Dial the gateway from the port where this issuer listens for it, and only read the first record of what comes, as
     * after {@link AwaitHello}.
     *
     * @param connection the number that the connection gets: odd
     * @param to the gateway
     * @param from the local address and port
     */
    record Punch(long connection, InetSocketAddress to, InetSocketAddress from) implements IssuerAction {}

    /**
     * Hand an accepted call-back over: the connection carries a call from now on.
     * {@link org.ringback.kernel.Event.Closed} must still be reported.
     *
     * @param connection which
     * @param ring the ring that it answers
     * @param facts what is known of the call
     * @param nonce the try of the ring that it answers
     */
    record HandOver(long connection, long ring, CallFacts facts, RingNonce nonce) implements IssuerAction {}

    /**
     * Complete the command of a ring that is now under way.
     *
     * @param request the command; its number is the ring's
     * @param nonce the nonce of the ring's first attempt
     */
    record RingBegan(Request<Ring> request, RingNonce nonce) implements IssuerAction {}

    /**
     * Report that a ring waits, because its equipment is silent.
     *
     * @param ring which
     * @param atMost the longest wait
     */
    record RingWaits(long ring, Duration atMost) implements IssuerAction {}

    /**
     * Report the end of a ring, answered or not.
     *
     * @param ring which
     * @param story its finished story
     */
    record RingEnded(long ring, RingStory story) implements IssuerAction {}

    /**
     * Hash a password, never on the loop; {@link IssuerEvent.PasswordHashed} follows.
     *
     * @param request names the command
     * @param equipment whose, by its local name
     * @param target the ID of the equipment, from which the salt is made
     * @param identity its identity
     * @param password the password, which the driver destroys afterwards
     */
    record HashPassword(
            Request<EquipmentId> request,
            EquipmentId equipment,
            EquipmentId target,
            KeyFingerprint identity,
            Secret password)
            implements IssuerAction {}
}
