package org.ringback.relay.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;

/**
 * How fast bytes are relayed, in all and for each pair: over the last whole period, as they are told of in lumps. Forgets
 * a pair of which nothing was carried in two periods. Not thread-safe.
 */
final class RelayPace {
    /** Long beside the lumps in which a call tells what it carried. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    private final Meter all = new Meter();
    private final Map<RelayedPair, Meter> pairs = new HashMap<>();
    private final HighWater mostOfAll = new HighWater();
    private final HighWater mostOfPair = new HighWater();

    /** Counts the bytes of one period, and knows those of the one before. */
    private static final class Meter {
        private long period = Long.MIN_VALUE;
        private long bytes;
        private long before;

        private void add(long count, long now) {
            turn(now);
            bytes += count;
        }

        private void turn(long now) {
            long current = Math.floorDiv(now, PERIOD.toNanos());
            if (current != period) {
                before = current - 1 == period ? bytes : 0;
                bytes = 0;
                period = current;
            }
        }

        /** {@return MiB a second in the last whole period, rounded} */
        private long pace(long now) {
            turn(now);
            return Math.round((double) before / RelaySettings.MIB / PERIOD.toSeconds());
        }

        private boolean idle(long now) {
            turn(now);
            return bytes == 0 && before == 0;
        }
    }

    /** Notes what was carried for a pair. */
    void carried(RelayedPair pair, long bytes, long now) {
        all.add(bytes, now);
        pairs.values().removeIf(meter -> meter.idle(now));
        Meter meter = pairs.computeIfAbsent(pair, one -> new Meter());
        meter.add(bytes, now);
        mostOfAll.reached(all.pace(now));
        mostOfPair.reached(meter.pace(now));
    }

    /** How much of each rate is used. */
    List<LimitUse> limits(RelaySettings.Relaying limits, long now) {
        Map<RelayedPair, Long> paces = pairs.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, meter -> meter.getValue().pace(now)));
        return List.of(
                mostOfAll.use(RelayLimit.RATE, mebibytes(limits.bytesPerSecond()), all.pace(now)),
                mostOfPair.useOfOne(
                        RelayLimit.RATE_OF_PAIR,
                        mebibytes(Math.min(limits.bytesPerSecond(), limits.bytesPerSecondOfPair())),
                        paces,
                        RelayedPair::words));
    }

    private static long mebibytes(long bytes) {
        return Math.max(1, bytes / RelaySettings.MIB);
    }
}
