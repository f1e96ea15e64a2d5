package org.ringback.processes;

import static org.junit.Assume.assumeTrue;

import org.junit.rules.TestRule;
import org.junit.runners.model.Statement;

/** What takes longer than {@code mvn verify} may, and shows little more than what runs there. Stateless. */
final class LongRun {
    private LongRun() {}

    /** Skips what calls it but with {@code -Plong}. */
    static void require() {
        assumeTrue("only with -Plong, or -Dlong.run=true", Boolean.getBoolean("long.run"));
    }

    /** Skips a whole class so, before any program of its starts: the outermost rule of its chain. */
    static TestRule rule() {
        return (base, description) -> new Statement() {
            @Override
            public void evaluate() throws Throwable {
                require();
                base.evaluate();
            }
        };
    }
}
