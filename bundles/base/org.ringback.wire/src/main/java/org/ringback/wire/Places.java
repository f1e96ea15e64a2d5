package org.ringback.wire;

import java.util.List;
import java.util.stream.Stream;

/** Where each attribute of a kind of message stands among its values: the required ones first. Immutable. */
final class Places {
    private final List<Attribute<?>> required;
    private final List<Attribute<?>> optional;
    private final Attribute<?>[] all;

    Places(List<Attribute<?>> required, List<Attribute<?>> optional) {
        this.required = required;
        this.optional = optional;
        all = Stream.concat(required.stream(), optional.stream()).toArray(Attribute<?>[]::new);
        MessageReader.requireBits(all.length);
    }

    List<Attribute<?>> required() {
        return required;
    }

    List<Attribute<?>> optional() {
        return optional;
    }

    /** How many attributes may stand in it, in the order in which they are written. */
    int count() {
        return all.length;
    }

    Attribute<?> at(int place) {
        return all[place];
    }

    /** The index of an attribute; -1 for those of other kinds, and for MAC and FINGERPRINT: the codec's. */
    int of(Attribute<?> attribute) {
        for (int place = 0; place < all.length; place++) {
            if (all[place] == attribute) {
                return place;
            }
        }
        return -1;
    }

    /** Whether a message of this kind may have a value of the attribute. */
    boolean have(Attribute<?> attribute) {
        return of(attribute) >= 0;
    }
}
