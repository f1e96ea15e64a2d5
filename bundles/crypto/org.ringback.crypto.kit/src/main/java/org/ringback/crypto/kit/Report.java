package org.ringback.crypto.kit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of a run. Immutable.
 *
 * @param passed the names of the checks that held
 * @param failed those that did not, or had not ended in time
 */
public record Report(List<String> passed, List<Failure> failed) {
    /** Copies the lists. */
    public Report {
        passed = List.copyOf(passed);
        failed = List.copyOf(failed);
    }

    /**
     * A check that did not hold.
     *
     * @param check its name, which begins with what is wrong
     * @param why in words; no secret, as all keys are thrown away
     */
    public record Failure(String check, String why) {
        @Override
        public String toString() {
            return check + ": " + why;
        }
    }

    /** {@return whether every check held} */
    public boolean good() {
        return failed.isEmpty();
    }

    /** {@return what failed, in one line; empty if nothing} */
    public String words() {
        return failed.stream().map(Failure::toString).collect(Collectors.joining("; "));
    }
}
