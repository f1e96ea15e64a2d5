package org.ringback.relay.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Deadlines;
import org.ringback.wire.Absence;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.TransactionId;

/**
 * Calls the equipment of pending rings, repeatedly until an answer comes, and lets a ring wait for the next
 * registration of silent equipment (docs/protocol.md, "A ring at the server"). Not thread-safe.
 */
final class RingCalls {
    /** Longest that a ring waits for the equipment's next registration. */
    static final Duration WAIT = Duration.ofSeconds(35);
    /** The least time that the acceptor has to answer a call. */
    static final Duration CALL = Duration.ofSeconds(10);
    /** How much later than expected a registration may come, as its repeats take that long. */
    static final Duration LATE = Duration.ofSeconds(5);
    /** How long after the first call a ring counts as waiting: the last repeat could have been answered. */
    static final Duration PLAIN = Duration.ofMillis(2_500);

    private final Context context;
    private final Caller caller;
    private final RingAnswers answers;
    private final Deadlines<PendingRing> deadlines = new Deadlines<>();

    RingCalls(Context context, Caller caller, RingAnswers answers) {
        this.context = context;
        this.caller = caller;
        this.answers = answers;
    }

    /** Begins a new ring: calls its equipment at once, or lets it wait. */
    void begin(PendingRing ring, Moment now) {
        ring.state(PendingRing.State.WAITING, waitsUntil(ring));
        Optional<Caller.Target> registered = caller.find(ring.target(), now);
        if (registered.isPresent()) {
            call(ring, registered.get(), now);
        } else {
            waits(ring, "no address in the equipment list", now);
            setDeadline(ring);
        }
    }

    /**
     * Calls the equipment at once, as it has registered: for a waiting ring, or again for one that was being called.
     */
    void registered(PendingRing ring, Moment now) {
        if (ring.state == PendingRing.State.WAITING || ring.state == PendingRing.State.CALLING) {
            caller.find(ring.target(), now).ifPresent(target -> call(ring, target, now));
        }
    }

    /** By which address family equipment is registered; empty if it is not. */
    Optional<AddressFamily> family(EquipmentId equipment, Moment now) {
        return caller.find(equipment, now).map(target -> AddressFamily.of(target.address()));
    }

    private void call(PendingRing ring, Caller.Target target, Moment now) {
        if (ring.state == PendingRing.State.WAITING) {
            ring.step("looked up", AddressText.print(target.address()), now);
        }
        ring.state(PendingRing.State.CALLING, callsUntil(ring, target, now));
        // [RING-17] a registration | the wake-up anew, IN-REPLY-TO the new one / the datagram ring anew, with a new …
        if (ring.byDatagram()) {
            PendingRing.Sealed sealed = caller.seal(target, ring);
            ring.callAnew(sealed.transaction(), sealed, now.nanos());
        } else {
            ring.callAnew(TransactionId.random(context.random), null, now.nanos());
        }
        callOnce(ring, target, now);
        setDeadline(ring);
    }

    private void callOnce(PendingRing ring, Caller.Target target, Moment now) {
        // [RING-33] A ring of system call-back, password or certified is never sent by datagram, a datagram ring …
        if (ring.byDatagram()) {
            caller.ringByDatagram(target, ring.sealed);
            ring.step(
                    "second connection request sent",
                    "sealed in a datagram to " + AddressText.print(target.address()),
                    now);
            answers.announce(ring, now);
        } else {
            // [RING-50] The wake-up says by which address family the issuer is seen, where that is not the …
            Optional<AddressFamily> other =
                    Optional.of(ring.family()).filter(family -> family != AddressFamily.of(target.address()));
            caller.wakeUp(target, ring.connectionId, ring.transaction, ring.nextSequence(), other);
            ring.step("third connection request sent", "wake-up to " + AddressText.print(target.address()), now);
        }
        ring.calls++;
    }

    /** Waits for the acceptor's report, as it has the second request. */
    void bound(PendingRing ring, Moment now) {
        ring.state(PendingRing.State.BOUND, now.plus(RingTable.REPORT));
        setDeadline(ring);
    }

    /**
     * Stops calling, as the issuer left. The ring keeps its place until an answer would have come, as otherwise the
     * equipment could be called as fast as somebody hangs up.
     */
    void giveUp(PendingRing ring) {
        ring.state(PendingRing.State.GIVEN_UP, ring.calledAt + CALL.toNanos());
        setDeadline(ring);
    }

    /** Forgets a ring that is over. */
    void end(PendingRing ring) {
        deadlines.clear(ring);
    }

    long nextDeadline() {
        return deadlines.next();
    }

    /** {@return the rings whose deadline has passed} */
    List<PendingRing> due(Moment now) {
        return deadlines.due(now.nanos());
    }

    /** Does what is due for a ring that is not over: calls again, or tells the issuer that it waits. */
    void goOn(PendingRing ring, Moment now) {
        // [RING-16] calling | 0 / 0.5 / 1 / 2 s | the wake-up again (same transaction ID, SEQUENCE rises) / the …
        if (now.nanos() >= Repeats.after(ring.calls, ring.calledAt)) {
            caller.find(ring.target(), now).ifPresentOrElse(target -> callOnce(ring, target, now), () -> ring.calls++);
        } else {
            waits(ring, "no answer to " + (ring.byDatagram() ? "the datagrams" : "the wake-ups"), now);
        }
        setDeadline(ring);
    }

    /** Says how long the ring goes on at most, whenever the equipment registers and however often. */
    private void waits(PendingRing ring, String why, Moment now) {
        // [RING-14] Once it is plain that the ring waits (there is no row, or 2.5 s after the first wake-up or …
        ring.toldWaiting = true;
        int seconds = Context.seconds(latest(ring) - now.nanos());
        ring.step("waits", why + ": for the next registration, at most " + seconds + " s", now);
        answers.waiting(ring, seconds);
    }

    private void setDeadline(PendingRing ring) {
        long next = ring.until;
        if (ring.state == PendingRing.State.CALLING) {
            next = Math.min(next, Repeats.after(ring.calls, ring.calledAt));
            next = Math.min(next, ring.toldWaiting ? next : ring.firstCalledAt + PLAIN.toNanos());
        }
        deadlines.set(ring, next);
    }

    /** When a ring has waited long enough: at most as long as its issuer asked for. */
    private static long waitsUntil(PendingRing ring) {
        // [RING-15] 35 s, or WAIT-TIME if that is less | 437 with ABSENCE silent, gone
        long atMost = ring.connect
                .find(Attributes.WAIT_TIME)
                .map(seconds -> Math.min(seconds, WAIT.toSeconds()))
                .orElse(WAIT.toSeconds());
        return ring.began + Duration.ofSeconds(atMost).toNanos();
    }

    /**
     * Until when to call: until the next registration is overdue, as equipment that does not get the wake-ups may have
     * another address by then; at least as long as a call may take.
     */
    private long callsUntil(PendingRing ring, Caller.Target target, Moment now) {
        long overdue = Math.min(overdue(target), waitsUntil(ring));
        long before = ring.state == PendingRing.State.CALLING ? ring.until : now.nanos();
        // [RING-19] 10 s, and the next registration is overdue: REFRESH-TIME and 5 s after the last one, but no …
        return Math.min(latest(ring), Math.max(Math.max(now.plus(CALL), before), overdue));
    }

    /** When a ring that nobody takes is over at the latest: a registration may come until the end of the wait. */
    private static long latest(PendingRing ring) {
        return waitsUntil(ring) + CALL.toNanos();
    }

    private long overdue(Caller.Target target) {
        return target.row().refreshed() + context.settings.refresh().plus(LATE).toNanos();
    }

    /** Why the equipment of a ring that waited in vain did not answer. */
    Absence absence(PendingRing ring, Moment now) {
        boolean registers = caller.find(ring.target(), now)
                .filter(target -> target.row().refreshed() > ring.began || overdue(target) > now.nanos())
                .isPresent();
        return registers ? Absence.NO_ANSWER : Absence.SILENT;
    }
}
