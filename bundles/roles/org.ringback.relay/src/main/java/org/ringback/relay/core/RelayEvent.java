package org.ringback.relay.core;

import java.time.Instant;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;

/** What happens to a server, beside what happens to every role. All its connections are accepted ones: their numbers are even. */
public sealed interface RelayEvent extends Event {
    /**
     * Command: make an enrolment string, which is the result.
     *
     * @param request names the command
     * @param id the ID to be enrolled
     * @param role as what
     * @param protections what its connections may use
     */
    record Enrol(Request<String> request, EquipmentId id, Role role, Set<ProtectionId> protections)
            implements RelayEvent {}

    /**
     * Command: end an enrolment. Completes with its ID.
     *
     * @param request names the command
     * @param id which
     */
    record Revoke(Request<EquipmentId> request, EquipmentId id) implements RelayEvent {}

    /**
     * Command: the operator knows that a gateway lived twice or went back in time. Completes with its ID.
     *
     * @param request names the command
     * @param id which
     */
    record ClearAlarm(Request<EquipmentId> request, EquipmentId id) implements RelayEvent {}

    /**
     * Which CA is in use now.
     *
     * @param ca its fingerprint
     * @param known since when those who are enrolled know it
     * @param since the first connection number whose handshake it surely vouches for
     */
    record Authority(KeyFingerprint ca, Instant known, long since) implements RelayEvent {}

    /**
     * Command: take new settings. What is under way stays.
     *
     * @param settings which
     */
    record Configure(RelaySettings settings) implements RelayEvent {}
}
