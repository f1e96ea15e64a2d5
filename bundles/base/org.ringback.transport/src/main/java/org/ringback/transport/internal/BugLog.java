package org.ringback.transport.internal;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs exceptions that handlers throw, which are our own bugs. Logs one a minute at most, as a stranger may be able to
 * provoke them. Thread-safe.
 */
final class BugLog {
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger logger;
    private boolean logged;
    private long lastNanos;
    private long unsaid;

    BugLog() {
        this(LoggerFactory.getLogger(NettyTransport.class));
    }

    BugLog(Logger logger) {
        this.logger = logger;
    }

    /**
     * Reports a bug.
     *
     * @param where what was called, for the log
     * @param bug what it threw
     */
    void report(String where, Throwable bug) {
        long before;
        synchronized (this) {
            long now = System.nanoTime();
            if (logged && now - lastNanos < QUIET_NANOS) {
                unsaid++;
                return;
            }
            logged = true;
            lastNanos = now;
            before = unsaid;
            unsaid = 0;
        }
        logger.error("{} failed, which is a bug of ours ({} like it since the last such line)", where, before, bug);
    }
}
