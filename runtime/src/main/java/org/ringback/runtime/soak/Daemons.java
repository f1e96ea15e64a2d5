package org.ringback.runtime.soak;

import java.util.concurrent.ThreadFactory;

/** Makes threads that hold up no end of the process. Stateless. */
final class Daemons {
    private Daemons() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
