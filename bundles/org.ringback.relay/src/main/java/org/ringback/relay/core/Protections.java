package org.ringback.relay.core;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ringback.api.crypto.Protection;
import org.ringback.wire.Tlv;

/** Protections in a record on disk: one text field each. Thread-safe. */
final class Protections {
    private static final Map<Set<Protection>, Set<Protection>> SETS = new ConcurrentHashMap<>();

    private Protections() {}

    /** The same set for all that are equal, unmodifiable: there are few, and very many who have them. */
    static Set<Protection> shared(Set<Protection> protections) {
        Set<Protection> known = SETS.get(protections);
        if (known == null) {
            known = Set.copyOf(protections);
            SETS.put(known, known);
        }
        return known;
    }

    static Set<Protection> read(Tlv record, int tag) {
        Set<Protection> protections = EnumSet.noneOf(Protection.class);
        for (byte[] label : record.all(tag)) {
            protections.add(Protection.named(new String(label, StandardCharsets.UTF_8)));
        }
        return protections;
    }
}
