package org.ringback.crypto.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.crypto.kit.Report.Failure;

/** Named checks, run one after the other on a thread of their own, within a time. Filled and run by one thread. */
final class Checks {
    private final Map<String, Check> checks = new LinkedHashMap<>();

    /** Throws whatever is wrong. */
    interface Check {
        void run() throws Exception;
    }

    void add(String name, Check check) {
        if (checks.put(name, check) != null) {
            throw new IllegalArgumentException("check: two are called '" + name + "'");
        }
    }

    /** Runs all; what has not ended in time has failed, and is left to itself, interrupted. */
    Report run(Duration limit) {
        Results results = new Results();
        Thread thread = new Thread(() -> checks.forEach(results::run), "ringback-kit");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            thread.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        Report report = results.end(checks.keySet(), limit);
        thread.interrupt(); // once nothing more is written down: what it ends by that is no result
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return report;
    }

    /** Both threads meet here: the second one may be left behind in the middle of a check. */
    private static final class Results {
        private final List<String> passed = new ArrayList<>();
        private final List<Failure> failed = new ArrayList<>();
        private boolean over;

        void run(String name, Check check) {
            synchronized (this) {
                if (over) {
                    return;
                }
            }
            String why = "";
            try {
                check.run();
            } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
                why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            synchronized (this) {
                if (over) {
                    return;
                }
                if (why.isEmpty()) {
                    passed.add(name);
                } else {
                    failed.add(new Failure(name, why));
                }
            }
        }

        synchronized Report end(Iterable<String> names, Duration limit) {
            over = true;
            for (String name : names) {
                if (!passed.contains(name)
                        && failed.stream().noneMatch(one -> one.check().equals(name))) {
                    failed.add(new Failure(name, "not ended after " + limit.toMillis() + " ms"));
                }
            }
            return new Report(passed, failed);
        }
    }
}
