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
 * What the owner of the gateway chose. Immutable.
 *
 * @param systems what each piece of equipment answers; one that is not named answers <em>certified</em> where a password
 *     is stored, else <em>call-back</em>
 * @param protections the name of how each piece of equipment's connections with the server are protected; one that is not named
 *     takes the first that its enrolment allows
 * @param dialable networks in which the address rules are lifted; empty is safe
 * @param limits how many call-backs
 */
public record AcceptorSettings(
        Map<EquipmentId, Set<RingSystem>> systems,
        Map<EquipmentId, String> protections,
        List<Network> dialable,
        CallLimits limits) {
    /** Nothing chosen. */
    public static final AcceptorSettings DEFAULT =
            new AcceptorSettings(Map.of(), Map.of(), List.of(), CallLimits.DEFAULT);

    /** Copies. */
    public AcceptorSettings {
        systems = Map.copyOf(systems);
        protections = Map.copyOf(protections);
        dialable = List.copyOf(dialable);
    }

    /**
     * What a piece of equipment answers.
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
     * How a piece of equipment dials its server. Once chosen, no other protection is tried.
     *
     * @param equipment which
     * @param allowed by its enrolment; at least one
     * @param names what protections are called here
     * @return the one chosen for it, else the first allowed; empty if the one chosen is not allowed, or not known here
     */
    public Optional<ProtectionId> protectionOf(
            EquipmentId equipment, Set<ProtectionId> allowed, ProtectionNames names) {
        String chosen = protections.get(equipment);
        return chosen == null
                ? allowed.stream().sorted().findFirst()
                : names.find(chosen).filter(allowed::contains);
    }
}
