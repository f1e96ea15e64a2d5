package org.ringback.shell.internal;

import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.EquipmentStatus.GrantStatus;

/**
 * The grants of a person for a piece of equipment that stand: neither taken back nor ended. Immutable.
 *
 * @param grants as the gateway told them
 */
record StandingGrants(List<GrantStatus> grants) {
    /**
     * Asks the gateway.
     *
     * @param acceptor the gateway
     * @param equipment which equipment
     * @param person whose grants
     * @param beginning of the IDs of the grants that are meant; empty for all
     */
    static StandingGrants of(AcceptorControl acceptor, EquipmentId equipment, EquipmentId person, String beginning) {
        return new StandingGrants(acceptor.equipment(equipment).stream()
                .flatMap(one -> one.grants().stream())
                .filter(grant -> grant.person().equals(person)
                        && !grant.over()
                        && grant.id().hex().startsWith(beginning))
                .toList());
    }

    boolean none() {
        return grants.isEmpty();
    }

    boolean anySuspended() {
        return grants.stream().anyMatch(GrantStatus::suspended);
    }

    boolean allSuspended() {
        return !none() && grants.stream().allMatch(GrantStatus::suspended);
    }
}
