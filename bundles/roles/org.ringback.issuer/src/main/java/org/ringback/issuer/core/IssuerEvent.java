package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.Presence;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;

/** The events of an issuer in addition to those of every role. */
public sealed interface IssuerEvent extends Event {
    /**
     * A connection came to a listener; its peer is not proved. Answered with {@link IssuerAction.AwaitHello} or
     * {@link Action.Abort} for this connection.
     *
     * @param connection its number
     * @param listener which listener
     * @param remote its remote address
     */
    record Incoming(long connection, long listener, InetSocketAddress remote) implements IssuerEvent {}

    /**
     * A whole ClientHello came on a connection. Answered with {@link IssuerAction.AnswerCall} or {@link Action.Abort}
     * for this connection.
     *
     * @param connection which
     */
    record Hello(long connection) implements IssuerEvent {}

    /**
     * A listener is open.
     *
     * @param listener which
     * @param local where
     * @param own where this machine is
     */
    record Listening(long listener, InetSocketAddress local, OwnNetworks own) implements IssuerEvent {}

    /**
     * A listener could not be opened.
     *
     * @param listener which
     * @param why in words
     */
    record ListenFailed(long listener, String why) implements IssuerEvent {}

    /**
     * A password was hashed.
     *
     * @param request as in {@link IssuerAction.HashPassword}
     * @param equipment whose
     * @param password the result, for the identity that was asked for
     */
    record PasswordHashed(Request<EquipmentId> request, EquipmentId equipment, KeptPassword password)
            implements IssuerEvent {}

    /**
     * Command: take a grant. Completes with a {@link org.ringback.api.control.GrantedEquipment}.
     *
     * @param request names the command
     * @param grantString what was pasted
     * @param replace whether to replace a grant of other equipment of that name
     * @param as the local name; empty for the one that the equipment has here, else for its ID
     */
    record AcceptGrant(Request<GrantedEquipment> request, String grantString, boolean replace, Optional<EquipmentId> as)
            implements IssuerEvent {
        /** Takes a grant under the name that the equipment has here, else under its ID. */
        public AcceptGrant(Request<GrantedEquipment> request, String grantString, boolean replace) {
            this(request, grantString, replace, Optional.empty());
        }

        @Override
        public String toString() {
            return "AcceptGrant[" + request + "]";
        }
    }

    /**
     * Command: enrol with the operator's string. Completes with the {@link EquipmentId} that the server gave.
     *
     * @param request names the command
     * @param enrolmentString what was pasted
     */
    record Join(Request<EquipmentId> request, String enrolmentString) implements IssuerEvent {
        @Override
        public String toString() {
            return "Join[" + request + "]";
        }
    }

    /**
     * Command: keep a password. Completes with the {@link EquipmentId}.
     *
     * @param request names the command
     * @param equipment whose
     * @param password as typed
     */
    record SetPassword(Request<EquipmentId> request, EquipmentId equipment, Secret password) implements IssuerEvent {}

    /**
     * Command: forget what was granted of a piece of equipment. Completes with the {@link EquipmentId}.
     *
     * @param request names the command
     * @param equipment which
     */
    record Forget(Request<EquipmentId> request, EquipmentId equipment) implements IssuerEvent {}

    /**
     * Command: give granted equipment another local name. Completes with that name.
     *
     * @param request names the command
     * @param equipment its present name
     * @param name the name from now on
     */
    record Rename(Request<EquipmentId> request, EquipmentId equipment, EquipmentId name) implements IssuerEvent {}

    /**
     * Command: ask whether equipment is there. Completes with one {@link Presence} for each.
     *
     * @param request names the command
     * @param equipment which
     */
    record AskPresence(Request<List<Presence>> request, List<EquipmentId> equipment) implements IssuerEvent {}

    /**
     * Command: look at the network. Completes with one {@link NetworkReport} for each server.
     *
     * @param request names the command
     */
    record CheckNetwork(Request<List<NetworkReport>> request) implements IssuerEvent {}

    /**
     * Command: ring equipment. {@link IssuerAction.RingBegan} answers it at once; {@link IssuerAction.RingEnded}
     * follows.
     *
     * @param request names the command; its number is the ring's from then on
     * @param equipment the equipment to ring
     * @param system the system; empty takes the best that the grant allows
     * @param protection the name of the first connection's protection; empty takes the configured one, else the first
     *     allowed
     * @param service the service wanted
     */
    record Ring(
            Request<org.ringback.api.control.Ring> request,
            EquipmentId equipment,
            Optional<RingSystem> system,
            Optional<String> protection,
            String service)
            implements IssuerEvent {}

    /**
     * Command: give a pending ring up. No request is completed; the ring ends.
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

    /**
     * Command: begin nothing more, and tell once no ring, enrolment or question is pending any more
     * ({@link IssuerAction.AtRest}).
     */
    record Leave() implements IssuerEvent {}

    /** Command: end everything that is under way. */
    record Stop() implements IssuerEvent {}
}
