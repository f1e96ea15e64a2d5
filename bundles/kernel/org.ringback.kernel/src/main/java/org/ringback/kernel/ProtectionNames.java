package org.ringback.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.ProtectionId;

/**
 * The names of protections for people; the number of one is known to machines everywhere, its name only once a bundle
 * provided it here. Immutable.
 *
 * @param known the names of protections that run or have run since the start
 * @param running those of them that run
 */
public record ProtectionNames(Map<ProtectionId, String> known, Set<ProtectionId> running) {
    /** Copies both collections. */
    public ProtectionNames {
        known = Map.copyOf(known);
        running = Set.copyOf(running);
    }

    /** {@return the known numbers, in order} */
    public Stream<ProtectionId> numbers() {
        return known.keySet().stream().sorted();
    }

    /** {@return the numbers of those that ran and do not run now, in order} */
    Stream<ProtectionId> away() {
        return numbers().filter(one -> !running.contains(one));
    }

    /**
     * Finds the protection of a name.
     *
     * @param name as configured or typed
     * @return the protection; empty if no bundle provided one of that name
     */
    public Optional<ProtectionId> find(String name) {
        return numbers().filter(one -> name.equals(known.get(one))).findFirst();
    }

    /**
     * Gives the name of a protection for people.
     *
     * @param protection which
     * @return its name; its number if no bundle provided it
     */
    public String name(ProtectionId protection) {
        return known.getOrDefault(protection, "number " + protection.number());
    }

    /**
     * Gives the names of protections for people.
     *
     * @param protections which
     * @param between the text between two names
     * @return the names, in the order of the numbers
     */
    public String names(Collection<ProtectionId> protections, String between) {
        return protections.stream().sorted().map(this::name).collect(Collectors.joining(between));
    }

    /**
     * Makes the message that a protection cannot be used.
     *
     * @param protection which
     * @return the message
     */
    public String missing(ProtectionId protection) {
        return noBundle(known.containsKey(protection) ? quoted(name(protection)) : name(protection));
    }

    /**
     * Makes the message that a protection cannot be used.
     *
     * @param name as configured or typed
     * @return the message
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
