package org.ringback.relay.core;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ringback.api.crypto.Protection;
import org.ringback.wire.Tlv;

/** Protections in a record on disk: one text field each. Stateless. */
final class Protections {
    /** Every set that there can be, by itself. */
    private static final Map<Set<Protection>, Set<Protection>> SETS = sets();

    private Protections() {}

    private static Map<Set<Protection>, Set<Protection>> sets() {
        Map<Set<Protection>, Set<Protection>> sets = new HashMap<>();
        sets.put(Set.of(), Set.of());
        for (Protection one : Protection.values()) {
            for (Set<Protection> without : List.copyOf(sets.keySet())) {
                Set<Protection> with = new HashSet<>(without);
                with.add(one);
                Set<Protection> kept = Set.copyOf(with);
                sets.put(kept, kept);
            }
        }
        return Map.copyOf(sets);
    }

    /** The same set for all that are equal, unmodifiable: there are few, and very many who have them. */
    static Set<Protection> shared(Set<Protection> protections) {
        return Objects.requireNonNull(SETS.get(protections));
    }

    static Set<Protection> read(Tlv record, int tag) {
        Set<Protection> protections = EnumSet.noneOf(Protection.class);
        for (byte[] label : record.all(tag)) {
            protections.add(Protection.named(new String(label, StandardCharsets.UTF_8)));
        }
        return protections;
    }
}
