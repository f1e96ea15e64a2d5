package org.ringback.simulator;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which faults befell a history, and when last. */
final class FaultLog {
    private final Map<Fault, Long> last = new EnumMap<>(Fault.class);

    void add(Fault fault, long now) {
        last.put(fault, now);
    }

    /** {@return whether one of these befell at any time} */
    boolean any(Set<Fault> faults) {
        return faults.stream().anyMatch(last::containsKey);
    }

    /** {@return the faults that befell since then} */
    Set<Fault> since(long nanos) {
        Set<Fault> since = EnumSet.noneOf(Fault.class);
        last.forEach((fault, at) -> {
            if (at >= nanos) {
                since.add(fault);
            }
        });
        return since;
    }
}
