package org.ringback.transport.internal;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where exceptions of handlers go: they are our own bugs, so they are logged, but at most once a minute, as it may be
 * a stranger who provokes them. Thread-safe.
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
     * @param where what was called
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
