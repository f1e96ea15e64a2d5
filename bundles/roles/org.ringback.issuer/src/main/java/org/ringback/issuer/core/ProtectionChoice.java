package org.ringback.issuer.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ringback.api.ProtectionId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.ProtectionNames;

/**
 * Chooses the protection of a connection: the one asked for, else the configured one, else the first that the enrolment
 * allows. Also chooses those to try for enrolling a key that may be enrolled already. Stateless.
 */
final class ProtectionChoice {
    private ProtectionChoice() {}

    /**
     * Chooses the protection of a connection.
     *
     * @param asked the one asked for; may be empty
     * @param configured the one configured; may be empty
     * @param allowed those that the enrolment allows; at least one
     * @param enrolment the enrolment in words, for a refusal
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
     * Chooses the protections to try for enrolling, each after the server refused the one before. There are several
     * only for a key that may be enrolled already: the protections of that enrolment are not in the string.
     *
     * @param configured the configured one; may be empty
     * @param allowed those that the string allows
     * @param enrolled whether the key may be enrolled already, and keeps its enrolment
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
