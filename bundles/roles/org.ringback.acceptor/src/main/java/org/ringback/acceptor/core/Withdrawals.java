package org.ringback.acceptor.core;

import java.util.HashMap;
import java.util.Map;
import org.ringback.api.EquipmentId;
import org.ringback.kernel.Owners;
import org.ringback.kernel.Turn;

/** Each piece of equipment's withdrawals: who carries them to its server. */
final class Withdrawals {
    private final Parts parts;
    private final Owners owners;
    private final EquipmentTable table;
    private final Map<EquipmentId, Withdrawer> all = new HashMap<>();

    Withdrawals(Parts parts, Owners owners, EquipmentTable table) {
        this.parts = parts;
        this.owners = owners;
        this.table = table;
    }

    /** Equipment that has joined anew begins anew. */
    Withdrawer of(Equipment equipment) {
        return all.compute(
                equipment.id(),
                (id, before) -> before != null && before.equipment() == equipment
                        ? before
                        : new Withdrawer(parts, owners, equipment));
    }

    void tick(Turn turn) {
        table.all().forEach(equipment -> of(equipment).tick(turn));
    }

    long deadline() {
        return table.all().stream()
                .mapToLong(equipment -> of(equipment).deadline())
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
