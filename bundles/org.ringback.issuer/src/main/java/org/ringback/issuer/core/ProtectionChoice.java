package org.ringback.issuer.core;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.control.RefusedException;
import org.ringback.api.crypto.Protection;

/**
 * Which protection a connection gets: the one asked for, else the one configured, else the first that the enrolment
 * allows. Once chosen, no other is tried. Stateless.
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

    private static String labels(Set<Protection> allowed) {
        return allowed.stream().sorted().map(Protection::label).collect(Collectors.joining(" or "));
    }
}
