package org.ringback.api.control;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;

/**
 * Whether a piece of equipment is registered with its server, as that says. Immutable.
 *
 * @param equipment which
 * @param state whether it is there
 * @param words the same as a clause of a sentence; if it is not there or not known, why
 * @param heard how long before the answer the server heard it last, in whole seconds; empty if the server does not say
 * @param roundTrip how long the server took to answer, with the way there and back; empty if it did not
 * @param server who was asked: the address, or the names if none was reached
 */
public record Presence(
        EquipmentId equipment,
        State state,
        String words,
        Optional<Duration> heard,
        Optional<Duration> roundTrip,
        String server) {
    /** Whether equipment is there. */
    public enum State {
        /** It is registered. */
        ONLINE,
        /** It is not registered, so a ring would wait for it, or would be refused. */
        OFFLINE,
        /** Nobody told. */
        UNKNOWN
    }
}
