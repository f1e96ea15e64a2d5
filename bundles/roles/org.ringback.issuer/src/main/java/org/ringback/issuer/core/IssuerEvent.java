package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Protection;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.CloseKind;
import org.ringback.kernel.ServerAddress;
import org.ringback.spi.AgreementStep;
import org.ringback.wire.Message;

/** What happens to an issuer. Connections dialled by the core have odd numbers, those accepted by the driver even ones. */
public sealed interface IssuerEvent {
    /**
     * A connection's peer is proved.
     *
     * @param connection which
     * @param peer the peer's key
     * @param binding ties proofs to this connection
     * @param protection the protection's name
     * @param keyAgreement the group agreed on
     * @param agreement what was exchanged for that, in order; empty where stories do not name it
     * @param local our address
     * @param remote the peer's address
     */
    record Established(
            long connection,
            KeyFingerprint peer,
            byte[] binding,
            String protection,
            String keyAgreement,
            List<AgreementStep> agreement,
            InetSocketAddress local,
            InetSocketAddress remote)
            implements IssuerEvent {
        /** Copies the list. */
        public Established {
            agreement = List.copyOf(agreement);
        }
    }

    /**
     * A proved peer sent a message.
     *
     * @param connection on which connection
     * @param message what
     */
    record Received(long connection, Message message) implements IssuerEvent {}

    /**
     * A proved peer sent something that the catalogue refuses.
     *
     * @param connection on which connection
     * @param refusal the answer, if it was a request
     * @param why in words
     */
    record Malformed(long connection, Optional<Message> refusal, String why) implements IssuerEvent {}

    /**
     * A connection is over, or never came to be.
     *
     * @param connection which
     * @param kind how it ended
     * @param why in words, for the story
     */
    record Closed(long connection, CloseKind kind, String why) implements IssuerEvent {}

    /**
     * Somebody connected to a listener; nothing is proved yet. Answered with {@link IssuerAction.AwaitHello} or
     * {@link IssuerAction.Abort} for this connection.
     *
     * @param connection its number
     * @param listener which listener
     * @param remote from where
     */
    record Incoming(long connection, long listener, InetSocketAddress remote) implements IssuerEvent {}

    /**
     * A whole ClientHello came from somebody who connected. Answered with {@link IssuerAction.AnswerCall} or
     * {@link IssuerAction.Abort} for this connection.
     *
     * @param connection which
     */
    record Hello(long connection) implements IssuerEvent {}

    /**
     * A listener stands.
     *
     * @param listener which
     * @param local where
     */
    record Listening(long listener, InetSocketAddress local) implements IssuerEvent {}

    /**
     * A listener could not be opened.
     *
     * @param listener which
     * @param why in words
     */
    record ListenFailed(long listener, String why) implements IssuerEvent {}

    /**
     * Names were resolved.
     *
     * @param job as in {@link IssuerAction.Resolve}
     * @param addresses what was found, in the order of the names
     * @param failures what was not, in words
     */
    record Resolved(long job, List<ServerAddress> addresses, List<String> failures) implements IssuerEvent {}

    /**
     * A password was hashed.
     *
     * @param request as in {@link IssuerAction.HashPassword}
     * @param equipment whose
     * @param password the result, for the identity that was asked for
     */
    record PasswordHashed(long request, EquipmentId equipment, KeptPassword password) implements IssuerEvent {}

    /**
     * Changes could not be written.
     *
     * @param dropped what should have followed
     * @param why in words
     */
    record PersistFailed(List<IssuerAction> dropped, String why) implements IssuerEvent {}

    /** A deadline passed. */
    record Tick() implements IssuerEvent {}

    /**
     * Command: take a grant. Completes with a {@link org.ringback.api.control.GrantedEquipment}.
     *
     * @param request names the command
     * @param grantString what was pasted
     * @param replace whether a grant of other equipment of that name may go
     */
    record AcceptGrant(long request, String grantString, boolean replace) implements IssuerEvent {
        @Override
        public String toString() {
            return "AcceptGrant[request=" + request + "]";
        }
    }

    /**
     * Command: enrol with the operator's string. Completes with the {@link EquipmentId} that the server gave.
     *
     * @param request names the command
     * @param enrolmentString what was pasted
     */
    record Join(long request, String enrolmentString) implements IssuerEvent {
        @Override
        public String toString() {
            return "Join[request=" + request + "]";
        }
    }

    /**
     * Command: keep a password. Completes with the {@link EquipmentId}.
     *
     * @param request names the command
     * @param equipment whose
     * @param password as typed
     */
    record SetPassword(long request, EquipmentId equipment, Secret password) implements IssuerEvent {}

    /**
     * Command: ring. Completes at once with the {@link org.ringback.api.RingNonce}; {@link IssuerAction.RingEnded}
     * follows.
     *
     * @param request names the command, and the ring from then on
     * @param equipment whom
     * @param system in which system; empty takes the best that the grant allows
     * @param protection how the first connection is protected; empty takes the one configured, else the first allowed
     * @param service for which service
     */
    record Ring(
            long request,
            EquipmentId equipment,
            Optional<RingSystem> system,
            Optional<Protection> protection,
            String service)
            implements IssuerEvent {}

    /**
     * Command: give a pending ring up. Nothing completes; the ring ends.
     *
     * @param ring which
     */
    record GiveUp(long ring) implements IssuerEvent {}

    /**
     * Command: take new settings. What is under way stays.
     *
     * @param settings which
     */
    record Configure(IssuerSettings settings) implements IssuerEvent {}

    /** Command: end everything that is under way. */
    record Stop() implements IssuerEvent {}
}
