package org.ringback.shell.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the shell's threads, as daemons; logs what they do not catch. Stateless. */
final class ShellThreads {
    private static final Logger LOG = LoggerFactory.getLogger(ShellThreads.class);

    private ShellThreads() {}

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (ended, fault) -> LOG.error("the thread {} ended by a fault", ended.getName(), fault));
        thread.start();
        return thread;
    }
}
