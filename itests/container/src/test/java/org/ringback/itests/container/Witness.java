package org.ringback.itests.container;

import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** A logger of a test's own: it has the level that is in force for its name. Thread-safe. */
final class Witness {
    static final String NAME = "org.ringback.witness";

    private final Logger logger;

    Witness(Osgi osgi) {
        logger = osgi.service(LoggerFactory.class).getLogger(NAME);
    }

    /** {@return the least level that is logged} */
    String level() {
        if (logger.isTraceEnabled()) {
            return "TRACE";
        }
        if (logger.isDebugEnabled()) {
            return "DEBUG";
        }
        return logger.isInfoEnabled() ? "INFO" : "WARN or above";
    }

    void await(String level) {
        Await.until(() -> level().equals(level) ? "" : "it is at " + level() + " (expected: " + level + ")");
    }
}
