package org.ringback.relay.core;

import org.ringback.api.Moment;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** Sends the issuer of a ring its answers, on the first TCP connection. Stateless. */
record RingAnswers(Context context, Devices devices) {
    /**
     * Sends Connect Answer: before the second request, or with the datagram ring. It does not tell the acceptor's
     * address, as the gateway has not judged yet whether this issuer may know it.
     */
    void announce(PendingRing ring, Moment now) {
        Device equipment = devices.find(ring.target());
        if (ring.announced || equipment == null) {
            return;
        }
        ring.announced = true;
        // [RING-24] Connect Answer does not say where the acceptor is (ACCEPTOR-ADDRESS is an older server's): at …
        Message answer = Message.of(MessageKind.CONNECT_ANSWER, ring.connect.transaction())
                .with(Attributes.CONNECTION_ID, ring.connectionId)
                .with(Attributes.ACCEPTOR_KEY, equipment.key())
                .build();
        context.send(ring.issuer.number, answer);
        ring.step("issuer told that the ring is on its way", "", now);
    }

    /** Sends Waiting, only to an issuer that understands it. */
    void waiting(PendingRing ring, int secondsAtMost) {
        if (ring.connect.find(Attributes.WAIT_TIME).isPresent()) {
            context.send(
                    ring.issuer.number,
                    Message.of(MessageKind.WAITING, TransactionId.random(context.random))
                            .with(Attributes.RING_NONCE, ring.nonce())
                            .with(Attributes.WAIT_TIME, secondsAtMost)
                            .build());
        }
    }

    /** Sends the end of the ring: before the Connect Answer as a refusal, after it as a result. */
    void end(PendingRing ring, Outcome outcome, RingRefusal why) {
        if (!ring.announced) {
            context.send(ring.issuer.number, why.refused(ring.connect));
            context.refused(why.code());
            return;
        }
        Message.Builder result = Message.of(MessageKind.RESULT, TransactionId.random(context.random))
                .with(Attributes.RING_NONCE, ring.nonce())
                .with(Attributes.OUTCOME, outcome);
        // [RING-25] SEALED-REASON of the final report goes on in Result, byte for byte
        ring.sealedReason.ifPresent(reason -> result.with(Attributes.SEALED_REASON, reason));
        context.send(ring.issuer.number, why.in(result));
    }
}
