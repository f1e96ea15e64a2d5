package org.ringback.relay.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/**
 * How many bytes were relayed today (UTC): in all, for each piece of equipment, and for each pair. Kept in memory, so a
 * start begins a new count. Not thread-safe.
 */
final class RelayDay {
    /** How many are named in a warning. */
    private static final int NAMED = 3;

    private final Map<EquipmentId, Long> equipment = new HashMap<>();
    private final Map<RelayedPair, Long> pairs = new HashMap<>();
    private final HighWater mostOfAll = new HighWater();
    private final HighWater mostOfEquipment = new HighWater();
    private final HighWater mostOfPair = new HighWater();
    private LocalDate day = LocalDate.MIN;
    private long all;

    /** Notes what was carried for a pair. */
    void carried(RelayedPair pair, long bytes, Instant now) {
        turn(now);
        all += bytes;
        equipment.merge(pair.equipment(), bytes, Long::sum);
        pairs.merge(pair, bytes, Long::sum);
        mostOfAll.reached(all / RelaySettings.GIB);
        mostOfEquipment.reached(equipment.getOrDefault(pair.equipment(), 0L) / RelaySettings.GIB);
        mostOfPair.reached(pairs.getOrDefault(pair, 0L) / RelaySettings.GIB);
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

    /** How much of each amount of a day is used, in whole GiB. */
    List<LimitUse> limits(RelaySettings.Relaying limits, Instant now) {
        turn(now);
        return List.of(
                mostOfAll.use(RelayLimit.DAY, gibibytes(limits.bytesPerDay()), all / RelaySettings.GIB),
                mostOfEquipment.useOfOne(
                        RelayLimit.DAY_OF_EQUIPMENT,
                        gibibytes(limits.bytesPerDayOfEquipment()),
                        gibibytes(equipment),
                        EquipmentId::value),
                mostOfPair.useOfOne(
                        RelayLimit.DAY_OF_PAIR,
                        gibibytes(limits.bytesPerDayOfPair()),
                        gibibytes(pairs),
                        RelayedPair::words));
    }

    private static long gibibytes(long bytes) {
        return Math.max(1, bytes / RelaySettings.GIB);
    }

    private static <K> Map<K, Long> gibibytes(Map<K, Long> bytes) {
        return bytes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue() / RelaySettings.GIB));
    }

    /** Who had what a day gives, for the operator. */
    List<String> warnings(RelaySettings.Relaying limits, Instant now) {
        turn(now);
        List<String> warnings = new ArrayList<>();
        if (all >= limits.bytesPerDay()) {
            warnings.add(words(RelayLimit.DAY, limits.bytesPerDay(), "the server"));
        }
        full(equipment, limits.bytesPerDayOfEquipment(), EquipmentId::inWords)
                .ifPresent(names ->
                        warnings.add(words(RelayLimit.DAY_OF_EQUIPMENT, limits.bytesPerDayOfEquipment(), names)));
        full(pairs, limits.bytesPerDayOfPair(), RelayedPair::words)
                .ifPresent(names -> warnings.add(words(RelayLimit.DAY_OF_PAIR, limits.bytesPerDayOfPair(), names)));
        return warnings;
    }

    private static String words(Limit limit, long bytes, String who) {
        return limit.key().orElseThrow() + ": " + who + " had the " + bytes / RelaySettings.GIB
                + " GiB of today; nothing more is relayed of that until midnight UTC (expected: wait, or raise the key)";
    }

    /** Names the first of those who had it. */
    private static <K> Optional<String> full(Map<K, Long> bytes, long limit, Function<K, String> name) {
        List<String> names = bytes.entrySet().stream()
                .filter(one -> one.getValue() >= limit)
                .map(one -> name.apply(one.getKey()))
                .sorted()
                .toList();
        return Optional.of(names)
                .filter(some -> !some.isEmpty())
                .map(some -> String.join(", ", some.subList(0, Math.min(NAMED, some.size())))
                        + (some.size() > NAMED ? " and " + (some.size() - NAMED) + " more" : ""));
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
