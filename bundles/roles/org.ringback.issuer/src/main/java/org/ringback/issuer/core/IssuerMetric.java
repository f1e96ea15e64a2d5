package org.ringback.issuer.core;

import org.ringback.kernel.Metrics;

/** What an issuer counts. */
enum IssuerMetric implements Metrics.Metric {
    RINGS("rings", "rings that were begun"),
    RINGS_ANSWERED("rings.answered", "rings that were answered"),
    RINGS_NOT_ANSWERED("rings.not-answered", "rings that ended without an answer"),
    CALLS("calls.came", "connections that came to a ring's port"),
    CALLS_TOO_MANY("calls.too-many", "connections to a ring's port that found no place"),
    CALLS_PUSHED_OUT("calls.pushed-out", "connections to a ring's port that had to make room"),
    CALLS_UNPROVED("calls.unproved", "connections to a ring's port that ended before they proved the equipment's key"),
    CALLS_LATE("calls.late", "connections to a ring's port that said nothing whole in time"),
    CALLS_OTHER_RING("calls.other-ring", "proved call-backs that named another ring or other equipment"),
    CALLS_MALFORMED("calls.malformed", "proved call-backs that sent something malformed"),
    SERVER_MALFORMED("server.malformed", "connections on which a server sent something malformed"),
    SERVER_UNEXPECTED("server.unexpected", "messages of a server that had no place where they came"),
    SERVER_OTHER_KEY("server.other-acceptor-key", "rings whose server knows the equipment under another key"),
    NOT_WRITTEN("store.not-written", "writes that the disk refused");

    private final String id;
    private final String help;

    IssuerMetric(String id, String help) {
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
