package org.ringback.issuer.core;

import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.net.AddressText;
import org.ringback.issuer.core.IssuerAction.Abort;
import org.ringback.issuer.core.IssuerAction.AnswerCall;
import org.ringback.issuer.core.IssuerAction.AwaitHello;
import org.ringback.issuer.core.IssuerAction.Close;
import org.ringback.issuer.core.IssuerAction.HandOver;
import org.ringback.issuer.core.IssuerAction.Listen;
import org.ringback.issuer.core.IssuerAction.Send;
import org.ringback.issuer.core.IssuerAction.StopListening;
import org.ringback.kernel.Admission;
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
    private EarlyCalls early;
    private long listener = NONE;

    CallDoor(long ring, RingPlan plan, StoryDraft story, Bench bench) {
        this.ring = ring;
        this.plan = plan;
        this.story = story;
        this.bench = bench;
        this.early = new EarlyCalls(bench.silentCalls(), bench.callers());
    }

    /** Begins to listen for one attempt: who came in an earlier one says nothing of this one. */
    void open(Task owner, IssuerEvent.Established first, List<IssuerAction> out) {
        early = new EarlyCalls(bench.silentCalls(), bench.callers());
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
        Admission.Decision decision = early.add(event.connection(), event.remote(), now);
        pushOut(decision, out);
        if (decision.admitted()) {
            bench.switchboard().adopt(event.connection(), owner);
            out.add(new AwaitHello(event.connection()));
        } else {
            bench.tally().add(Tally.CALLS_TOO_MANY);
            out.add(new Abort(event.connection()));
        }
    }

    /** Only now is anything computed for it. */
    void hello(IssuerEvent.Hello event, Moment now, List<IssuerAction> out) {
        long connection = event.connection();
        if (!early.silent(connection)) {
            return;
        }
        Admission.Decision decision = early.hello(connection, now);
        pushOut(decision, out);
        if (decision.admitted()) {
            out.add(new AnswerCall(connection, plan.self(), plan.grant().identity()));
        } else {
            bench.tally().add(Tally.CALLS_TOO_MANY);
            drop(connection, out);
        }
    }

    private void pushOut(Admission.Decision decision, List<IssuerAction> out) {
        if (decision.pushesOut()) {
            bench.tally().add(Tally.CALLS_PUSHED_OUT);
            drop(decision.mustGo(), out);
        }
    }

    private void drop(long connection, List<IssuerAction> out) {
        early.remove(connection);
        bench.switchboard().forgetConnection(connection);
        out.add(new Abort(connection));
    }

    /** Only what is proved gets a place in the story: a stranger must not fill it. */
    void established(IssuerEvent.Established event, Moment now, List<IssuerAction> out) {
        if (!event.peer().equals(plan.grant().identity())) {
            // The protection should have refused it. Nobody but the grant's key comes in (requirement 5).
            bench.tally().add(Tally.CALLS_UNPROVED);
            drop(event.connection(), out);
            return;
        }
        EarlyCalls.Early call = early.prove(event.connection(), event.peer(), now);
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
        early.remove(event.connection());
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

    /**
     * Of an attempt that nobody proved answered: strangers are why where they took all places, so that somebody was turned
     * away or pushed out. A few prove nothing: the router may let their kind in, and not the gateway.
     */
    Ending seen(Ending ending) {
        return ending.reason() == RingReason.NO_ANSWER_FROM_NETWORK && early.crowded()
                ? Ending.of(RingReason.STRANGERS_CAME, strangers())
                : ending;
    }

    /** What the end of an attempt should say in the story, if somebody came who was not the one. */
    String strangers() {
        int strangers = early.unproved();
        if (strangers == 0) {
            return "";
        }
        String key = "the key of " + plan.grant().equipment();
        return early.crowded()
                ? strangers + " strangers held the port, with connections that did not prove " + key
                : strangers + " connection(s) came that did not prove " + key;
    }
}
