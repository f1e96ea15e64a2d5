package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.ServerMiss;
import org.ringback.api.control.NetworkReport;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;

/**
 * The events of a gateway in addition to those of every role. Commands carry the driver's request, which comes back in
 * {@link Action.Completed} or {@link Action.Refused}. Immutable (arrays and buffers are not copied).
 */
public sealed interface AcceptorEvent extends Event {
    /**
     * A datagram could not be sent.
     *
     * @param to its destination
     * @param cause the kind of failure, from which follows what a person can do
     * @param why in words
     */
    record SendFailed(InetSocketAddress to, ServerMiss cause, String why) implements AcceptorEvent {}

    /** The links, routes or addresses of this machine changed. */
    record NetworkChanged() implements AcceptorEvent {}

    /**
     * The addresses of this machine's interfaces, which are never dialled.
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
     * Command: make keys and enrol; completes with the local name.
     *
     * @param request names the command
     * @param enrolmentString from the server's operator; holds a secret
     * @param replace whether to replace equipment of that name, with all its records
     * @param as the local name; empty for the one that the equipment of this string has here, else for its ID
     */
    record Join(Request<EquipmentId> request, String enrolmentString, boolean replace, Optional<EquipmentId> as)
            implements AcceptorEvent {
        /** Joins under the name that the equipment has here, else under its ID. */
        public Join(Request<EquipmentId> request, String enrolmentString, boolean replace) {
            this(request, enrolmentString, replace, Optional.empty());
        }

        @Override
        public String toString() {
            return "Join[" + request + "]";
        }
    }

    /**
     * Command: look at the network. Completes with one {@link NetworkReport} for each server.
     *
     * @param request names the command
     */
    record CheckNetwork(Request<List<NetworkReport>> request) implements AcceptorEvent {}

    /**
     * Command: keep password information; completes with the {@link EquipmentId}.
     *
     * @param request names the command
     * @param equipment which
     * @param identity the identity from which the salt was made
     * @param information the password information
     */
    record SetPassword(Request<EquipmentId> request, EquipmentId equipment, KeyFingerprint identity, Secret information)
            implements AcceptorEvent {}

    /**
     * Command: permit a person to ring; completes with the grant string.
     *
     * @param request names the command
     * @param equipment which
     * @param person a name for the person's issuer
     * @param terms what it gives
     */
    record MakeGrant(Request<String> request, EquipmentId equipment, EquipmentId person, GrantTerms terms)
            implements AcceptorEvent {
        /** Permits a person to ring for all services but those marked admin. */
        public MakeGrant(Request<String> request, EquipmentId equipment, EquipmentId person) {
            this(request, equipment, person, GrantTerms.ALL);
        }
    }

    /**
     * Command: take permissions back; completes with the {@link EquipmentId} of the person.
     *
     * @param request names the command
     * @param which which grants
     */
    record Revoke(Request<EquipmentId> request, GrantChoice which) implements AcceptorEvent {
        /** Takes all grants of one person for a piece of equipment back. */
        public Revoke(Request<EquipmentId> request, EquipmentId equipment, EquipmentId person) {
            this(request, new GrantChoice(equipment, person, ""));
        }
    }

    /**
     * Command: suspend permissions, or resume them; completes with the {@link EquipmentId} of the person.
     *
     * @param request names the command
     * @param which which grants
     * @param suspended whether nobody may come in by them
     */
    record Suspend(Request<EquipmentId> request, GrantChoice which, boolean suspended) implements AcceptorEvent {}

    /**
     * Command: end the calls of one person; completes with how many.
     *
     * @param request names the command
     * @param person the name that was granted to
     * @param equipment only those to this one; empty for all
     */
    record HangUp(Request<Integer> request, EquipmentId person, Optional<EquipmentId> equipment)
            implements AcceptorEvent {}

    /**
     * Command: let equipment leave this gateway, with all that is stored of it; completes with whether its server was
     * told, as far as is known.
     *
     * @param request names the command
     * @param equipment which
     */
    record Depart(Request<Boolean> request, EquipmentId equipment) implements AcceptorEvent {}

    /**
     * Command: give equipment another local name; completes with that.
     *
     * @param request names the command
     * @param equipment its present name
     * @param name the name from now on
     */
    record Rename(Request<EquipmentId> request, EquipmentId equipment, EquipmentId name) implements AcceptorEvent {}

    /**
     * Command: give a person another name in all grants; completes with how many of them stand.
     *
     * @param request names the command
     * @param person the present name
     * @param name the name from now on
     */
    record RenamePerson(Request<Integer> request, EquipmentId person, EquipmentId name) implements AcceptorEvent {}

    /**
     * A withdrawal was written to disk.
     *
     * @param place the place of the equipment
     * @param withdrawal the withdrawal
     */
    record WithdrawalWritten(String place, Withdrawal withdrawal) implements AcceptorEvent {}

    /**
     * The alarms of grants whose invitations a second key used were written to disk.
     *
     * @param place the place of the equipment
     * @param codes the CODE-IDs of the invitations
     */
    record AlarmsWritten(String place, List<Long> codes) implements AcceptorEvent {}

    /**
     * A grant was written to disk, and stands from now on.
     *
     * @param place the place of the equipment that it is for
     * @param identity the keys for which it was made
     * @param grant the grant
     */
    record GrantWritten(String place, KeyFingerprint identity, StoredGrant grant) implements AcceptorEvent {}

    /**
     * The bundle is exchanged: finish what is under way, begin no ring, and tell once nothing is ({@link
     * AcceptorAction.AtRest}).
     */
    record Leave() implements AcceptorEvent {}

    /** The process ends: deregister without waiting for answers. The last event. */
    record Stop() implements AcceptorEvent {}
}
