package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.ServerMiss;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;

/**
 * What goes into the core. Commands carry a request number of the driver's, which comes back in {@link
 * Action.Completed} or {@link Action.Refused}. Immutable (arrays and buffers are not copied).
 */
public sealed interface AcceptorEvent extends Event {
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
    record Join(Request<EquipmentId> request, String enrolmentString, boolean replace) implements AcceptorEvent {
        @Override
        public String toString() {
            return "Join[" + request + "]";
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
    record SetPassword(Request<EquipmentId> request, EquipmentId equipment, KeyFingerprint identity, Secret information)
            implements AcceptorEvent {}

    /**
     * Command: permit a person to ring; completes with the grant string.
     *
     * @param request its number
     * @param equipment which
     * @param person a name for the person's issuer
     */
    record MakeGrant(Request<String> request, EquipmentId equipment, EquipmentId person) implements AcceptorEvent {}

    /**
     * Command: take a permission back; completes with the {@link EquipmentId} of the person.
     *
     * @param request its number
     * @param equipment which
     * @param person the name it was granted to
     */
    record Revoke(Request<EquipmentId> request, EquipmentId equipment, EquipmentId person) implements AcceptorEvent {}

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
