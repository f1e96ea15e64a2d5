package org.ringback.kernel.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.CryptoUse.State;
import org.ringback.kernel.HeldSuites;

/** Finds out what changed among the crypto bundles since it was asked last, for the log. Thread-safe. */
final class CryptoNews {
    private final HeldSuites suites;

    @GuardedBy("this")
    private Map<Brings, State> told = Map.of();

    @GuardedBy("this")
    private List<String> warned = List.of();

    /** A bundle in one version. */
    private record Brings(String name, String version, long bundle) {
        Brings(CryptoUse use) {
            this(use.name(), use.version(), use.bundle());
        }

        @Override
        public String toString() {
            return "crypto: " + name + " " + version + " (bundle " + bundle + ")";
        }
    }

    /** One line of the log. */
    record Line(boolean warning, String words) {}

    CryptoNews(HeldSuites suites) {
        this.suites = suites;
    }

    /** Tells of each bundle that came, went, or is used instead of another, and warns once of what is missing then. */
    synchronized List<Line> since() {
        Map<Brings, State> now = new LinkedHashMap<>();
        suites.uses().stream()
                .filter(use -> use.state() != State.GONE)
                .forEach(use -> now.put(new Brings(use), use.state()));
        List<Line> lines = new ArrayList<>();
        told.keySet().stream()
                .filter(gone -> !now.containsKey(gone))
                .forEach(gone -> lines.add(new Line(false, gone + " went")));
        for (Map.Entry<Brings, State> one : now.entrySet()) {
            String does = one.getValue() == State.USED ? "is used from now on" : "stands by";
            State before = told.get(one.getKey());
            if (before != one.getValue()) {
                lines.add(new Line(false, one.getKey() + (before == null ? " came and " : " ") + does));
            }
        }
        told = now;
        // Before all is there for the first time nothing is missing: it is on its way.
        List<String> troubles = suites.hasSuite() ? suites.warnings() : suites.troubles();
        List<String> more = new ArrayList<>(troubles);
        more.removeAll(warned);
        more.forEach(trouble -> lines.add(new Line(true, trouble)));
        warned = troubles;
        return lines;
    }
}
