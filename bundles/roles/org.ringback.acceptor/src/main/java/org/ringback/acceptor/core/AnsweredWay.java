package org.ringback.acceptor.core;

import java.time.Duration;
import org.ringback.kernel.Metrics;

/** Counts the rings that were answered, by the way that carries the call and by how long that took. Stateless. */
final class AnsweredWay {
    private AnsweredWay() {}

    /**
     * Counts one more.
     *
     * @param metrics the counters
     * @param way carries the call
     * @param direct knows whether the issuer was to dial at the same moment
     * @param took nanoseconds from the judge's yes to the issuer's
     */
    static void count(Metrics metrics, CallWay way, DirectTries direct, long took) {
        String label = label(way, direct);
        metrics.count(AcceptorMetric.RING_ANSWERED);
        metrics.count(AcceptorMetric.RING_ANSWERED_BY, label);
        metrics.count(AcceptorMetric.RING_ANSWERED_WITHIN, label, Duration.ofNanos(took));
    }

    private static String label(CallWay way, DirectTries direct) {
        if (way.isRelayed()) {
            return "relayed";
        }
        return direct.from().isPresent() ? "both-dial" : "direct";
    }
}
