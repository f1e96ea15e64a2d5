package org.ringback.kernel;

import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;

/**
 * The names of one piece of equipment at a gateway or an issuer. Its records stay at their place whatever it is named,
 * so a new name changes one record, and what the store keeps for good of the others goes on to hold. Immutable.
 *
 * @param place the key of its records on disk: the ID, unless other equipment of that ID has its records there
 * @param name the local name: what persons, configuration, lists and stories call it here; the ID, unless a person chose
 *     another one
 * @param id the ID under which it is enrolled with its server: what travels, and what proofs and salts are made from
 */
public record EquipmentNames(String place, EquipmentId name, EquipmentId id) {
    private static final int KEY_DIGITS = 32;

    /**
     * The names of equipment that nobody named otherwise.
     *
     * @param id its ID
     * @return that ID for all three
     */
    public static EquipmentNames plain(EquipmentId id) {
        return new EquipmentNames(id.value(), id, id);
    }

    /**
     * The names of equipment that comes anew.
     *
     * @param name the local name
     * @param id its ID
     * @param key its key, of which its place is made where the ID is no free one: so what an older store may still have
     *     of equipment that went never becomes another one's
     * @param taken tells of a place whether other equipment has it
     * @return both, with a place that is free
     */
    public static EquipmentNames fresh(EquipmentId name, EquipmentId id, KeyFingerprint key, Predicate<String> taken) {
        String own = key.hex().substring(0, KEY_DIGITS);
        Stream<String> others = IntStream.iterate(1, i -> i + 1).mapToObj(i -> own + "-" + i);
        String free = Stream.concat(Stream.of(id.value()), others)
                .filter(taken.negate())
                .findFirst()
                .orElseThrow();
        return new EquipmentNames(free, name, id);
    }

    /**
     * The same equipment under another local name.
     *
     * @param other that name
     * @return its names from then on
     */
    public EquipmentNames named(EquipmentId other) {
        return new EquipmentNames(place, other, id);
    }

    /** {@return whether all three are the ID, as in records of older programs, which know of no other names} */
    public boolean plain() {
        return place.equals(id.value()) && name.equals(id);
    }
}
