package org.ringback.acceptor.internal;

import org.ringback.kernel.Metrics;

/** What is counted of the conversations that come. */
enum AnswerMetric implements Metrics.Metric {
    BROKEN("answer.broken", "conversations whose equipment service could not go on"),
    FAILED("answer.failed", "conversations whose equipment service failed"),
    FORWARDED("answer.forwarded", "conversations that went to a local address"),
    NO_SERVICE("answer.no-service", "conversations that no equipment service answers"),
    SERVED("answer.served", "conversations that an equipment service answered"),
    TOO_MANY("answer.too-many", "conversations beyond what may be answered at once"),
    WAITED("answer.waited", "conversations that waited for a place"),
    UNREACHABLE("forward.unreachable", "conversations whose local address could not be reached");

    private final String id;
    private final String help;

    AnswerMetric(String id, String help) {
        this.id = id;
        this.help = help;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String help() {
        return help;
    }
}
