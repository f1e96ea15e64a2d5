package org.ringback.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.ProtectionId;

/**
 * What protections are called here: numbers are for machines, and a name is known since a bundle brought it. Immutable.
 *
 * @param known the names of those that run, and of those that ran since the start
 * @param running which of them run
 */
public record ProtectionNames(Map<ProtectionId, String> known, Set<ProtectionId> running) {
    /** Copies. */
    public ProtectionNames {
        known = Map.copyOf(known);
        running = Set.copyOf(running);
    }

    /** {@return the numbers known, in order} */
    public Stream<ProtectionId> numbers() {
        return known.keySet().stream().sorted();
    }

    /**
     * Finds the protection of a name.
     *
     * @param name as configured or typed
     * @return it, unless no bundle brought one of that name
     */
    public Optional<ProtectionId> find(String name) {
        return numbers().filter(one -> name.equals(known.get(one))).findFirst();
    }

    /**
     * Names a protection to people.
     *
     * @param protection which
     * @return its name; its number, if no bundle brought it
     */
    public String name(ProtectionId protection) {
        return known.getOrDefault(protection, "number " + protection.number());
    }

    /**
     * Names protections to people.
     *
     * @param protections which
     * @param between what stands between two of them
     * @return their names in the order of the numbers
     */
    public String names(Collection<ProtectionId> protections, String between) {
        return protections.stream().sorted().map(this::name).collect(Collectors.joining(between));
    }

    /**
     * Says that a protection cannot be used.
     *
     * @param protection which
     * @return why, in words
     */
    public String missing(ProtectionId protection) {
        return noBundle(known.containsKey(protection) ? quoted(name(protection)) : name(protection));
    }

    /**
     * Says that a protection cannot be used.
     *
     * @param name as configured or typed
     * @return why, in words
     */
    public String missing(String name) {
        return noBundle(quoted(name));
    }

    private static String quoted(String name) {
        return "'" + name + "'";
    }

    private String noBundle(String which) {
        String those = running.isEmpty() ? "none" : names(running, ", ");
        return "protection: " + which + ": no bundle brings it (running: " + those
                + "; expected: one that runs: start its bundle, or name another)";
    }
}
