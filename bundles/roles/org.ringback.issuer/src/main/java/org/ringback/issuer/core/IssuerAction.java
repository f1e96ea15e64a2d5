package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
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

/** What an issuer wants done, beside what every role wants. */
public sealed interface IssuerAction extends Action {
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
     * {@link org.ringback.kernel.Event.Closed} follows.
     *
     * @param connection an {@link IssuerEvent.Incoming} one
     */
    record AwaitHello(long connection) implements IssuerAction {}

    /**
     * Answer a connection as TLS server, with one key accepted at the other end.
     *
     * @param connection an {@link IssuerEvent.Hello} came on it
     * @param session who answers, and the only key to be accepted
     */
    record AnswerCall(long connection, SessionPlan.FromAcceptor session) implements IssuerAction {}

    /**
     * A call-back was accepted: the connection carries a call from now on. {@link org.ringback.kernel.Event.Closed} is still to
     * be told.
     *
     * @param connection which
     * @param ring the ring that it answers
     * @param facts what is known of the call
     */
    record HandOver(long connection, long ring, CallFacts facts) implements IssuerAction {}

    /**
     * A ring is under way. Completes its command.
     *
     * @param request the command; its number is the ring's
     * @param nonce the ring's first name
     */
    record RingBegan(Request<Ring> request, RingNonce nonce) implements IssuerAction {}

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
    record HashPassword(Request<EquipmentId> request, EquipmentId equipment, KeyFingerprint identity, Secret password)
            implements IssuerAction {}
}
