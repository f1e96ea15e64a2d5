package org.ringback.acceptor.core;

import java.util.HashMap;
import java.util.Map;
import org.ringback.api.EquipmentId;

/** Each piece of equipment's withdrawals: who carries them to its server. */
final class Withdrawals {
    private final Kit kit;
    private final Errands errands;
    private final Household household;
    private final Map<EquipmentId, Withdrawer> all = new HashMap<>();

    Withdrawals(Kit kit, Errands errands, Household household) {
        this.kit = kit;
        this.errands = errands;
        this.household = household;
    }

    /** Equipment that has joined anew begins anew. */
    Withdrawer of(Equipment equipment) {
        return all.compute(
                equipment.id(),
                (id, before) -> before != null && before.equipment() == equipment
                        ? before
                        : new Withdrawer(kit, errands, equipment));
    }

    void tick(Turn turn) {
        household.all().forEach(equipment -> of(equipment).tick(turn));
    }

    long deadline() {
        return household.all().stream()
                .mapToLong(equipment -> of(equipment).deadline())
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
