package org.ringback.relay.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.ringback.api.EquipmentId;

/**
 * How many bytes were relayed today (UTC): in all, for each piece of equipment, and for each pair. Kept in memory, so a
 * start begins a new count. Not thread-safe.
 */
final class RelayDay {
    private final Map<EquipmentId, Long> equipment = new HashMap<>();
    private final Map<RelayedPair, Long> pairs = new HashMap<>();
    private LocalDate day = LocalDate.MIN;
    private long all;

    /** Notes what was carried for a pair. */
    void carried(RelayedPair pair, long bytes, Instant now) {
        turn(now);
        all += bytes;
        equipment.merge(pair.equipment(), bytes, Long::sum);
        pairs.merge(pair, bytes, Long::sum);
    }

    /** Whether the server has carried what it may today. */
    boolean full(RelaySettings.Relaying limits, Instant now) {
        turn(now);
        return all >= limits.bytesPerDay();
    }

    /** Whether a pair, or its equipment, has had what it may today. */
    boolean full(RelayedPair pair, RelaySettings.Relaying limits, Instant now) {
        turn(now);
        return pairs.getOrDefault(pair, 0L) >= limits.bytesPerDayOfPair()
                || equipment.getOrDefault(pair.equipment(), 0L) >= limits.bytesPerDayOfEquipment();
    }

    private void turn(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            all = 0;
            equipment.clear();
            pairs.clear();
        }
    }
}
