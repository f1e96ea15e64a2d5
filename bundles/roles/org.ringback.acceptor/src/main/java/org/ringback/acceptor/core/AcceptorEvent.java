package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.ServerMiss;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Message;

/**
 * What goes into the core. Commands carry a request number of the driver's, which comes back in {@link
 * AcceptorAction.Completed} or {@link AcceptorAction.Failed}. Immutable (arrays and buffers are not copied).
 */
public sealed interface AcceptorEvent {
    /** The time of {@link AcceptorCore#nextDeadline()} came, or nothing else did; also the first event. */
    record Tick() implements AcceptorEvent {}

    /**
     * A datagram came to the UDP socket.
     *
     * @param bytes read during the call only
     * @param source from where
     */
    record Datagram(ByteBuffer bytes, InetSocketAddress source) implements AcceptorEvent {}

    /**
     * A datagram could not be sent.
     *
     * @param to where
     * @param cause what a person can do about it
     * @param why in words
     */
    record SendFailed(InetSocketAddress to, ServerMiss cause, String why) implements AcceptorEvent {}

    /** The links, routes or addresses of this machine changed. */
    record NetworkChanged() implements AcceptorEvent {}

    /**
     * A dialled connection is protected and its peer proved.
     *
     * @param connection which
     * @param peer the peer's key: of the server's leaf, or the issuer's
     * @param binding ties an enrolment proof to this connection
     * @param protection its name
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
            implements AcceptorEvent {
        /** Copies the list. */
        public Established {
            agreement = List.copyOf(agreement);
        }
    }

    /**
     * A message came on a protected connection.
     *
     * @param connection which
     * @param message the message
     */
    record Received(long connection, Message message) implements AcceptorEvent {}

    /**
     * A proved peer sent what is refused; nothing that comes to an acceptor is answered, so the connection ends.
     *
     * @param connection which
     * @param why in words
     */
    record Malformed(long connection, String why) implements AcceptorEvent {}

    /**
     * A connection is over, or never came to be.
     *
     * @param connection which
     * @param kind how
     * @param why in words
     */
    record Closed(long connection, CloseReason.Kind kind, String why) implements AcceptorEvent {}

    /**
     * The answer to {@link AcceptorAction.Resolve}.
     *
     * @param server the {@code host:port} asked for
     * @param addresses what it has, best first; empty if the name cannot be found
     */
    record Resolved(String server, List<InetSocketAddress> addresses) implements AcceptorEvent {
        /** Copies the list. */
        public Resolved {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * The addresses of this host's interfaces, which are never dialled.
     *
     * @param addresses all of them
     */
    record OwnAddresses(Set<InetAddress> addresses) implements AcceptorEvent {
        /** Copies the set. */
        public OwnAddresses {
            addresses = Set.copyOf(addresses);
        }
    }

    /**
     * The owner changed the configuration.
     *
     * @param settings all of it
     */
    record Configure(AcceptorSettings settings) implements AcceptorEvent {}

    /**
     * Command: make keys and enrol; completes with the {@link EquipmentId}.
     *
     * @param request its number
     * @param enrolmentString from the server's operator; holds a secret
     * @param replace whether equipment of that name may go with all that is its
     */
    record Join(long request, String enrolmentString, boolean replace) implements AcceptorEvent {
        @Override
        public String toString() {
            return "Join[request=" + request + "]";
        }
    }

    /**
     * Command: keep password information; completes with the {@link EquipmentId}.
     *
     * @param request its number
     * @param equipment which
     * @param identity the key that went into the information
     * @param information what Argon2id made of the password
     */
    record SetPassword(long request, EquipmentId equipment, KeyFingerprint identity, Secret information)
            implements AcceptorEvent {}

    /**
     * Command: permit a person to ring; completes with the grant string.
     *
     * @param request its number
     * @param equipment which
     * @param person a name for the person's issuer
     */
    record MakeGrant(long request, EquipmentId equipment, EquipmentId person) implements AcceptorEvent {}

    /**
     * Command: take a permission back; completes with the {@link EquipmentId} of the person.
     *
     * @param request its number
     * @param equipment which
     * @param person the name it was granted to
     */
    record Revoke(long request, EquipmentId equipment, EquipmentId person) implements AcceptorEvent {}

    /**
     * What {@link AcceptorAction.Persist} asked for is not on disk.
     *
     * @param dropped what was to be done then, and was not
     * @param why in words
     */
    record PersistFailed(List<AcceptorAction> dropped, String why) implements AcceptorEvent {
        /** Copies the list. */
        public PersistFailed {
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * A withdrawal is on disk.
     *
     * @param equipment whose
     * @param withdrawal which
     */
    record WithdrawalWritten(EquipmentId equipment, Withdrawal withdrawal) implements AcceptorEvent {}

    /** The process ends: deregister, best effort. The last event. */
    record Stop() implements AcceptorEvent {}
}
