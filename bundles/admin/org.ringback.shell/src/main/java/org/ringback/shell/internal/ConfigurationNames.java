package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.configuration.ConfigurationControl;
import org.ringback.api.configuration.ConfigurationControl.InForce;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;
import org.ringback.api.configuration.NearMiss;

/**
 * What a person calls configurations and their keys: a PID may be shortened to its last part, and a key stands alone
 * where it is one configuration's only. Immutable.
 *
 * @param pids every PID of which something is in force, or wrong
 * @param keys every key
 */
record ConfigurationNames(Collection<String> pids, List<Named> keys) {
    /**
     * One key of one configuration.
     *
     * @param pid its PID
     * @param key its name there
     */
    record Named(String pid, String key) {
        /** {@return the name that is no other's, as long as no two PIDs end in the same way} */
        String brief() {
            return last(pid) + "." + key;
        }

        private boolean isCalled(String written) {
            return written.equals(key) || written.equals(brief());
        }
    }

    /** Reads what there is now. */
    static ConfigurationNames of(ConfigurationControl control) {
        List<InForce> inForce = control.inForce();
        TreeSet<String> pids = Stream.concat(
                        inForce.stream().map(InForce::pid),
                        control.troubles().stream().map(Trouble::pid).filter(pid -> !pid.isEmpty()))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Named> keys = inForce.stream()
                .flatMap(one -> one.values().stream().map(value -> new Named(one.pid(), value.key())))
                .toList();
        return new ConfigurationNames(pids, keys);
    }

    /** {@return the last part of a PID} */
    static String last(String pid) {
        return pid.substring(pid.lastIndexOf('.') + 1);
    }

    /** Finds the PID that is meant; a {@link CommandFailure} if none is, or several are. */
    String pid(String written) {
        if (pids.contains(written)) {
            return written;
        }
        List<String> found =
                pids.stream().filter(pid -> last(pid).equals(written)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw CommandFailure.usage("PID: " + written + (found.isEmpty() ? "" : ": is the end of several")
                + " (expected: "
                + (found.isEmpty()
                        ? near(
                                written,
                                pids.stream().map(ConfigurationNames::last).toList())
                        : or(found))
                + ")");
    }

    /** Finds the key that is meant; a {@link CommandFailure} if none is, or several are. */
    Named key(String written) {
        Predicate<Named> whole = one -> written.equals(one.pid() + "." + one.key());
        List<Named> found = keys.stream().filter(whole).toList();
        if (found.isEmpty()) {
            found = keys.stream().filter(one -> one.isCalled(written)).toList();
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            List<String> known = new ArrayList<>();
            keys.forEach(one -> known.addAll(List.of(one.brief(), one.key())));
            throw CommandFailure.usage("KEY: " + written + ": unknown key (expected: " + near(written, known) + ")");
        }
        throw CommandFailure.usage("KEY: " + written + ": is a key of "
                + found.stream().map(Named::pid).collect(Collectors.joining(" and of ")) + " (expected: "
                + or(found.stream().map(Named::brief).toList()) + ")");
    }

    private static String near(String written, Collection<String> known) {
        return NearMiss.of(written, known)
                .map(near -> near + "; did you mean that?")
                .orElse("one that 'config' lists");
    }

    private static String or(List<String> words) {
        return String.join(" or ", words);
    }
}
