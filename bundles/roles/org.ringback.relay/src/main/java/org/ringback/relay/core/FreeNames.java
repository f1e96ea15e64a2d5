package org.ringback.relay.core;

import java.util.HashMap;
import java.util.Map;
import org.ringback.api.EquipmentId;

/**
 * Finds names for invited issuers: the wished one, or the first free one with a suffix. Names are never freed, so the
 * next search begins where the last one ended. Bounded by the number of enrolments. Not thread-safe.
 */
final class FreeNames {
    private static final int FIRST_SUFFIX = 2;

    private final Devices devices;
    private final Codes codes;
    private final Map<EquipmentId, Integer> reached = new HashMap<>();

    FreeNames(Devices devices, Codes codes) {
        this.devices = devices;
        this.codes = codes;
    }

    /** Finds NAME, or NAME-2, NAME-3, … if another key has it. */
    EquipmentId find(EquipmentId wished) {
        // [ENROL-7] an invitation | the issuer's ID is NAME, or NAME with -2, -3, … if another key has it; a key …
        if (isFree(wished)) {
            return wished;
        }
        int suffix = reached.getOrDefault(wished, FIRST_SUFFIX);
        EquipmentId name = suffixed(wished, suffix);
        while (!isFree(name)) {
            suffix++;
            name = suffixed(wished, suffix);
        }
        reached.put(wished, suffix);
        return name;
    }

    private boolean isFree(EquipmentId name) {
        return devices.find(name) == null && !codes.reserves(name);
    }

    private static EquipmentId suffixed(EquipmentId wished, int suffix) {
        String tail = "-" + suffix;
        int length = Math.min(wished.value().length(), EquipmentId.MAX_LENGTH - tail.length());
        return new EquipmentId(wished.value().substring(0, length) + tail);
    }
}
