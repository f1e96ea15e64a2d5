package org.ringback.relay.core;

import java.time.Instant;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Revocation;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.wire.DialBackOutcome;

/**
 * The events of a server in addition to those of every role. It only accepts connections, so their numbers are even.
 */
public sealed interface RelayEvent extends Event {
    /**
     * Command: make an enrolment string. Completes with the string.
     *
     * @param request names the command
     * @param id the ID to be enrolled
     * @param role what the device enrols as
     * @param protections the protections that its connections may use
     */
    record Enrol(Request<String> request, EquipmentId id, Role role, Set<ProtectionId> protections)
            implements RelayEvent {}

    /**
     * Command: end an enrolment, or a string that nobody used. Completes with what it ended.
     *
     * @param request names the command
     * @param id which
     */
    record Revoke(Request<Revocation> request, EquipmentId id) implements RelayEvent {}

    /**
     * Command: clear the alarm that a gateway runs twice or with an old store. Completes with its ID.
     *
     * @param request names the command
     * @param id which
     */
    record ClearAlarm(Request<EquipmentId> request, EquipmentId id) implements RelayEvent {}

    /**
     * The CA in use changed, or is told at the start.
     *
     * @param ca its fingerprint
     * @param known since when newly enrolled devices trust it
     * @param since the number of the first connection whose handshake is certainly under this CA
     */
    record Authority(KeyFingerprint ca, Instant known, long since) implements RelayEvent {}

    /**
     * What came of a {@link RelayAction.DialBack}.
     *
     * @param connection the number that it had
     * @param outcome what came of it
     */
    record DialledBack(long connection, DialBackOutcome outcome) implements RelayEvent {}

    /**
     * Command: take new settings. Whatever is under way goes on.
     *
     * @param settings which
     */
    record Configure(RelaySettings settings) implements RelayEvent {}

    /**
     * Somebody wants to be relayed.
     *
     * @param connection the connection, unprotected
     * @param bytes one whole STUN message that may be a Relay Bind
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record RelayBind(long connection, byte[] bytes) implements RelayEvent {}

    /**
     * Bytes were relayed since the last event of this kind.
     *
     * @param number of {@link RelayAction.Join}
     * @param bytes how many, both ways together
     */
    record RelayCarried(long number, long bytes) implements RelayEvent {}

    /**
     * What was relayed is over, whichever end or limit ended it.
     *
     * @param number of {@link RelayAction.Join}
     */
    record RelayEnded(long number) implements RelayEvent {}
}
