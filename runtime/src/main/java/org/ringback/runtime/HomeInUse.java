package org.ringback.runtime;

import java.io.Serial;

/** Thrown if another process has the home. */
final class HomeInUse extends Failure {
    @Serial
    private static final long serialVersionUID = 1L;

    HomeInUse(Home home) {
        super("--home: " + home.root()
                + " is in use by a running process (expected: one process for one home); stop it, or choose another");
    }
}
