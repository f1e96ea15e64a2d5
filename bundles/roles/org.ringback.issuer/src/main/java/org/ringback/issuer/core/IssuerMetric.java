package org.ringback.issuer.core;

import org.ringback.kernel.Metrics.Metric;

/** The counters of an issuer. */
final class IssuerMetric {
    static final Metric RINGS = new Metric("rings", "rings that were begun");
    static final Metric RINGS_ANSWERED = new Metric("rings.answered", "rings whose call-back was accepted");
    static final Metric RINGS_ANSWERED_BY = new Metric("rings.answered-by", "of these, by the path of the call");
    static final Metric RINGS_ANSWERED_WITHIN = new Metric(
            "rings.answered-within",
            "of these, by the path of the call and the time from the start of the ring to the accepted call-back");
    static final Metric RINGS_NOT_ANSWERED = new Metric("rings.not-answered", "rings that ended without an answer");
    static final Metric CALLS = new Metric("calls.came", "connections that came to a ring's port");
    static final Metric CALLS_TOO_MANY =
            new Metric("calls.too-many", "connections to a ring's port that found no place");
    static final Metric CALLS_PUSHED_OUT =
            new Metric("calls.pushed-out", "connections to a ring's port that had to make room");
    static final Metric CALLS_UNPROVED = new Metric(
            "calls.unproved", "connections to a ring's port that ended before they proved the equipment's key");
    static final Metric CALLS_LATE =
            new Metric("calls.late", "connections to a ring's port that said nothing whole in time");
    static final Metric CALLS_OTHER_RING =
            new Metric("calls.other-ring", "proved call-backs that named another ring or other equipment");
    static final Metric CALLS_MALFORMED =
            new Metric("calls.malformed", "proved call-backs that sent something malformed");
    static final Metric SERVER_MALFORMED =
            new Metric("server.malformed", "connections on which a server sent something malformed");
    static final Metric SERVER_UNEXPECTED =
            new Metric("server.unexpected", "messages of a server that had no place where they came");
    static final Metric SERVER_OTHER_KEY =
            new Metric("server.other-acceptor-key", "rings whose server knows the equipment under another key");
    static final Metric PRESENCE_TOLD =
            new Metric("presence.told", "equipment of which a server told whether it is there");
    static final Metric PRESENCE_NOT_TOLD =
            new Metric("presence.not-told", "equipment of which a server was asked and did not tell");
    static final Metric NOT_WRITTEN = new Metric("store.not-written", "writes that the disk refused");

    private IssuerMetric() {}
}
