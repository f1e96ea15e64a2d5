package org.ringback.acceptor.core;

import org.ringback.kernel.Metrics.Metric;

/** The counters of a gateway. */
final class AcceptorMetric {
    static final Metric DATAGRAM_RING_REPEATED =
            new Metric("datagram-ring.repeated", "rings in a datagram that came once more");
    static final Metric DATAGRAM_RING_TAKEN = new Metric("datagram-ring.taken", "rings in a datagram that were taken");
    static final Metric DATAGRAM_RING_TOO_MANY =
            new Metric("datagram-ring.too-many", "rings in a datagram beyond what one piece of equipment takes");
    static final Metric NETWORK_CHANGED =
            new Metric("network.changed", "changes of this machine's links, routes or addresses");
    static final Metric POLICY_TAKEN = new Metric("policy.taken", "lists of revoked keys that a server gave");
    static final Metric RING = new Metric("ring", "rings by what became of them, and refused ones by why");
    static final Metric RING_ANSWERED = new Metric("ring.answered", "rings whose call-back was accepted");
    static final Metric RING_ANSWERED_BY = new Metric(
            "ring.answered-by",
            "of these, by the way: direct, both-dial (direct, and the issuer was to dial too: whose dial led to it, the"
                    + " issuer alone knows) or relayed");
    static final Metric RING_ANSWERED_WITHIN = new Metric(
            "ring.answered-within",
            "of these, by the way and the time from the judge's yes, which is reported as calling, to accepted");
    static final Metric RING_BIND_AGAIN =
            new Metric("ring.bind-again", "binds that went out once more on another connection");
    static final Metric RING_BIND_FAILED = new Metric("ring.bind-failed", "wake-ups that no bind could be made for");
    static final Metric RING_BIND_REFUSED = new Metric("ring.bind-refused", "binds that the server refused");
    static final Metric RING_BOUND_FURTHER =
            new Metric("ring.bound-further", "rings bound on a connection that stood already");
    static final Metric RING_PROTECTION_NOT_ALLOWED =
            new Metric("ring.protection-not-allowed", "wake-ups of equipment whose protection its enrolment lacks");
    static final Metric RING_REFUSED_REPEATED =
            new Metric("ring.refused-repeated", "rings whose nonce had come before");
    static final Metric STORE_NOT_WRITTEN = new Metric("store.not-written", "writes that the disk refused");
    static final Metric TCP = new Metric("tcp", "connections to a server that ended, by how");
    static final Metric TCP_UNEXPECTED_MESSAGE =
            new Metric("tcp.unexpected-message", "messages of a server that nothing had asked for");
    static final Metric UDP = new Metric("udp", "datagrams that the catalogue refuses, by why");
    static final Metric UDP_ACKNOWLEDGEMENT_NOT_AWAITED =
            new Metric("udp.acknowledgement-not-awaited", "acknowledged reports that nobody waited for");
    static final Metric UDP_ANSWER_NOT_AWAITED =
            new Metric("udp.answer-not-awaited", "answers to no registration under way");
    static final Metric UDP_FOREIGN_SOURCE =
            new Metric("udp.foreign-source", "datagrams from another address than the server's");
    static final Metric UDP_REGISTERED_NOT_PROVED =
            new Metric("udp.registered-not-proved", "answers to a registration with a wrong MAC");
    static final Metric UDP_RING_NOT_PROVED =
            new Metric("udp.ring-not-proved", "rings in a datagram that did not open");
    static final Metric UDP_SEND_FAILED = new Metric("udp.send-failed", "datagrams that could not be sent");
    static final Metric UDP_TOO_LONG = new Metric("udp.too-long", "datagrams longer than any");
    static final Metric UDP_UNEXPECTED_TYPE = new Metric("udp.unexpected-type", "messages that no gateway gets");
    static final Metric UDP_UNKNOWN_REGISTRATION =
            new Metric("udp.unknown-registration", "datagrams that answer no registration known here");
    static final Metric UDP_WAKE_UP_NOT_PROVED = new Metric("udp.wake-up-not-proved", "wake-ups with a wrong MAC");
    static final Metric WAKE_UP_REPEATED = new Metric("wake-up.repeated", "wake-ups that came once more");
    static final Metric WAKE_UP_TAKEN = new Metric("wake-up.taken", "wake-ups that were taken");
    static final Metric WAKE_UP_TOO_MANY = new Metric("wake-up.too-many", "wake-ups beyond what may wait");
    static final Metric WITHDRAW_DONE = new Metric("withdraw.done", "invitations that a server took back");
    static final Metric WITHDRAW_REFUSED =
            new Metric("withdraw.refused", "invitations that a server did not take back");

    private AcceptorMetric() {}
}
