package org.ringback.relay.core;

import org.ringback.kernel.Metrics;

/** What a server counts. */
public enum RelayMetric implements Metrics.Metric {
    ENROL_DONE("enrol.done", "devices that were enrolled"),
    ENROL_REPEATED("enrol.repeated", "enrolments that were asked for again"),
    ENROL_WRONG_PROOF("enrol.wrong-proof", "wrong proofs for a code that is open or was used"),
    ENROL_CODE_ENDED("enrol.code-ended", "codes that too many wrong proofs ended"),
    ENROL_CODE_USED_TWICE("enrol.code-used-twice", "codes that came from a second key"),
    ENROLMENT("enrolment", "enrolments that ended, by how"),
    INVITE_DONE("invite.done", "invitations that were made"),
    LEASE_GIVEN("lease.given", "registration keys that were given"),
    LEASE_COPY_ALARM("lease.copy-alarm", "gateways that were seen to live twice"),
    LEASE_STORE_ALARM("lease.store-alarm", "gateways whose store was seen to go back"),
    POLICY_FETCHED("policy.fetched", "revoked keys that a gateway fetched, by fetch"),
    REFUSED("refused", "requests that were refused, by error code"),
    REPORT_UNKNOWN("report.unknown", "reports of no ring that is known"),
    RING_ASKED("ring.asked", "rings that were begun"),
    RING_BOUND("ring.bound", "rings whose second request the acceptor has"),
    RING_BOUND_FURTHER("ring.bound-further", "of these, over a connection that stood already"),
    RING_CALLING("ring.calling", "reports that the acceptor calls"),
    RING_REACHED("ring.reached", "rings whose issuer was reached"),
    RING_NOT_REACHED("ring.not-reached", "rings that ended otherwise"),
    RING_SLOWED("ring.slowed", "rings refused as others of the pair were refused before"),
    RING_PUSHED_OUT("ring.pushed-out", "rings whose place went to an issuer with fewer"),
    STORE_FAILED("store.failed", "writes that the disk refused"),
    TCP_IDLE("tcp.idle", "proved connections closed as nothing was asked"),
    TCP_RESTED("tcp.rested", "second connections closed as no further bind came"),
    TCP_MALFORMED("tcp.malformed", "proved peers that sent something malformed"),
    TCP_TOO_MANY("tcp.too-many", "proved connections for which there was no place"),
    TCP_TOO_MANY_OF_ONE_KEY("tcp.too-many-of-one-key", "proved connections beyond those that one key may have"),
    TCP_UNPROVED("tcp.unproved", "connections that ended before their peer was proved, by why"),
    UDP_REGISTERED("udp.registered", "registrations that were taken"),
    UDP_REPEATED("udp.repeated", "registrations that came again"),
    UDP_REPLAYED("udp.replayed", "registrations older than one that was taken"),
    UDP_MOVED("udp.moved", "registrations from another address than the last one"),
    UDP_DEREGISTERED("udp.deregistered", "equipment that signed off"),
    UDP_EXPIRED("udp.expired", "registrations that ended by time"),
    UDP_CHALLENGED_401("udp.challenged-401", "registrations challenged as they proved nothing"),
    UDP_CHALLENGED_438("udp.challenged-438", "registrations challenged as their nonce is stale"),
    UDP_BAD_MAC("udp.bad-mac", "datagrams whose MAC is wrong"),
    UDP_LATE("udp.late", "acknowledgements of a ring that is over"),
    UDP_MALFORMED("udp.malformed", "datagrams that are malformed, by how"),
    UDP_ANSWER_SUPPRESSED("udp.answer-suppressed", "answers not sent as they were longer than what they answer"),
    UDP_PROBE("udp.probe", "probes that were answered"),
    UDP_PROBE_REFUSED("udp.probe-refused", "probes that were not answered"),
    UDP_WAKE_UP("udp.wake-up", "wake-ups that were sent"),
    UDP_DATAGRAM_RING("udp.datagram-ring", "rings that were sent in a datagram"),
    WITHDRAW_DONE("withdraw.done", "grants that were taken back"),
    WITHDRAW_PERMISSION_ENDED("withdraw.permission-ended", "permissions that ended by that");

    private final String id;
    private final String help;

    RelayMetric(String id, String help) {
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
