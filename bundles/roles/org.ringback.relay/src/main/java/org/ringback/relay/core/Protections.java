package org.ringback.relay.core;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ringback.api.Protection;
import org.ringback.wire.Tlv;

/** Protections in a record on disk: one text field each. Stateless. */
final class Protections {
    private static final List<Protection> ALL = List.of(Protection.values());

    /** Every set that there can be, by its bits. */
    private static final List<Set<Protection>> SETS =
            IntStream.range(0, 1 << ALL.size()).mapToObj(Protections::set).toList();

    private Protections() {}

    private static Set<Protection> set(int bits) {
        return ALL.stream().filter(one -> (bits & bit(one)) != 0).collect(Collectors.toUnmodifiableSet());
    }

    private static int bit(Protection one) {
        return 1 << ALL.indexOf(one);
    }

    /** A set as a number: there are few, and very many who have them. In this process only. */
    static int bits(Set<Protection> protections) {
        int bits = 0;
        for (Protection one : protections) {
            bits |= bit(one);
        }
        return bits;
    }

    /** The set of a number, the same one each time; unmodifiable. */
    static Set<Protection> of(int bits) {
        return SETS.get(bits);
    }

    static Set<Protection> read(Tlv record, int tag) {
        Set<Protection> protections = EnumSet.noneOf(Protection.class);
        for (byte[] label : record.all(tag)) {
            protections.add(Protection.named(new String(label, StandardCharsets.UTF_8)));
        }
        return protections;
    }
}
