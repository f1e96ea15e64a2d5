package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Stories;
import org.ringback.kernel.Story;
import org.ringback.wire.Absence;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;

/** Decides on rings from Connect until their end (docs/protocol.md, "A ring at the server"). Not thread-safe. */
final class RingTable {
    /** How long to wait for a final report after the second request. */
    static final Duration REPORT = Duration.ofSeconds(10);
    /** The lowest port that is not a well-known service's. */
    static final int MIN_PORT = 1024;

    private final Context context;
    private final Devices devices;
    private final Leases leases;
    private final PeerTable peers;
    private final ConnectionIds ids;
    final PendingRings pending;
    private final RingLimits limits;
    final Slowdown slowdown = new Slowdown();
    final RingAnswers answers;
    final RingCalls calls;
    final PathFacts paths;
    final Stories stories = new Stories();

    RingTable(
            Context context,
            Devices devices,
            Leases leases,
            PeerTable peers,
            Caller caller,
            ConnectionIds ids,
            PathFacts paths) {
        this.context = context;
        this.devices = devices;
        this.leases = leases;
        this.peers = peers;
        this.ids = ids;
        this.pending = new PendingRings(ids);
        this.limits = new RingLimits(context, pending);
        this.answers = new RingAnswers(context, devices);
        this.calls = new RingCalls(context, caller, answers);
        this.paths = paths;
    }

    /** Answers a first connection request: authorises, then finds the equipment. */
    void connect(Peer peer, Device issuer, Message connect, Moment now) {
        EquipmentId target = connect.get(Attributes.TARGET_ID);
        RingNonce nonce = connect.get(Attributes.RING_NONCE);
        // [RING-1] the connection's key is an enrolled issuer's, the protection is in its record, the pair may ask …
        if (!devices.pairs.mayAsk(issuer.id(), target)) {
            turnAway(peer, issuer, connect, ErrorCodes.FORBIDDEN, now);
            peers.refuse(peer, connect, ErrorCodes.FORBIDDEN, now);
            return;
        }
        // [RING-2] the equipment's enrolment did not end: else 403 with ENDED-ENROLMENT equipment, which nobody …
        if (devices.ended(target)) {
            refuse(peer, issuer, connect, RingRefusal.because(EndedEnrolment.EQUIPMENT), now);
            return;
        }
        if (peer.asked != null) {
            // A connection has one ring: the pending one goes on.
            // [RING-34] A second Connect on a connection whose ring is pending is 446 (same nonce) or 400, and the …
            int code = pending.holds(issuer.id(), target, nonce) ? ErrorCodes.ALREADY_PENDING : ErrorCodes.BAD_REQUEST;
            PeerTable.refusal(connect, code).ifPresent(answer -> context.send(peer.number, answer));
            context.refused(code);
            return;
        }
        Optional<RingRefusal> refusal = refusal(peer, issuer.id(), target, nonce, now);
        if (refusal.isPresent()) {
            refuse(peer, issuer, connect, refusal.get(), now);
            return;
        }
        Optional<RingRefusal> elsewhere = otherFamily(peer, connect, now);
        if (elsewhere.isPresent()) {
            peer.toldFamily = true;
            context.send(peer.number, elsewhere.get().refused(connect));
            context.refused(elsewhere.get().code());
            return;
        }
        RingLimits.Room room = limits.room(issuer.id(), target);
        room.pushedOut().ifPresent(ring -> pushOut(ring, now));
        if (room.granted()) {
            begin(peer, issuer, connect, now);
        } else {
            refuse(peer, issuer, connect, limits.full(target, now), now);
        }
    }

    private void refuse(Peer peer, Device issuer, Message connect, RingRefusal refusal, Moment now) {
        turnAway(peer, issuer, connect, refusal.code(), now);
        context.send(peer.number, refusal.refused(connect));
        context.refused(refusal.code());
        peers.close(peer, "refused with " + refusal.code(), now);
    }

    /** Has it told that a ring ended before it began: it has no story that anybody reads later. */
    private void turnAway(Peer peer, Device issuer, Message connect, int code, Moment now) {
        Story story = story(peer, issuer, connect, now);
        story.end(new RingStory.End(false, "refused with " + code));
        stories.turnedAway(story);
    }

    private Optional<RingRefusal> refusal(
            Peer peer, EquipmentId issuer, EquipmentId target, RingNonce nonce, Moment now) {
        // [RING-3] RING-NONCE already pending for this pair: 446
        if (pending.holds(issuer, target, nonce)) {
            return Optional.of(RingRefusal.of(ErrorCodes.ALREADY_PENDING));
        }
        // [RING-4] the pair is slowed down (below): 486 with RETRY-AFTER and REFUSALS
        Optional<RingRefusal> slowed = slowdown.refusal(issuer, target, now);
        if (slowed.isPresent()) {
            context.count(RelayMetric.RING_SLOWED);
            return slowed;
        }
        return limits.refusal(issuer, now)
                .or(() -> leases.absence(target, now).map(RingRefusal::because))
                .or(() -> unfit(peer));
    }

    /**
     * Refuses a ring whose issuer can come by the address family of the registration, and did not: by that the two ends
     * may meet directly.
     */
    private Optional<RingRefusal> otherFamily(Peer peer, Message connect, Moment now) {
        // [RING-49] The equipment is registered by the other address family than the issuer came by, and PATHS says …
        return calls.family(connect.get(Attributes.TARGET_ID), now)
                .filter(family -> !peer.toldFamily
                        && Paths.haveBothFamilies(connect)
                        && family != AddressFamily.of(peer.facts.remote()))
                .map(RingRefusal::by);
    }

    private static Optional<RingRefusal> unfit(Peer peer) {
        // [RING-9] the observed port is at least 1024: else 403, ABSENCE port below 1024
        // Such a port is a service's and no issuer's, also where the relay could carry the call.
        return peer.facts.remote().getPort() < MIN_PORT
                ? Optional.of(RingRefusal.because(Absence.LOW_PORT))
                : Optional.empty();
    }

    private void pushOut(PendingRing ring, Moment now) {
        context.count(RelayMetric.RING_PUSHED_OUT);
        end(
                ring,
                RingEnd.refused(limits.full(ring.target(), now), "its place went to an issuer with fewer rings"),
                now);
    }

    private void begin(Peer peer, Device issuer, Message connect, Moment now) {
        Story story = story(peer, issuer, connect, now);
        stories.add(story);
        PendingRing ring = new PendingRing(peer, issuer.id(), connect, ids.draw(), story, now.nanos());
        pending.add(ring);
        peer.asked = ring;
        peers.enterIssuer(peer, issuer.id(), now);
        paths.rows().asked(ring);
        ring.step(
                "first connection request",
                "from " + issuer.id() + ", observed at "
                        + AddressText.print(peer.facts.remote()) + ", said "
                        + AddressText.print(connect.get(Attributes.CALLBACK_ADDRESS)),
                now);
        context.count(RelayMetric.RING_ASKED);
        calls.begin(ring, now);
    }

    /** Begins a ring's story, with the steps of the issuer's connection if its protection tells them. */
    private Story story(Peer peer, Device issuer, Message connect, Moment now) {
        Moment began = peer.facts.agreement().stream()
                .findFirst()
                .map(first -> new Moment(first.nanos(), now.wall().minus(now.since(first.nanos()))))
                .orElse(now);
        Story story = new Story("server", began);
        story.names(
                connect.get(Attributes.RING_NONCE),
                connect.get(Attributes.TARGET_ID),
                connect.get(Attributes.SYSTEM_REQUESTED));
        story.person(issuer.id());
        story.protectedBy(peer.facts);
        story.from(AddressText.print(peer.facts.remote()));
        return story;
    }

    /** Calls the equipment for all its pending rings, as it has registered. */
    void registered(EquipmentId equipment, Moment now) {
        pending.to(equipment).forEach(ring -> calls.registered(ring, now));
    }

    /** Takes a report of the acceptor. */
    void report(PendingRing ring, Message report, Moment now) {
        judge(ring, report, now);
        if (ring.state == PendingRing.State.GIVEN_UP) {
            return;
        }
        Outcome outcome = report.get(Attributes.OUTCOME);
        boolean innocent = report.find(Attributes.BUSY).isPresent();
        ring.sealedReason = report.find(Attributes.SEALED_REASON).or(() -> ring.sealedReason);
        ring.step("report: " + outcome.label() + (innocent ? ", not the issuer's fault" : ""), "", now);
        switch (outcome) {
            case CALLING -> {
                context.count(RelayMetric.RING_CALLING);
                paths.calling(ring, now);
            }
            case REACHED -> end(ring, RingEnd.REACHED, now);
            // [RING-20] Report of anything else | Result not reached; gone
            default -> end(ring, RingEnd.notReached("the acceptor reported: " + outcome.label()), now);
        }
    }

    /**
     * Counts a report's refusal or success for the pair: once, even if the issuer hung up, so that guessing that way is
     * not free.
     */
    private void judge(PendingRing ring, Message report, Moment now) {
        Outcome outcome = report.get(Attributes.OUTCOME);
        if (outcome == Outcome.CALLING || ring.judged) {
            return;
        }
        ring.judged = true;
        if (outcome == Outcome.REACHED) {
            slowdown.reached(ring.issuerId, ring.target());
        } else if (outcome == Outcome.REFUSED && report.find(Attributes.BUSY).isEmpty()) {
            slowdown.refused(ring.issuerId, ring.target(), now);
        }
    }

    /** Handles the end of a connection on which rings depend. */
    void connectionOver(Peer peer, String why, Moment now) {
        PendingRing asked = peer.asked;
        if (asked != null) {
            leave(asked, why, now);
        }
        for (PendingRing bound : peer.bound()) {
            end(bound, RingEnd.because(Absence.LOST, "the second connection ended without a report: " + why), now);
        }
    }

    /** Handles the end of the issuer's connection. */
    private void leave(PendingRing ring, String why, Moment now) {
        String left = "the issuer's connection ended: " + why;
        switch (ring.state) {
            case BOUND -> {
                // The acceptor has the request, and its report will complete the story.
                ring.issuer.asked = null;
                ring.step("first connection over", why, now);
            }
            case CALLING -> {
                ring.issuer.asked = null;
                tell(ring, RingEnd.untold(left), now);
                // [RING-23] calling | first TCP connection closed | over: nobody is called for it any more, a bind …
                calls.giveUp(ring);
            }
            default -> end(ring, RingEnd.untold(left), now);
        }
    }

    /** Ends every ring of an ID, as issuer or as equipment. */
    void endAll(EquipmentId id, EndedEnrolment how, String why, Moment now) {
        paths.relayed().cut(pair -> pair.has(id));
        pending.of(id).forEach(ring -> end(ring, RingEnd.refused(RingRefusal.because(how), why), now));
        RingRefusal equipment = RingRefusal.because(EndedEnrolment.EQUIPMENT);
        pending.to(id).forEach(ring -> end(ring, RingEnd.refused(equipment, why), now));
    }

    /** Ends every ring of an issuer for one piece of equipment. */
    void endPair(EquipmentId issuer, EquipmentId equipment, String why, Moment now) {
        // [RING-22] any | the pair may not ask any more: a Withdraw, a revocation or suspension of either end, an …
        paths.relayed().cut(new RelayedPair(issuer, equipment)::equals);
        pending.of(issuer, equipment).forEach(ring -> end(ring, RingEnd.because(Absence.NOT_ALLOWED, why), now));
    }

    /** Ends a ring: tells its issuer if it is still connected, closes the connection, and keeps only the story. */
    private void end(PendingRing ring, RingEnd end, Moment now) {
        if (!pending.remove(ring)) {
            return;
        }
        calls.end(ring);
        paths.relayed().ringOver(ring);
        tell(ring, end, now);
        Peer issuer = ring.issuer;
        if (issuer.asked != null) {
            issuer.asked = null;
            end.outcome().ifPresent(outcome -> answers.end(ring, outcome, end.beside()));
            // [CLOSE-4] both connections of a ring, once it is over and neither serves another
            peers.close(issuer, "the ring ended", now);
        }
        Peer acceptor = ring.acceptor;
        if (acceptor != null) {
            acceptor.unbind(ring);
            peers.rest(acceptor, "the ring ended", now);
        }
    }

    private void tell(PendingRing ring, RingEnd end, Moment now) {
        if (ring.state != PendingRing.State.GIVEN_UP) {
            ring.end(end, now);
            if (end.reached()) {
                paths.rows().reached(ring);
            }
            context.count(end.reached() ? RelayMetric.RING_REACHED : RelayMetric.RING_NOT_REACHED);
        }
    }

    long nextDeadline() {
        return calls.nextDeadline();
    }

    /** Repeats calls, tells issuers whose rings wait, and ends rings that took too long. */
    void expire(Moment now) {
        for (PendingRing ring : calls.due(now)) {
            if (now.nanos() < ring.until) {
                calls.goOn(ring, now);
            } else if (ring.state == PendingRing.State.BOUND) {
                // [RING-21] 10 s without a final report, second connection lost before one | Result not reached with …
                end(ring, RingEnd.because(Absence.LOST, "no final report within " + REPORT.toSeconds() + " s"), now);
            } else {
                inVain(ring, now);
            }
        }
    }

    private void inVain(PendingRing ring, Moment now) {
        Absence why = leases.absence(ring.target(), now).orElse(calls.absence(ring, now));
        long waited = Duration.ofNanos(now.nanos() - ring.began).toSeconds();
        String words =
                switch (why) {
                    case NO_LEASE -> "the equipment's lease ended";
                    case SIGNED_OFF -> "the equipment signed off";
                    case SILENT -> "the equipment did not register within " + waited + " s";
                    default -> "the acceptor did not answer within " + waited + " s";
                };
        end(ring, RingEnd.because(why, words), now);
    }
}
