package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.AddressText;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/**
 * Pending rings: from Connect until the acceptor has the second request, and every ring's end (docs/protocol.md, "A ring
 * at the server"). Not thread-safe.
 */
final class Rings {
    /** How long a ring waits for the equipment's next registration. */
    static final Duration WAIT = Duration.ofSeconds(35);
    /** How long the acceptor may take to answer a call. */
    static final Duration CALL = Duration.ofSeconds(10);
    /** How long after the second request a final report is waited for. */
    static final Duration REPORT = Duration.ofSeconds(10);
    /** From here on a port is no well-known service's. */
    static final int MIN_PORT = 1024;

    private final Context context;
    private final Devices devices;
    private final Leases leases;
    private final Connections connections;
    private final Caller caller;
    private final ConnectionIds ids;
    private final PendingRings pending;
    private final Stories stories;
    private final Deadlines<Ring> deadlines = new Deadlines<>();

    Rings(
            Context context,
            Devices devices,
            Leases leases,
            Connections connections,
            Caller caller,
            ConnectionIds ids,
            Stories stories) {
        this.context = context;
        this.devices = devices;
        this.leases = leases;
        this.connections = connections;
        this.caller = caller;
        this.ids = ids;
        this.pending = new PendingRings(ids);
        this.stories = stories;
    }

    PendingRings pending() {
        return pending;
    }

    /** First connection request: authorise first, then look up. */
    void connect(Peer peer, Device issuer, Message connect, Moment now) {
        EquipmentId target = connect.get(Attributes.TARGET_ID);
        RingNonce nonce = connect.get(Attributes.RING_NONCE);
        if (!devices.mayAsk(issuer.id(), target)) {
            connections.refuse(peer, connect, ErrorCodes.FORBIDDEN, now);
            return;
        }
        if (peer.asked() != null) {
            // One ring, one connection: the pending one goes on.
            int code = pending.holds(issuer.id(), target, nonce) ? ErrorCodes.ALREADY_PENDING : ErrorCodes.BAD_REQUEST;
            Connections.refusal(connect, code).ifPresent(answer -> context.out().send(peer.number(), answer));
            context.counts().add("refused." + code);
            return;
        }
        int refusal = refusal(peer, issuer.id(), target, nonce, now);
        if (refusal != 0) {
            connections.refuse(peer, connect, refusal, now);
            return;
        }
        begin(peer, issuer, connect, now);
    }

    private int refusal(Peer peer, EquipmentId issuer, EquipmentId target, RingNonce nonce, Moment now) {
        RelaySettings settings = context.settings();
        if (pending.holds(issuer, target, nonce)) {
            return ErrorCodes.ALREADY_PENDING;
        }
        if (pending.of(issuer).size() >= settings.ringsPerIssuer()
                || pending.to(target).size() >= settings.ringsPerEquipment()) {
            return ErrorCodes.QUOTA;
        }
        if (pending.size() >= settings.rings()) {
            return ErrorCodes.CAPACITY;
        }
        if (leases.find(target, now) == null) {
            return ErrorCodes.NOT_REGISTERED;
        }
        return peer.remote().getPort() < MIN_PORT ? ErrorCodes.FORBIDDEN : 0;
    }

    private void begin(Peer peer, Device issuer, Message connect, Moment now) {
        EquipmentId target = connect.get(Attributes.TARGET_ID);
        StoryLog story = stories.begin(new StoryLog(
                connect.get(Attributes.RING_NONCE), target, connect.get(Attributes.SYSTEM_REQUESTED), peer, now));
        Ring ring = new Ring(peer, issuer.id(), connect, ids.draw(), story);
        pending.add(ring);
        peer.asked(ring);
        connections.enterIssuer(peer, issuer.id(), now);
        story.step(
                "first connection request",
                "from " + issuer.id() + ", observed at " + AddressText.print(peer.remote()) + ", said "
                        + AddressText.print(connect.get(Attributes.CALLBACK_ADDRESS)),
                now);
        context.counts().add("ring.asked");
        ring.state(Ring.State.WAITING, now.plus(WAIT));
        Optional<Caller.Target> registered = caller.find(target, now);
        if (registered.isPresent()) {
            call(ring, registered.get(), now);
        } else {
            story.step("waits", "no address in the equipment list: for the next registration", now);
            deadlines.set(ring, ring.until());
        }
    }

    /** A registration of the equipment was answered: what waits for it goes out at once, what was out anew. */
    void registered(EquipmentId equipment, Moment now) {
        for (Ring ring : pending.to(equipment)) {
            if (ring.state() != Ring.State.BOUND) {
                caller.find(equipment, now).ifPresent(target -> call(ring, target, now));
            }
        }
    }

    private void call(Ring ring, Caller.Target target, Moment now) {
        if (ring.state() == Ring.State.WAITING) {
            ring.state(Ring.State.CALLING, now.plus(CALL));
            ring.story().step("looked up", AddressText.print(target.address()), now);
        }
        if (ring.byDatagram()) {
            Ring.Sealed sealed = caller.seal(target, ring);
            ring.callAnew(sealed.transaction(), sealed, now.nanos());
        } else {
            ring.callAnew(TransactionId.random(context.random()), null, now.nanos());
        }
        callOnce(ring, target, now);
    }

    private void callOnce(Ring ring, Caller.Target target, Moment now) {
        if (ring.byDatagram()) {
            caller.ringByDatagram(target, ring.sealed());
            ring.story()
                    .step(
                            "second connection request sent",
                            "sealed in a datagram to " + AddressText.print(target.address()),
                            now);
            announce(ring, Optional.empty(), now);
        } else {
            caller.wakeUp(target, ring.connectionId(), ring.transaction(), ring.nextSequence());
            ring.story()
                    .step("third connection request sent", "wake-up to " + AddressText.print(target.address()), now);
        }
        ring.called();
        setDeadline(ring);
    }

    private void setDeadline(Ring ring) {
        long again = Repeats.after(ring.calls(), ring.calledAt());
        deadlines.set(ring, ring.state() == Ring.State.CALLING ? Math.min(again, ring.until()) : ring.until());
    }

    /** Connect Answer: leaves before the second request, or with the datagram. */
    void announce(Ring ring, Optional<Peer> acceptor, Moment now) {
        Device equipment = devices.find(ring.target());
        if (ring.announced() || equipment == null) {
            return;
        }
        ring.announce();
        Message.Builder answer = Message.of(
                        MessageKind.CONNECT_ANSWER, ring.connect().transaction())
                .with(Attributes.CONNECTION_ID, ring.connectionId())
                .with(Attributes.ACCEPTOR_KEY, equipment.key());
        acceptor.ifPresent(peer -> answer.with(Attributes.ACCEPTOR_ADDRESS, peer.remote()));
        context.out().send(ring.issuer().number(), answer.build());
        ring.story().step("issuer told that the ring is on its way", "", now);
    }

    /** The acceptor has the second request: now its report is waited for. */
    void bound(Ring ring, Moment now) {
        ring.state(Ring.State.BOUND, now.plus(REPORT));
        setDeadline(ring);
    }

    /** The acceptor said how it went. */
    void report(Ring ring, Outcome outcome, Moment now) {
        ring.story().step("report: " + outcome.label(), "", now);
        switch (outcome) {
            case CALLING -> context.counts().add("ring.calling");
            case REACHED -> end(ring, Optional.of(Outcome.REACHED), "", now);
            default -> end(ring, Optional.of(Outcome.NOT_REACHED), "the acceptor reported: " + outcome.label(), now);
        }
    }

    /** Something that a ring hangs on is over. */
    void connectionOver(Peer peer, String why, Moment now) {
        Ring asked = peer.asked();
        if (asked != null && asked.state() == Ring.State.BOUND) {
            // The request is with the acceptor: its report still completes the story.
            peer.asked(null);
            asked.story().step("first connection over", why, now);
        } else if (asked != null) {
            end(asked, Optional.empty(), "the issuer's connection ended: " + why, now);
        }
        Ring bound = peer.bound();
        if (bound != null) {
            end(bound, Optional.of(Outcome.NOT_REACHED), "the second connection ended without a report: " + why, now);
        }
    }

    /** Ends every ring of an ID, as issuer or as equipment. */
    void endAll(EquipmentId id, String why, Moment now) {
        pending.of(id).forEach(ring -> end(ring, Optional.of(Outcome.NOT_REACHED), why, now));
        pending.to(id).forEach(ring -> end(ring, Optional.of(Outcome.NOT_REACHED), why, now));
    }

    /** Ends every ring of an issuer for one piece of equipment. */
    void endPair(EquipmentId issuer, EquipmentId equipment, String why, Moment now) {
        pending.of(issuer, equipment).forEach(ring -> end(ring, Optional.of(Outcome.NOT_REACHED), why, now));
    }

    /** Ends a ring: the issuer hears, if it is still there, both connections close, nothing stays but the story. */
    private void end(Ring ring, Optional<Outcome> result, String reason, Moment now) {
        if (!pending.remove(ring)) {
            return;
        }
        deadlines.clear(ring);
        boolean answered = result.filter(outcome -> outcome == Outcome.REACHED).isPresent();
        ring.story().end(answered, reason, now);
        context.counts().add(answered ? "ring.reached" : "ring.not-reached");
        Peer issuer = ring.issuer();
        if (issuer.asked() != null) {
            issuer.asked(null);
            result.ifPresent(outcome -> tell(ring, outcome));
            connections.close(issuer, "the ring ended", now);
        }
        Peer acceptor = ring.acceptor();
        if (acceptor != null) {
            acceptor.bound(null);
            connections.close(acceptor, "the ring ended", now);
        }
    }

    /** Before the Connect Answer the ring is refused, after it there is a result. */
    private void tell(Ring ring, Outcome outcome) {
        if (ring.announced()) {
            context.out()
                    .send(
                            ring.issuer().number(),
                            Message.of(MessageKind.RESULT, TransactionId.random(context.random()))
                                    .with(Attributes.RING_NONCE, ring.nonce())
                                    .with(Attributes.OUTCOME, outcome)
                                    .build());
            return;
        }
        int code = ring.state() == Ring.State.WAITING ? ErrorCodes.NOT_REGISTERED : ErrorCodes.NO_ANSWER;
        Connections.refusal(ring.connect(), code)
                .ifPresent(answer -> context.out().send(ring.issuer().number(), answer));
        context.counts().add("refused." + code);
    }

    long nextDeadline() {
        return deadlines.next();
    }

    /** Repeats calls, and ends what took too long. */
    void expire(Moment now) {
        for (Ring ring : deadlines.due(now.nanos())) {
            if (now.nanos() >= ring.until()) {
                end(ring, Optional.of(Outcome.NOT_REACHED), tooLong(ring.state()), now);
                continue;
            }
            Optional<Caller.Target> target = caller.find(ring.target(), now);
            if (target.isPresent()) {
                callOnce(ring, target.get(), now);
            } else {
                ring.called();
                setDeadline(ring);
            }
        }
    }

    private static String tooLong(Ring.State state) {
        return switch (state) {
            case WAITING -> "the equipment did not register within " + WAIT.toSeconds() + " s";
            case CALLING -> "the acceptor did not answer within " + CALL.toSeconds() + " s";
            case BOUND -> "no final report within " + REPORT.toSeconds() + " s";
        };
    }
}
