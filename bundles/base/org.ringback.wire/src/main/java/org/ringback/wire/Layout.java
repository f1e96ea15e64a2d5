package org.ringback.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one kind of message is on the wire. Immutable.
 *
 * @param door where it arrives
 * @param type the STUN message type
 * @param proof what proves it to its receiver
 * @param places which attributes it must and may carry
 * @param marker the attribute that distinguishes it from other kinds of this type at this door, if there are any
 */
record Layout(Door door, int type, Proof proof, Places places, Optional<Attribute<?>> marker) {
    static Layout of(Door door, int method, MessageClass messageClass, Proof proof, List<Attribute<?>> required) {
        return of(door, method, messageClass, proof, required, may());
    }

    static Layout of(
            Door door,
            int method,
            MessageClass messageClass,
            Proof proof,
            List<Attribute<?>> required,
            List<Attribute<?>> optional,
            Attribute<?>... marker) {
        return new Layout(
                door,
                messageClass.typeOf(method),
                proof,
                new Places(required, optional),
                Arrays.<Attribute<?>>stream(marker).findFirst());
    }

    static List<Attribute<?>> must(Attribute<?>... attributes) {
        return List.of(attributes);
    }

    static List<Attribute<?>> may(Attribute<?>... attributes) {
        return must(attributes);
    }
}
