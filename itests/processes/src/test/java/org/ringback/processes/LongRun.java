package org.ringback.processes;

import static org.junit.Assume.assumeTrue;

/** What takes longer than {@code mvn verify} may, and shows little more than what runs there. Stateless. */
final class LongRun {
    private LongRun() {}

    /** Skips what calls it but with {@code -Plong}. */
    static void require() {
        assumeTrue("only with -Plong, or -Dlong.run=true", Boolean.getBoolean("long.run"));
    }
}
