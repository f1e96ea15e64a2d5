package org.ringback.issuer.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.Protection;
import org.ringback.api.control.RefusedException;

/**
 * Which protection a connection gets: the one asked for, else the one configured, else the first that the enrolment
 * allows; for an enrolment of a key that may be enrolled already, which ones are tried. Stateless.
 */
final class ProtectionChoice {
    private ProtectionChoice() {}

    /**
     * Chooses.
     *
     * @param asked for this very connection
     * @param configured for all of them
     * @param allowed by the enrolment; at least one
     * @param enrolment which one, in words
     * @return the protection
     * @throws RefusedException if the one asked for or configured is not allowed
     */
    static Protection of(
            Optional<Protection> asked, Optional<Protection> configured, Set<Protection> allowed, String enrolment)
            throws RefusedException {
        Optional<Protection> wanted = asked.or(() -> configured);
        if (wanted.isEmpty()) {
            return allowed.stream().sorted().findFirst().orElseThrow();
        }
        if (!allowed.contains(wanted.get())) {
            throw new RefusedException("protection: " + wanted.get().label()
                    + (asked.isPresent() ? "" : " is configured") + " (expected: " + labels(allowed)
                    + ", which the enrolment " + enrolment + " allows)");
        }
        return wanted.get();
    }

    /**
     * What to enrol with, one after the other, as long as the server refuses the one before. Only a key that may be
     * enrolled already has a choice: it keeps the protections of its own enrolment, which the string does not name.
     *
     * @param configured for all connections
     * @param allowed by the string
     * @param enrolled whether the key may be enrolled already, and stay so
     * @return one or more
     * @throws RefusedException if the one configured is not allowed
     */
    static List<Protection> toEnrol(Optional<Protection> configured, Set<Protection> allowed, boolean enrolled)
            throws RefusedException {
        if (!enrolled) {
            return List.of(of(Optional.empty(), configured, allowed, "of this string"));
        }
        return configured.map(List::of).orElseGet(() -> Stream.concat(
                        allowed.stream().sorted(),
                        Stream.of(Protection.values()).filter(other -> !allowed.contains(other)))
                .toList());
    }

    private static String labels(Set<Protection> allowed) {
        return allowed.stream().sorted().map(Protection::label).collect(Collectors.joining(" or "));
    }
}
