package org.ringback.relay.core;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.api.control.SeenPaths;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Metrics.Metric;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.StunView;
import org.ringback.wire.TicketId;

/**
 * Gives both ends of a ring a ticket for the relay, and joins the two connections that come with them; knows which pairs
 * are relayed, so that a revocation ends that too (docs/protocol.md, "The relay"). A ticket is state of its ring: it opens
 * nothing before the gateway's judge agreed, nothing twice, and nothing after the ring. Not thread-safe.
 */
final class RelayedCalls {
    private final Context context;
    private final StunView view = new StunView();
    private final Map<TicketId, RelayLeg> tickets = new HashMap<>();
    private final Map<Long, RelayLeg> waiting = new HashMap<>();
    private final RelayPlaces places = new RelayPlaces();
    private final RelayDay day = new RelayDay();
    private final RelayPace pace = new RelayPace();

    RelayedCalls(Context context) {
        this.context = context;
    }

    /**
     * The acceptor's ticket, for its second connection request: if this server relays, and the issuer knows how.
     *
     * @param ring of which ring; the same ticket at each call
     * @return the ticket; opens nothing before {@link #calling}
     */
    Optional<RelayTicket> forAcceptor(PendingRing ring) {
        // [RELAY-1] a datagram ring's acceptor says nothing, and gets one if the issuer said so.
        if (ring.relay == null && context.settings.relaying().on() && Paths.haveRelay(ring.connect)) {
            ring.relay = new RelayLegs(leg(ring), leg(ring));
        }
        return Optional.ofNullable(ring.relay).map(legs -> legs.acceptor().ticket);
    }

    private RelayLeg leg(PendingRing ring) {
        RelayLeg leg = new RelayLeg(ring, RelayTicket.random(context.random));
        tickets.put(leg.ticket.id(), leg);
        return leg;
    }

    /** The gateway's judge agreed: the tickets count from now on; returns the issuer's. */
    Optional<RelayTicket> calling(PendingRing ring) {
        RelayLegs legs = ring.relay;
        if (legs == null) {
            return Optional.empty();
        }
        // [RELAY-2] Neither opens anything before the acceptor reports calling, so behind its judge
        legs.issuer().counts = true;
        legs.acceptor().counts = true;
        return Optional.of(legs.issuer().ticket);
    }

    /** Takes a Relay Bind; whoever has no ticket that counts hears nothing. */
    void bind(RelayEvent.RelayBind bind, Moment now) {
        RelayLeg leg = proved(bind.bytes());
        if (leg == null) {
            // [RELAY-4] What has no ticket that counts, or another MAC, is closed without a word.
            context.count(RelayMetric.RELAY_NO_TICKET);
            context.turn.act(new RelayAction.TurnAway(bind.connection()));
            return;
        }
        // [RELAY-3] each opens once, and nothing once the ring is over
        tickets.remove(leg.ticket.id());
        leg.connection = bind.connection();
        leg.transaction = view.transaction();
        waiting.put(leg.connection, leg);
        context.turn.act(new RelayAction.Known(leg.connection));
        RelayLegs legs = leg.legs();
        leg.ring.step("relay", (leg == legs.issuer() ? "the issuer" : "the gateway") + " is there", now);
        if (legs.both()) {
            join(leg.ring, legs, now);
        }
    }

    private @Nullable RelayLeg proved(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        if (view.wrap(message) != null) {
            return null;
        }
        try {
            Message bind = context.codec.decode(view, Door.SERVER_RELAY);
            RelayLeg leg = tickets.get(bind.get(Attributes.TICKET_ID));
            return leg != null && leg.counts && context.codec.macMatches(view, leg.ticket.key()) ? leg : null;
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    private void join(PendingRing ring, RelayLegs legs, Moment now) {
        RelayedPair pair = new RelayedPair(ring.issuerId, ring.target());
        RelayPlaces.Claim claim = claim(pair, now);
        if (claim.refusal() != 0) {
            ring.step("relay", "refused with " + claim.refusal() + ": " + claim.why(), now);
            context.count(RelayMetric.RELAY_TOO_MANY);
            List.of(legs.issuer(), legs.acceptor()).forEach(leg -> refuse(leg, claim.refusal()));
            return;
        }
        claim.makesRoom().ifPresent(number -> makeRoom(ring, number, now));
        long number = places.take(pair, now);
        ring.relayed = number;
        List.of(legs.issuer(), legs.acceptor()).forEach(leg -> waiting.remove(leg.connection));
        // [RELAY-5] The server answers once both ends are there, and reads nothing before: Relay Bound to each, …
        context.turn.act(new RelayAction.Join(
                number,
                pair,
                new RelayAction.Leg(legs.issuer().connection, answer(legs.issuer(), MessageKind.RELAY_BOUND)),
                new RelayAction.Leg(legs.acceptor().connection, answer(legs.acceptor(), MessageKind.RELAY_BOUND))));
        ring.step("relay", "both are there: relayed", now);
        context.count(RelayMetric.RELAY_JOINED);
    }

    private RelayPlaces.Claim claim(RelayedPair wanted, Moment now) {
        RelaySettings.Relaying limits = context.settings.relaying();
        if (day.full(wanted, limits, now.wall())) {
            return RelayPlaces.Claim.refused(ErrorCodes.QUOTA, "the pair or the equipment had its bytes of the day");
        }
        if (!limits.on()) {
            return RelayPlaces.Claim.refused(ErrorCodes.CAPACITY, "the relay was switched off meanwhile");
        }
        if (day.full(limits, now.wall())) {
            return RelayPlaces.Claim.refused(ErrorCodes.CAPACITY, "the server had its bytes of the day");
        }
        return places.claim(wanted, limits.calls(), now);
    }

    private void makeRoom(PendingRing ring, long number, Moment now) {
        RelayedCall goes = Objects.requireNonNull(places.find(number), "it has the place");
        ring.step(
                "relay",
                "a call of " + goes.pair().issuer() + " at " + goes.pair().equipment() + " made room",
                now);
        context.count(RelayMetric.RELAY_MADE_ROOM);
        part(number);
    }

    private void part(long number) {
        RelayedCall call = places.find(number);
        if (call != null) {
            call.part();
            context.turn.act(new RelayAction.Part(number));
        }
    }

    private void refuse(RelayLeg leg, int code) {
        waiting.remove(leg.connection);
        Message refused = Message.of(MessageKind.RELAY_REFUSED, leg.transaction)
                .with(Attributes.ERROR_CODE, code)
                .build();
        context.turn.act(new RelayAction.Refuse(new RelayAction.Leg(leg.connection, context.codec.encode(refused))));
    }

    private byte[] answer(RelayLeg leg, MessageKind kind) {
        return context.codec.encode(Message.of(kind, leg.transaction).build());
    }

    /**
     * By which way a ring goes that is reported to be answered now: empty if both ends were at the relay, and one has left
     * it since, as it does both where the call is over and where a direct one made it needless.
     */
    Optional<SeenPaths.Way> way(PendingRing ring) {
        if (ring.relayed == 0) {
            return Optional.of(SeenPaths.Way.DIRECT);
        }
        RelayedCall call = places.find(ring.relayed);
        return call != null && call.stands() ? Optional.of(SeenPaths.Way.RELAYED) : Optional.empty();
    }

    /** A ring is over: whoever waits for the other end is turned away, what is relayed stands. */
    void ringOver(PendingRing ring) {
        RelayLegs legs = ring.relay;
        if (legs != null) {
            for (RelayLeg leg : List.of(legs.issuer(), legs.acceptor())) {
                tickets.remove(leg.ticket.id());
                if (waiting.remove(leg.connection) != null) {
                    context.turn.act(new RelayAction.TurnAway(leg.connection));
                }
            }
        }
    }

    /** A connection is over that may have waited for the other end. */
    void connectionOver(long connection, String why, Moment now) {
        RelayLeg leg = waiting.remove(connection);
        if (leg != null) {
            // It opened nothing yet: its end may come again.
            tickets.put(leg.ticket.id(), leg);
            leg.left();
            leg.ring.step("relay", "an end left before the other came: " + why, now);
        }
    }

    /** Counts what was relayed; who has had what a day gives is cut. */
    void carried(RelayEvent.RelayCarried carried, Moment now) {
        RelayedCall call = places.find(carried.number());
        context.metrics.count(RelayMetric.RELAY_BYTES, carried.bytes());
        if (call != null) {
            RelaySettings.Relaying limits = context.settings.relaying();
            call.carried(carried.bytes(), now);
            pace.carried(call.pair(), carried.bytes(), now.nanos());
            day.carried(call.pair(), carried.bytes(), now.wall());
            // [RELAY-10] and when pair, equipment or server had their bytes of a day (UTC).
            boolean all = day.full(limits, now.wall());
            cut(any -> all || day.full(any, limits, now.wall()), RelayMetric.RELAY_DAY_USED_UP);
        }
    }

    /** What was relayed is over. */
    void ended(RelayEvent.RelayEnded over) {
        context.count(RelayMetric.RELAY_OVER);
        places.ended(over.number());
    }

    /** Ends what is relayed for some pairs, as one of the two may go on no longer. */
    void cut(Predicate<RelayedPair> which) {
        // [RELAY-9] when the pair may not ask any more or either enrolment ended
        cut(which, RelayMetric.RELAY_CUT);
    }

    private void cut(Predicate<RelayedPair> which, Metric why) {
        places.of(which).forEach(number -> {
            context.count(why);
            part(number);
        });
    }

    /** How much of each limit is used. */
    List<LimitUse> limits(Moment now) {
        RelaySettings.Relaying limits = context.settings.relaying();
        List<LimitUse> uses = new ArrayList<>(places.limits(limits.calls()));
        uses.addAll(pace.limits(limits, now.nanos()));
        uses.addAll(day.limits(limits, now.wall()));
        return uses;
    }

    /** {@return how many are relayed} */
    int standing() {
        return places.of(any -> true).size();
    }

    /** Of whom nothing more is relayed today, in words. */
    List<String> usedUp(Moment now) {
        return day.warnings(context.settings.relaying(), now.wall());
    }
}
