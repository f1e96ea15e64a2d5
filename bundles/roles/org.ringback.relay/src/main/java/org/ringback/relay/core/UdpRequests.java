package org.ringback.relay.core;

import java.util.Locale;
import org.ringback.api.Moment;
import org.ringback.kernel.Event;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.MalformedMessageException.Reason;
import org.ringback.wire.Message;
import org.ringback.wire.StunView;

/**
 * Takes every datagram: checks length, form and FINGERPRINT, then passes it to the class that answers it. Not
 * thread-safe.
 */
record UdpRequests(
        Context context,
        Registrar registrar,
        RingTable rings,
        SecondRequests secondRequests,
        Policies policies,
        StunView view) {
    void received(Event.Datagram datagram, Moment now) {
        Message message;
        try {
            // [REG-5] The server checks in this order: length → form → FINGERPRINT → NONCE → MAC → SEQUENCE → state.
            if (datagram.bytes().remaining() > Door.SERVER_UDP.maxLength()) {
                malformed(Reason.TOO_LONG);
                return;
            }
            Reason reason = view.wrap(datagram.bytes());
            if (reason != null) {
                malformed(reason);
                return;
            }
            message = context.codec.decode(view, Door.SERVER_UDP);
        } catch (MalformedMessageException e) {
            malformed(e.reason());
            return;
        }
        dispatch(message, datagram, now);
    }

    private void dispatch(Message message, Event.Datagram datagram, Moment now) {
        switch (message.kind()) {
            case REGISTER ->
                registrar.register(message, view, datagram, now).ifPresent(equipment -> {
                    rings.registered(equipment, now);
                    policies.wake(equipment, now);
                });
            case PROBE -> registrar.probe(message, view, datagram);
            case RING_ACKNOWLEDGED -> secondRequests.acknowledged(message, view, now);
            case DATAGRAM_REPORT -> secondRequests.datagramReport(message, view, datagram.from(), datagram.at(), now);
            // [REG-6] malformed, or not for this door | nothing is sent; counter
            default -> malformed(Reason.UNEXPECTED_TYPE);
        }
    }

    /** Counts a malformed datagram; sends nothing. */
    private void malformed(Reason reason) {
        // [WIRE-8] by UDP, with whatever MAC | nothing; counter
        context.metrics.count(
                RelayMetric.UDP_MALFORMED,
                reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
