package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * Handles rings from the second connection request on, whether it came by TCP or in a datagram: has them judged, and
 * calls back.
 */
final class AnsweredRings {
    private final Context context;
    private final RingPolicy policy;
    private final HeldReports held = new HeldReports();
    private final CallPlaces places;
    private final DialBudget budget = new DialBudget();

    AnsweredRings(Context context, RingPolicy policy) {
        this.context = context;
        this.policy = policy;
        this.places = new CallPlaces(context, held);
    }

    /**
     * Takes a second connection request.
     *
     * @param equipment the equipment that was rung
     * @param request the request
     * @param way how it came
     * @param story the story so far
     * @param server takes the reports
     * @param turn takes the actions
     */
    void second(Equipment equipment, Message request, RequestWay way, Story story, Reporter server, Turn turn) {
        RingNonce nonce = request.get(Attributes.RING_NONCE);
        RingReporter reporter = new RingReporter(context, equipment.id(), nonce, server);
        // [ACC-9] TARGET-ID is this equipment, RING-NONCE not among the last 256
        if (!equipment.rings().add(nonce)) {
            context.metrics().count(AcceptorMetric.RING_REFUSED_REPEATED);
            reporter.over(Outcome.REFUSED, Optional.empty(), turn);
            return;
        }
        // Until the opened box tells the system.
        boolean byDatagram = way.byDatagram();
        story.names(nonce, equipment.name(), byDatagram ? RingSystem.DATAGRAM : RingSystem.CALL_BACK);
        String address = AddressText.print(request.get(Attributes.XOR_PEER_ADDRESS));
        story.from(address);
        context.stories().add(story);
        story.step(
                turn,
                byDatagram ? "second connection request, in a datagram" : "second connection request",
                "issuer at " + address + paths(request));
        try {
            PermittedRing ring = policy.judge(equipment, request, way, story, reporter, turn);
            share(ring, turn);
            story.step(
                    turn, "request accepted", "grant" + (ring.box().system().needsPassword() ? " and password" : ""));
            places.enter(new RingCall(context, policy, ring, reporter, held, story), turn);
        } catch (RefusedRing refused) {
            context.metrics().count(AcceptorMetric.RING, "refused-" + refused.counter());
            story.step(turn, "request refused", refused.why());
            story.end(new RingStory.End(false, refused.why()));
            reporter.over(Outcome.REFUSED, refused.told(), turn);
        }
    }

    /** What the server says of the paths, for the story. */
    private static String paths(Message request) {
        // [ACC-38] Nothing that the second request says of the paths ends a ring, or lets an address …
        String told = request.find(Attributes.PATHS).isPresent() ? ", will be told when it is called back" : "";
        return told
                + request.find(Attributes.ROUND_TRIPS)
                        .map(times -> "; round trips: " + times.words())
                        .orElse("");
    }

    /**
     * Takes a place and a dial from the grant's shares; the place first, so that a ring without a place costs no dial.
     */
    private void share(PermittedRing ring, Turn turn) throws RefusedRing {
        GrantId grant = ring.box().grant();
        places.find(grant);
        // An address that is not dialled counts as well: the relay costs this gateway no less.
        budget.take(
                grant, ring.issuer().getAddress(), context.settings().limits().dialsPerMinute(), turn.nanos());
    }

    /** How many places and dials are taken; the holders of grants are named. */
    List<LimitUse> limits(Function<GrantId, String> holders, Moment now) {
        List<LimitUse> limits = new ArrayList<>(places.limits(holders));
        limits.addAll(budget.limits(context.settings().limits().dialsPerMinute(), holders, now.nanos()));
        return limits;
    }

    void leave(EstateWriter out) {
        budget.leave(out);
    }

    void inherit(EstateReader in) {
        budget.inherit(in);
    }

    /** {@return whether no ring is under way} */
    boolean atRest() {
        return held.size() == 0 && places.empty();
    }

    /** Dials for the call-backs whose turn has come. Called after every event, as each may have ended another dial. */
    void advance(Turn turn) {
        held.tick(turn);
        places.advance(turn);
    }

    /** {@return when the next call-back has waited long enough for its turn or its report, in monotonic nanoseconds} */
    long deadline() {
        return Math.min(held.deadline(), places.deadline());
    }

    /**
     * Ends call-backs, whether accepted or still being dialled.
     *
     * @param equipment the equipment, by its local name
     * @param which chooses the call-backs, by grant and by the issuer's key
     * @param why in words, for their stories
     * @param told what the issuers of calls that stand are told
     * @param turn takes the actions
     */
    void cut(EquipmentId equipment, BiPredicate<GrantId, KeyFingerprint> which, String why, CutReason told, Turn turn) {
        Consumer<RingCall> cut = call -> {
            if (call.equipment().equals(equipment) && which.test(call.grant(), call.issuer())) {
                call.cut(why, turn);
            }
        };
        places.cut(cut);
        context.owners().each(StandingCall.class, (connection, call) -> {
            CallFacts facts = call.facts();
            if (facts.equipment().equals(equipment) && which.test(facts.grant(), facts.peer())) {
                call.cut(connection, why, Optional.of(told), context.owners(), turn);
            }
        });
    }

    /**
     * Has what stands, and the stories of what was, listed under another local name of their equipment. What is under way
     * is so by itself.
     *
     * @param equipment the old name
     * @param name the new one
     * @param turn takes the actions
     */
    void rename(EquipmentId equipment, EquipmentId name, Turn turn) {
        context.owners().each(StandingCall.class, (connection, call) -> {
            if (call.facts().equipment().equals(equipment)) {
                call.named(connection, name, turn);
            }
        });
        context.stories().rename(equipment, name);
    }

    /** Has the stories of a person's rings listed under another name. */
    void renamePerson(EquipmentId person, EquipmentId name) {
        context.stories().renamePerson(person, name);
    }

    /**
     * Ends the calls of some grants, which stand, but no ring that is under way.
     *
     * @param equipment the equipment, by its local name
     * @param grants which
     * @param turn takes the actions
     * @return how many
     */
    int hangUp(EquipmentId equipment, Set<GrantId> grants, Turn turn) {
        AtomicInteger ended = new AtomicInteger();
        context.owners().each(StandingCall.class, (connection, call) -> {
            CallFacts facts = call.facts();
            if (facts.equipment().equals(equipment) && grants.contains(facts.grant())) {
                CutReason hungUp = CutReason.HUNG_UP;
                call.cut(connection, hungUp.words(), Optional.of(hungUp), context.owners(), turn);
                ended.incrementAndGet();
            }
        });
        return ended.get();
    }

    /**
     * Takes a call that stands from an earlier run: it goes on if it still may.
     *
     * @param stands which
     * @param equipment what was called, if it is here
     * @param turn takes the actions
     */
    void stands(Event.CallStands stands, Optional<Equipment> equipment, Turn turn) {
        CallFacts facts = stands.facts();
        StandingCall call = new StandingCall(facts, Optional.empty());
        context.owners().pass(stands.connection(), call);
        judge(stands.connection(), call, equipment, turn);
    }

    /**
     * Judges a call that is about to move to another session: it does not if it may not go on.
     *
     * @param connection its number
     * @param table has what was called, if it is here
     * @param turn takes the actions
     */
    void moves(long connection, EquipmentTable table, Turn turn) {
        // [CONV-29] Before SWITCH the acceptor judges once more whether the grant stands and is the issuer key's (as …
        context.owners()
                .find(connection, StandingCall.class)
                .ifPresent(
                        call -> judge(connection, call, table.find(call.facts().equipment()), turn));
    }

    /**
     * Judges all calls that stand once more, as the owner changed the configuration.
     *
     * @param table has what was called, if it is here
     * @param turn takes the actions
     */
    void judge(EquipmentTable table, Turn turn) {
        context.owners()
                .each(
                        StandingCall.class,
                        (connection, call) ->
                                judge(connection, call, table.find(call.facts().equipment()), turn));
    }

    private void judge(long connection, StandingCall call, Optional<Equipment> equipment, Turn turn) {
        Optional<StoredGrant> grant =
                equipment.flatMap(called -> called.grant(call.facts().grant()));
        if (grant.isEmpty()) {
            call.cut(
                    connection,
                    "there is no such grant any more",
                    Optional.of(CutReason.UNKNOWN),
                    context.owners(),
                    turn);
            return;
        }
        try {
            policy.standing(
                    equipment.get(),
                    grant.get(),
                    call.facts().peer(),
                    call.facts().service(),
                    turn);
        } catch (RefusedRing refused) {
            call.cut(connection, refused.why(), refused.cut(), context.owners(), turn);
        }
    }

    /** {@return how many call-backs of a piece of equipment are accepted and open} */
    int standing(EquipmentId equipment) {
        return (int) context.owners()
                .all(StandingCall.class)
                .filter(call -> call.facts().equipment().equals(equipment))
                .count();
    }
}
