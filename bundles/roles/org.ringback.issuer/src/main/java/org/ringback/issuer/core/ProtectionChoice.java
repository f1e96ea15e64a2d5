package org.ringback.issuer.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ringback.api.ProtectionId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.ProtectionNames;

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
     * @param names what protections are called here
     * @return the protection
     * @throws RefusedException if the one asked for or configured is not allowed, or not known here
     */
    static ProtectionId of(
            Optional<String> asked,
            Optional<String> configured,
            Set<ProtectionId> allowed,
            String enrolment,
            ProtectionNames names)
            throws RefusedException {
        Optional<String> wanted = asked.or(() -> configured);
        if (wanted.isEmpty()) {
            return allowed.stream().sorted().findFirst().orElseThrow();
        }
        ProtectionId chosen = known(wanted.get(), names);
        // [SYS-3] One that is asked for or configured and not allowed is refused at home, before anybody is dialled …
        if (!allowed.contains(chosen)) {
            throw new RefusedException(
                    "protection: " + wanted.get() + (asked.isPresent() ? "" : " is configured") + " (expected: "
                            + names.names(allowed, " or ") + ", which the enrolment " + enrolment + " allows)");
        }
        return chosen;
    }

    /**
     * What to enrol with, one after the other, as long as the server refuses the one before. Only a key that may be
     * enrolled already has a choice: it keeps the protections of its own enrolment, which the string does not name.
     *
     * @param configured for all connections
     * @param allowed by the string
     * @param enrolled whether the key may be enrolled already, and stay so
     * @param names what protections are called here
     * @return one or more
     * @throws RefusedException if the one configured is not allowed, or not known here
     */
    static List<ProtectionId> toEnrol(
            Optional<String> configured, Set<ProtectionId> allowed, boolean enrolled, ProtectionNames names)
            throws RefusedException {
        if (!enrolled) {
            return List.of(of(Optional.empty(), configured, allowed, "of this string", names));
        }
        return configured.isPresent()
                ? List.of(known(configured.get(), names))
                : Stream.concat(allowed.stream().sorted(), names.numbers().filter(other -> !allowed.contains(other)))
                        .toList();
    }

    private static ProtectionId known(String name, ProtectionNames names) throws RefusedException {
        return names.find(name).orElseThrow(() -> new RefusedException(names.missing(name)));
    }
}
