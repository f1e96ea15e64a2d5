package org.ringback.api;

import java.util.List;

/**
 * Warnings to the owner of a process from a bundle that is no role, such as the store. One service for each such
 * bundle. Thread-safe.
 *
 * <p>Whoever is told of each new warning is told of the same one once. For that a number that stands by itself, a time
 * and a span of time may change while the trouble is the same, and all else is the same then; so a name stands before a
 * colon or a comma, or as {@link EquipmentId#inWords()}.
 */
public interface Warnings {
    /** {@return the warnings in words, with what to do; empty if all is well} */
    List<String> warnings();

    /**
     * Those of the warnings that tell how this program was built, which no event changes: they are told to whoever looks,
     * and alarm nobody.
     *
     * @return the warnings, as {@link #warnings()} words them; the default has none
     */
    default List<String> ofTheBuild() {
        return List.of();
    }
}
