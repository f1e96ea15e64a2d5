package org.ringback.processes;

import org.ringback.kit.Checked;

/** What goes on beside a test until a socket is closed. Stateless. */
final class Background {
    private Background() {}

    /** Does something on a thread of its own; whatever ends it is no fault. */
    static void run(Checked.Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (Exception ended) {
                // The test closed a socket of its, or the other end did.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
