package org.ringback.acceptor.core;

import org.ringback.kernel.Metrics;

/** What a gateway counts. */
enum AcceptorMetric implements Metrics.Metric {
    DATAGRAM_RING_REPEATED("datagram-ring.repeated", "rings in a datagram that came once more"),
    DATAGRAM_RING_TAKEN("datagram-ring.taken", "rings in a datagram that were taken"),
    DATAGRAM_RING_TOO_MANY("datagram-ring.too-many", "rings in a datagram beyond what one piece of equipment takes"),
    NETWORK_CHANGED("network.changed", "changes of this machine's links, routes or addresses"),
    POLICY_TAKEN("policy.taken", "lists of revoked keys that a server gave"),
    RING("ring", "rings by what became of them, and refused ones by why"),
    RING_ANSWERED("ring.answered", "rings whose call-back was accepted"),
    RING_BIND_AGAIN("ring.bind-again", "binds that went out once more on another connection"),
    RING_BIND_FAILED("ring.bind-failed", "wake-ups that no bind could be made for"),
    RING_BIND_REFUSED("ring.bind-refused", "binds that the server refused"),
    RING_BOUND_FURTHER("ring.bound-further", "rings bound on a connection that stood already"),
    RING_PROTECTION_NOT_ALLOWED(
            "ring.protection-not-allowed", "wake-ups of equipment whose protection its enrolment lacks"),
    RING_REFUSED_REPEATED("ring.refused-repeated", "rings whose nonce had come before"),
    STORE_NOT_WRITTEN("store.not-written", "writes that the disk refused"),
    TCP("tcp", "connections to a server that ended, by how"),
    TCP_UNEXPECTED_MESSAGE("tcp.unexpected-message", "messages of a server that nothing had asked for"),
    UDP("udp", "datagrams that the catalogue refuses, by why"),
    UDP_ACKNOWLEDGEMENT_NOT_AWAITED("udp.acknowledgement-not-awaited", "acknowledged reports that nobody waited for"),
    UDP_ANSWER_NOT_AWAITED("udp.answer-not-awaited", "answers to no registration under way"),
    UDP_FOREIGN_SOURCE("udp.foreign-source", "datagrams from another address than the server's"),
    UDP_REGISTERED_NOT_PROVED("udp.registered-not-proved", "answers to a registration with a wrong MAC"),
    UDP_RING_NOT_PROVED("udp.ring-not-proved", "rings in a datagram that did not open"),
    UDP_SEND_FAILED("udp.send-failed", "datagrams that could not be sent"),
    UDP_TOO_LONG("udp.too-long", "datagrams longer than any"),
    UDP_UNEXPECTED_TYPE("udp.unexpected-type", "messages that no gateway gets"),
    UDP_UNKNOWN_REGISTRATION("udp.unknown-registration", "datagrams that answer no registration known here"),
    UDP_WAKE_UP_NOT_PROVED("udp.wake-up-not-proved", "wake-ups with a wrong MAC"),
    WAKE_UP_REPEATED("wake-up.repeated", "wake-ups that came once more"),
    WAKE_UP_TAKEN("wake-up.taken", "wake-ups that were taken"),
    WAKE_UP_TOO_MANY("wake-up.too-many", "wake-ups beyond what may wait"),
    WITHDRAW_DONE("withdraw.done", "invitations that a server took back"),
    WITHDRAW_REFUSED("withdraw.refused", "invitations that a server did not take back");

    private final String id;
    private final String help;

    AcceptorMetric(String id, String help) {
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
