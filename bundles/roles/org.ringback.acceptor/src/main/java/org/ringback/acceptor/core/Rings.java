package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.net.AddressText;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/** Rings from the second connection request on, whichever way it came. */
final class Rings {
    private final Kit kit;
    private final Errands errands;
    private final Judge judge;
    private final HeldReports held = new HeldReports();
    private final CallPlaces places;
    private final DialBudget budget = new DialBudget();

    Rings(Kit kit, Errands errands, Judge judge) {
        this.kit = kit;
        this.errands = errands;
        this.judge = judge;
        this.places = new CallPlaces(kit, errands, held);
    }

    /**
     * Takes a second connection request.
     *
     * @param equipment which was asked
     * @param request the request
     * @param byDatagram whether it came sealed in a datagram
     * @param way what happened before
     * @param server hears the reports
     * @param turn takes the actions
     */
    void second(Equipment equipment, Message request, boolean byDatagram, Story.Way way, Reporter server, Turn turn) {
        RingNonce nonce = request.get(Attributes.RING_NONCE);
        RingReporter reporter = new RingReporter(kit, equipment.id(), nonce, server);
        if (!equipment.rings().add(nonce)) {
            kit.tally().count("ring.refused-repeated");
            reporter.over(Outcome.REFUSED, Optional.empty(), turn);
            return;
        }
        Story story = new Story(way, nonce, equipment.id(), byDatagram ? RingSystem.DATAGRAM : RingSystem.CALL_BACK);
        kit.stories().add(story);
        story.step(
                turn,
                byDatagram ? "second connection request, in a datagram" : "second connection request",
                "issuer at " + words(request));
        Verdict verdict = judge.judge(equipment, request, byDatagram, story, reporter, turn);
        if (verdict instanceof Verdict.Call call) {
            verdict = share(call, turn).<Verdict>map(refused -> refused).orElse(verdict);
        }
        if (verdict instanceof Verdict.Call call) {
            story.step(
                    turn, "request accepted", "grant" + (call.box().system().needsPassword() ? " and password" : ""));
            reporter.calling(turn);
            places.enter(new RingCall(kit, errands, judge, equipment, nonce, call, reporter, held, story), turn);
        } else if (verdict instanceof Verdict.Refuse refusal) {
            kit.tally().count("ring.refused-" + refusal.counter());
            story.step(turn, "request refused", refusal.why());
            story.end(false, refusal.why());
            reporter.over(Outcome.REFUSED, refusal.told(), turn);
        }
    }

    /** A place first: a ring that finds none costs no dial. */
    private Optional<Verdict.Refuse> share(Verdict.Call call, Turn turn) {
        GrantId grant = call.box().grant();
        return places.refusal(grant)
                .or(() -> budget.take(
                        grant,
                        call.issuer().getAddress(),
                        kit.settings().limits().dialsPerMinute(),
                        turn.nanos()));
    }

    /** Dials for the call-backs whose turn has come; after every event, as any may have ended another's dial. */
    void advance(Turn turn) {
        held.tick(turn);
        places.advance(turn);
    }

    /** {@return when the next call-back has waited long enough, for its turn or to be reported, in monotonic nanoseconds} */
    long deadline() {
        return Math.min(held.deadline(), places.deadline());
    }

    /**
     * Cuts call-backs, standing or on their way.
     *
     * @param equipment whose
     * @param which those
     * @param why in words, for their stories
     * @param turn takes the actions
     */
    void cut(EquipmentId equipment, Predicate<RingCall> which, String why, Turn turn) {
        Consumer<RingCall> cut = call -> {
            if (call.equipment().equals(equipment) && which.test(call)) {
                call.cut(why, turn);
            }
        };
        places.cut(cut);
        errands.each(RingCall.class, (connection, call) -> cut.accept(call));
    }

    /** {@return how many call-backs of a piece of equipment are conversation} */
    int standing(EquipmentId equipment) {
        return (int) errands.all(RingCall.class)
                .filter(call -> call.equipment().equals(equipment) && call.handedOver())
                .count();
    }

    private static String words(Message request) {
        InetSocketAddress issuer = request.get(Attributes.XOR_PEER_ADDRESS);
        return AddressText.print(issuer);
    }
}
