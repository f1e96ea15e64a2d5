package org.ringback.call.internal;

import org.ringback.kernel.Metrics.Metric;

/** The counters of incoming conversations. */
final class AnswerMetric {
    static final Metric BROKEN = new Metric("answer.broken", "conversations whose equipment service could not go on");
    static final Metric FAILED = new Metric("answer.failed", "conversations whose equipment service failed");
    static final Metric FORWARDED = new Metric("answer.forwarded", "conversations that went to a local address");
    static final Metric NO_SERVICE = new Metric("answer.no-service", "conversations that no equipment service answers");
    static final Metric NOT_GRANTED = new Metric(
            "answer.not-granted", "calls cut as their service is marked admin now and their grant does not name it");
    static final Metric SERVED = new Metric("answer.served", "conversations that an equipment service answered");
    static final Metric TOO_MANY = new Metric("answer.too-many", "conversations beyond what may be answered at once");
    static final Metric WAITED = new Metric("answer.waited", "conversations that waited for a place");
    static final Metric UNREACHABLE =
            new Metric("forward.unreachable", "conversations whose local address could not be reached");

    private AnswerMetric() {}
}
