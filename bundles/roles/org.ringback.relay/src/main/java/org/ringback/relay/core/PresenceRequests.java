package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Answers Presence, by which an issuer asks whether equipment is there (docs/protocol.md, "Presence"). Only looks things
 * up. Not thread-safe.
 */
final class PresenceRequests {
    /** The longest time that the wire can carry. */
    private static final int MAX_AGE = Math.toIntExact(Duration.ofDays(7).toSeconds());

    private final Context context;
    private final Devices devices;
    private final Leases leases;
    private final Caller caller;
    private final Registry registry;
    final KeyBudget budget = KeyBudget.ofQuestions();

    PresenceRequests(Context context, Devices devices, Leases leases, Caller caller, Registry registry) {
        this.context = context;
        this.devices = devices;
        this.leases = leases;
        this.caller = caller;
        this.registry = registry;
    }

    /** Answers an enrolled issuer. The connection stays. */
    void ask(Peer peer, Device issuer, Message request, Moment now) {
        context.count(RelayMetric.PRESENCE_ASKED);
        // [PRES-2] this key has asked 256 times, or 4 times for each second since: 486 with RETRY-AFTER, whatever it …
        long wait = budget.take(issuer.key(), now);
        if (wait > 0) {
            context.count(RelayMetric.PRESENCE_TOO_MANY);
            refuse(peer, request, RingRefusal.quota(wait, Optional.empty()));
            return;
        }
        EquipmentId target = request.get(Attributes.TARGET_ID);
        // [PRES-3] the pair may ask: else 403
        if (!devices.pairs.mayAsk(issuer.id(), target)) {
            refuse(peer, request, RingRefusal.of(ErrorCodes.FORBIDDEN));
            return;
        }
        // [PRES-4] the equipment's enrolment did not end: else 403 with ENDED-ENROLMENT equipment
        if (devices.ended(target)) {
            refuse(peer, request, RingRefusal.because(EndedEnrolment.EQUIPMENT));
            return;
        }
        // [PRES-5] step 5 of Connect: else 437, ABSENCE no lease or signed off
        Optional<Absence> absence = leases.absence(target, now);
        if (absence.isPresent()) {
            refuse(peer, request, RingRefusal.because(absence.get()));
            return;
        }
        // [PRES-1] Nobody is woken, nothing is opened, and nothing of it is kept.
        caller.find(target, now)
                .map(Caller.Target::row)
                .ifPresentOrElse(row -> present(peer, request, row, now), () -> silent(peer, request, target, now));
    }

    private void present(Peer peer, Message request, Registration row, Moment now) {
        // [PRES-7] Present, with AGE since the registration that was heard last, and LIFETIME until the row goes if …
        context.send(
                peer.number,
                Message.of(MessageKind.PRESENT, request.transaction())
                        .with(Attributes.AGE, age(row, now))
                        .with(Attributes.LIFETIME, Context.seconds(row.expires() - now.nanos()))
                        .build());
    }

    private void silent(Peer peer, Message request, EquipmentId target, Moment now) {
        Message.Builder answer = refusal(request, RingRefusal.because(Absence.SILENT));
        // [PRES-6] a row in the equipment list: else 437, ABSENCE silent, with AGE where the server remembers the …
        registry.findLast(target).ifPresent(last -> answer.with(Attributes.AGE, age(last, now)));
        send(peer, RingRefusal.because(Absence.SILENT), answer);
    }

    private static int age(Registration row, Moment now) {
        return (int) Math.min(now.since(row.refreshed()).toSeconds(), MAX_AGE);
    }

    private void refuse(Peer peer, Message request, RingRefusal why) {
        send(peer, why, refusal(request, why));
    }

    private static Message.Builder refusal(Message request, RingRefusal why) {
        return Message.of(MessageKind.PRESENCE_REFUSED, request.transaction()).with(Attributes.ERROR_CODE, why.code());
    }

    private void send(Peer peer, RingRefusal why, Message.Builder answer) {
        // [PRES-8] None of these refusals closes the connection, on which more may be asked, each once the one …
        context.send(peer.number, why.in(answer));
        context.refused(why.code());
    }
}
