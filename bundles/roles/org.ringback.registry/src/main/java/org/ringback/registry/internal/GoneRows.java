package org.ringback.registry.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;

/** The last rows of equipment that has none any more, a bounded number of those that went last. Guarded by its owner. */
final class GoneRows {
    /** Most rows that are remembered. */
    static final int MAX = 65_536;

    /** In the order in which they went. */
    private final Map<EquipmentId, Row> rows = new LinkedHashMap<>();

    private boolean complete = true;

    /** Remembers a row; not that of an issuer, who has one only while he asks. */
    void add(Row row) {
        if (row.role() == Role.ACCEPTOR) {
            rows.remove(row.id());
            rows.put(row.id(), row);
            if (rows.size() > MAX) {
                rows.remove(rows.keySet().iterator().next());
                complete = false;
            }
        }
    }

    void remove(EquipmentId id) {
        rows.remove(id);
    }

    @Nullable
    Row find(EquipmentId id) {
        return rows.get(id);
    }

    /** Whether none was dropped for others. */
    boolean isComplete() {
        return complete;
    }

    void clear() {
        rows.clear();
        complete = true;
    }
}
