package org.ringback.issuer.core;

import java.util.List;
import org.ringback.api.AddressText;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.issuer.core.IssuerAction.Abort;
import org.ringback.issuer.core.IssuerAction.AnswerCall;
import org.ringback.issuer.core.IssuerAction.Close;
import org.ringback.issuer.core.IssuerAction.HandOver;
import org.ringback.issuer.core.IssuerAction.Listen;
import org.ringback.issuer.core.IssuerAction.Send;
import org.ringback.issuer.core.IssuerAction.StopListening;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Where call-backs come in while one ring is pending: the listener and the connections not accepted yet. Belongs to the
 * core's thread.
 */
final class CallDoor {
    private static final long NONE = -1;

    private final long ring;
    private final RingPlan plan;
    private final Bench bench;
    private final StoryDraft story;
    private final EarlyCalls early = new EarlyCalls();
    private long listener = NONE;

    CallDoor(long ring, RingPlan plan, StoryDraft story, Bench bench) {
        this.ring = ring;
        this.plan = plan;
        this.story = story;
        this.bench = bench;
    }

    void open(Task owner, IssuerEvent.Established first, List<IssuerAction> out) {
        listener = bench.switchboard().listener(owner);
        out.add(new Listen(listener, first.local()));
    }

    /** Stops listening and drops what was not accepted. */
    void close(List<IssuerAction> out) {
        if (listener != NONE) {
            bench.switchboard().forgetListener(listener);
            out.add(new StopListening(listener));
            listener = NONE;
        }
        for (long connection : early.clear()) {
            bench.switchboard().forgetConnection(connection);
            out.add(new Abort(connection));
        }
    }

    boolean has(long connection) {
        return early.find(connection) != null;
    }

    void incoming(Task owner, IssuerEvent.Incoming event, Moment now, List<IssuerAction> out) {
        bench.tally().add(Tally.CALLS);
        if (early.full()) {
            bench.tally().add(Tally.CALLS_TOO_MANY);
            out.add(new Abort(event.connection()));
            return;
        }
        early.add(event.connection(), event.remote(), now);
        bench.switchboard().adopt(event.connection(), owner);
        out.add(new AnswerCall(event.connection(), plan.self(), plan.grant().identity()));
    }

    /** Only what is proved gets a place in the story: a stranger must not fill it. */
    void established(IssuerEvent.Established event, Moment now, List<IssuerAction> out) {
        if (!event.peer().equals(plan.grant().identity())) {
            // The protection should have refused it. Nobody but the grant's key comes in (requirement 5).
            bench.tally().add(Tally.CALLS_UNPROVED);
            early.lose(event.connection());
            bench.switchboard().forgetConnection(event.connection());
            out.add(new Abort(event.connection()));
            return;
        }
        EarlyCalls.Early call = early.prove(event.connection());
        story.step(call.came(), "call-back came", "from " + AddressText.print(call.remote()));
        story.step(now, "call-back proved", event.protection() + ", " + event.keyAgreement());
    }

    /**
     * The peer's key is the grant's: TLS took care. Now it must mean this ring (requirement 5).
     *
     * @return whether it was accepted
     */
    boolean received(IssuerEvent.Received event, RingNonce nonce, Moment now, List<IssuerAction> out) {
        long connection = event.connection();
        Message message = event.message();
        EquipmentId equipment = plan.grant().equipment();
        boolean accepted = message.kind() == MessageKind.COMMUNICATION_REQUEST
                && message.get(Attributes.RING_NONCE).equals(nonce)
                && message.get(Attributes.TARGET_ID).equals(equipment);
        early.remove(connection);
        if (!accepted) {
            bench.tally().add(Tally.CALLS_OTHER_RING);
            story.step(now, "call-back refused", "it named another ring or other equipment");
            Message refused = Message.of(MessageKind.REFUSED, message.transaction())
                    .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                    .build();
            out.add(new Send(connection, refused));
            out.add(new Close(connection));
            return false;
        }
        story.step(now, "communication request accepted", "");
        Message answer = Message.of(MessageKind.ACCEPTED, message.transaction())
                .with(Attributes.RING_NONCE, nonce)
                .build();
        out.add(new Send(connection, answer));
        bench.switchboard().handOver(connection);
        out.add(new HandOver(
                connection, ring, equipment, plan.service(), plan.grant().identity(), nonce));
        close(out);
        return true;
    }

    void malformed(IssuerEvent.Malformed event, Moment now, List<IssuerAction> out) {
        bench.tally().add(Tally.CALLS_MALFORMED);
        early.remove(event.connection());
        story.step(now, "call-back refused", event.why());
        event.refusal().ifPresent(answer -> out.add(new Send(event.connection(), answer)));
        out.add(new Close(event.connection()));
    }

    void closed(IssuerEvent.Closed event) {
        bench.tally().add(Tally.CALLS_UNPROVED);
        early.lose(event.connection());
    }

    void tick(Moment now, List<IssuerAction> out) {
        for (long connection : early.expire(now)) {
            bench.tally().add(Tally.CALLS_LATE);
            bench.switchboard().forgetConnection(connection);
            out.add(new Abort(connection));
        }
    }

    long deadline() {
        return early.deadline();
    }

    /** What a story's end should add, if somebody came who was not the one. */
    String strangers() {
        return early.unproved() == 0
                ? ""
                : "; " + early.unproved() + " connection(s) came that did not prove the key of "
                        + plan.grant().equipment();
    }
}
