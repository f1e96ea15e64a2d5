package org.ringback.acceptor.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.net.Network;
import org.ringback.kernel.ProtectionNames;

/**
 * The gateway's configuration, as far as the core needs it. Immutable.
 *
 * @param systems the systems that each piece of equipment answers; one that is not named answers <em>certified</em> if
 *     a password is stored, else <em>call-back</em>
 * @param protections the name of the protection of each piece of equipment's connections with the server; one that is
 *     not named takes the first that its enrolment allows
 * @param dialable networks that may be dialled though they are not global; empty is safe
 * @param limits how many call-backs are allowed
 */
public record AcceptorSettings(
        Map<EquipmentId, Set<RingSystem>> systems,
        Map<EquipmentId, String> protections,
        List<Network> dialable,
        CallLimits limits) {
    /** The settings without a configuration. */
    public static final AcceptorSettings DEFAULT =
            new AcceptorSettings(Map.of(), Map.of(), List.of(), CallLimits.DEFAULT);

    /** Copies the collections. */
    public AcceptorSettings {
        systems = Map.copyOf(systems);
        protections = Map.copyOf(protections);
        dialable = List.copyOf(dialable);
    }

    /**
     * The systems that a piece of equipment answers.
     *
     * @param equipment which
     * @param passwordStored whether it has a password
     * @return the systems
     */
    public Set<RingSystem> systemsOf(EquipmentId equipment, boolean passwordStored) {
        // [SYS-2] unlisted, it is certified where a password is stored, else call-back.
        return systems.getOrDefault(equipment, Set.of(passwordStored ? RingSystem.CERTIFIED : RingSystem.CALL_BACK));
    }

    /**
     * The protection with which a piece of equipment dials its server. If the owner chose one, no other is tried.
     *
     * @param equipment which
     * @param allowed those that its enrolment allows; at least one
     * @param names the names of protections
     * @return the configured one, else the first allowed; empty if the configured one is not allowed, or not known here
     */
    public Optional<ProtectionId> protectionOf(
            EquipmentId equipment, Set<ProtectionId> allowed, ProtectionNames names) {
        String chosen = protections.get(equipment);
        return chosen == null
                ? allowed.stream().sorted().findFirst()
                : names.find(chosen).filter(allowed::contains);
    }
}
