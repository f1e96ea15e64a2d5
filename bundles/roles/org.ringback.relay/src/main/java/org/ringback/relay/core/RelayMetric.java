package org.ringback.relay.core;

import org.ringback.kernel.Metrics.Metric;

/** The counters of a server. */
public final class RelayMetric {
    public static final Metric ENROL_DONE = new Metric("enrol.done", "devices that were enrolled");
    public static final Metric ENROL_REPEATED = new Metric("enrol.repeated", "enrolments that were asked for again");
    public static final Metric ENROL_WRONG_PROOF =
            new Metric("enrol.wrong-proof", "wrong proofs for a code that is open or was used");
    public static final Metric AUDIT_LEFT_OUT =
            new Metric("audit.left-out", "joins by invitation and second uses beyond those that are recorded in a day");
    public static final Metric ENROL_CODE_ENDED =
            new Metric("enrol.code-ended", "codes that too many wrong proofs ended");
    public static final Metric ENROL_CODE_USED_TWICE =
            new Metric("enrol.code-used-twice", "codes that came from a second key");
    public static final Metric ENROLMENT = new Metric("enrolment", "enrolments that ended, by how");
    public static final Metric INVITE_DONE = new Metric("invite.done", "invitations that were made");
    public static final Metric LEASE_GIVEN = new Metric("lease.given", "registration keys that were given");
    public static final Metric LEASE_COPY_ALARM =
            new Metric("lease.copy-alarm", "gateways that were seen to live twice");
    public static final Metric LEASE_STORE_ALARM =
            new Metric("lease.store-alarm", "gateways whose store was seen to go back");
    public static final Metric NETWORK_CHECKED =
            new Metric("network.checked", "questions of devices where they are seen");
    public static final Metric NETWORK_TOO_MANY =
            new Metric("network.too-many", "of these, beyond those that one key may ask");
    public static final Metric NETWORK_DIALLED_BACK =
            new Metric("network.dialled-back", "devices that asked to be dialled back, by what came of it");
    public static final Metric POLICY_FETCHED =
            new Metric("policy.fetched", "revoked keys that a gateway fetched, by fetch");
    public static final Metric PRESENCE_ASKED = new Metric("presence.asked", "questions whether equipment is there");
    public static final Metric PRESENCE_TOO_MANY =
            new Metric("presence.too-many", "of these, beyond those that one key may ask");
    public static final Metric REFUSED = new Metric("refused", "requests that were refused, by error code");
    public static final Metric RELAY_JOINED = new Metric("relay.joined", "calls that were relayed");
    public static final Metric RELAY_NO_TICKET =
            new Metric("relay.no-ticket", "connections that wanted to be relayed without a ticket that counts");
    public static final Metric RELAY_TOO_MANY =
            new Metric("relay.too-many", "calls not relayed, as places or the day's bytes were used up");
    public static final Metric RELAY_CUT =
            new Metric("relay.cut", "relayed calls cut, as one of the two may go on no longer");
    public static final Metric RELAY_DAY_USED_UP =
            new Metric("relay.day-used-up", "relayed calls cut, as the day's bytes were used up");
    public static final Metric RELAY_MADE_ROOM =
            new Metric("relay.made-room", "relayed calls cut, as a pair that had none needed the place");
    public static final Metric RELAY_OVER =
            new Metric("relay.over", "relayed calls that ended, those that were cut too");
    public static final Metric RELAY_BYTES = new Metric("relay.bytes", "bytes that were relayed, both ways together");
    public static final Metric REPORT_UNKNOWN = new Metric("report.unknown", "reports of no ring that is known");
    public static final Metric RING_ASKED = new Metric("ring.asked", "rings that were begun");
    public static final Metric RING_BOUND = new Metric("ring.bound", "rings whose second request the acceptor has");
    public static final Metric RING_BOUND_FURTHER =
            new Metric("ring.bound-further", "of these, over a connection that stood already");
    public static final Metric RING_CALLING = new Metric("ring.calling", "reports that the acceptor calls");
    public static final Metric RING_REACHED = new Metric("ring.reached", "rings whose issuer was reached");
    public static final Metric RING_REACHED_BY = new Metric(
            "ring.reached-by",
            "of these, by the way: direct, relayed, or either where both ends had come to the relay and were gone");
    public static final Metric RING_NOT_REACHED = new Metric("ring.not-reached", "rings that ended otherwise");
    public static final Metric RING_SLOWED =
            new Metric("ring.slowed", "rings refused as others of the pair were refused before");
    public static final Metric RING_PUSHED_OUT =
            new Metric("ring.pushed-out", "rings whose place went to an issuer with fewer");
    public static final Metric STORE_FAILED = new Metric("store.failed", "writes that the disk refused");
    public static final Metric TCP_IDLE = new Metric("tcp.idle", "proved connections closed as nothing was asked");
    public static final Metric TCP_RESTED =
            new Metric("tcp.rested", "second connections closed as no further bind came");
    public static final Metric TCP_MALFORMED =
            new Metric("tcp.malformed", "proved peers that sent something malformed");
    public static final Metric TCP_TOO_MANY =
            new Metric("tcp.too-many", "proved connections for which there was no place");
    public static final Metric TCP_TOO_MANY_OF_ONE_KEY =
            new Metric("tcp.too-many-of-one-key", "proved connections beyond those that one key may have");
    public static final Metric TCP_UNPROVED =
            new Metric("tcp.unproved", "connections that ended before their peer was proved, by why");
    public static final Metric UDP_REGISTERED = new Metric("udp.registered", "registrations that were taken");
    public static final Metric UDP_REPEATED = new Metric("udp.repeated", "registrations that came again");
    public static final Metric UDP_REPLAYED = new Metric("udp.replayed", "registrations older than one that was taken");
    public static final Metric UDP_MOVED =
            new Metric("udp.moved", "registrations from another address than the last one");
    public static final Metric UDP_DEREGISTERED = new Metric("udp.deregistered", "equipment that signed off");
    public static final Metric UDP_EXPIRED = new Metric("udp.expired", "registrations that ended by time");
    public static final Metric UDP_CHALLENGED_401 =
            new Metric("udp.challenged-401", "registrations challenged as they proved nothing");
    public static final Metric UDP_CHALLENGED_438 =
            new Metric("udp.challenged-438", "registrations challenged as their nonce is stale");
    public static final Metric UDP_BAD_MAC = new Metric("udp.bad-mac", "datagrams whose MAC is wrong");
    public static final Metric UDP_LATE = new Metric("udp.late", "acknowledgements of a ring that is over");
    public static final Metric UDP_MALFORMED = new Metric("udp.malformed", "datagrams that are malformed, by how");
    public static final Metric UDP_ANSWER_SUPPRESSED =
            new Metric("udp.answer-suppressed", "answers not sent as they were longer than what they answer");
    public static final Metric UDP_PROBE = new Metric("udp.probe", "probes that were answered");
    public static final Metric UDP_PROBE_REFUSED = new Metric("udp.probe-refused", "probes that were not answered");
    public static final Metric UDP_WAKE_UP = new Metric("udp.wake-up", "wake-ups that were sent");
    public static final Metric UDP_DATAGRAM_RING =
            new Metric("udp.datagram-ring", "rings that were sent in a datagram");
    public static final Metric WITHDRAW_DONE = new Metric("withdraw.done", "grants that were taken back");
    public static final Metric WITHDRAW_PERMISSION_ENDED =
            new Metric("withdraw.permission-ended", "permissions that ended by that");

    private RelayMetric() {}
}
