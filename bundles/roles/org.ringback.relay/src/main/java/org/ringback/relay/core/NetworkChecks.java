package org.ringback.relay.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.DialBackOutcome;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;

/**
 * Answers Network Check, by which an enrolled device asks where it is seen, and whether a connection comes in there
 * (docs/protocol.md, "Network check"). A dial-back goes only to the other end of the very connection that asks for it.
 * Not thread-safe.
 */
public final class NetworkChecks {
    /** How long a dial-back may take. */
    public static final Duration LIMIT = Duration.ofSeconds(2);
    /** Most dial-backs at once. */
    static final int MAX_AT_ONCE = 64;

    private final Context context;
    private final PeerTable peers;
    private final Devices devices;
    private final KeyBudget questions;
    private final RoundTripSource measured;
    private final KeyBudget dialBacks = KeyBudget.ofDialBacks();
    /** The requests whose dial-back is under way, by the number of their connection. */
    private final Map<Long, Message> dialling = new HashMap<>();

    private final HighWater atOnce = new HighWater();

    NetworkChecks(Context context, PeerTable peers, Devices devices, KeyBudget questions, RoundTripSource measured) {
        this.context = context;
        this.peers = peers;
        this.devices = devices;
        this.questions = questions;
        this.measured = measured;
    }

    /** Answers an enrolled device, once what it asks for is known. The connection stays. */
    void ask(Peer peer, Message request, Moment now) {
        context.count(RelayMetric.NETWORK_CHECKED);
        // [CHECK-2] It counts as a question of this key as Presence does: beyond these 486 with RETRY-AFTER, and the …
        long wait = questions.take(peer.facts.key(), now);
        if (wait > 0) {
            context.count(RelayMetric.NETWORK_TOO_MANY);
            context.refused(ErrorCodes.QUOTA);
            context.send(
                    peer.number,
                    RingRefusal.quota(wait, Optional.empty())
                            .in(Message.of(MessageKind.NETWORK_CHECK_REFUSED, request.transaction())
                                    .with(Attributes.ERROR_CODE, ErrorCodes.QUOTA)));
            return;
        }
        if (request.find(Attributes.DIAL_BACK).isEmpty()) {
            answer(peer, request, Optional.empty(), now);
            return;
        }
        Optional<DialBackOutcome> refusal = refusal(peer, now);
        if (refusal.isPresent()) {
            told(peer, request, refusal.get(), now);
            return;
        }
        dialling.put(peer.number, request);
        atOnce.reached(dialling.size());
        // [CHECK-4] The server opens one TCP connection to the address and port that it observes on this very …
        context.turn.act(new RelayAction.DialBack(
                peer.number, peer.facts.remote(), peer.facts.local().getAddress()));
    }

    /** Why a peer is not dialled back; empty if it is, which is then taken from its budget. */
    private Optional<DialBackOutcome> refusal(Peer peer, Moment now) {
        // [CHECK-6] It does not dial where the observed port is below 1024, where 64 dial-backs are under way, and …
        if (peer.facts.remote().getPort() < RingTable.MIN_PORT) {
            return Optional.of(DialBackOutcome.LOW_PORT);
        }
        if (dialling.size() >= MAX_AT_ONCE) {
            return Optional.of(DialBackOutcome.TOO_MANY);
        }
        boolean again = dialling.containsKey(peer.number) || dialBacks.take(peer.facts.key(), now) > 0;
        return again ? Optional.of(DialBackOutcome.TOO_SOON) : Optional.empty();
    }

    /** A dial-back is over; whoever asked for it may be gone. */
    void dialledBack(RelayEvent.DialledBack event, Moment now) {
        Message request = dialling.remove(event.connection());
        Peer peer = peers.find(event.connection());
        if (request != null && peer != null) {
            told(peer, request, event.outcome(), now);
        }
    }

    private void told(Peer peer, Message request, DialBackOutcome outcome, Moment now) {
        context.metrics.count(RelayMetric.NETWORK_DIALLED_BACK, outcome.label().replace(' ', '-'));
        answer(peer, request, Optional.of(outcome), now);
    }

    private void answer(Peer peer, Message request, Optional<DialBackOutcome> outcome, Moment now) {
        // [CHECK-3] Network Checked has the address and port that the server observes on this connection, its clock, …
        Message.Builder answer = Message.of(MessageKind.NETWORK_CHECKED, request.transaction())
                .with(Attributes.XOR_MAPPED_ADDRESS, peer.facts.remote())
                .with(Attributes.SERVER_TIME, now.wall().getEpochSecond());
        RoundTrips times = roundTrips(peer);
        if (times.known()) {
            answer.with(Attributes.ROUND_TRIPS, times);
        }
        // [CHECK-9] PATHS has the bit relay where this server relays.
        if (context.settings.relaying().on()) {
            answer.with(Attributes.PATHS, Paths.RELAY);
        }
        outcome.ifPresent(how -> answer.with(Attributes.DIAL_BACK_OUTCOME, how));
        context.send(peer.number, answer.build());
    }

    /** The time stands in the place of whoever asks. */
    private RoundTrips roundTrips(Peer peer) {
        Optional<Duration> smallest = measured.smallest(peer.number);
        Device device = devices.find(peer.facts.key());
        return device != null && device.role() == Role.ISSUER
                ? new RoundTrips(smallest, Optional.empty())
                : new RoundTrips(Optional.empty(), smallest);
    }

    /** How many dial-backs are under way. */
    LimitUse limit() {
        return atOnce.use(RelayLimit.DIAL_BACKS, MAX_AT_ONCE, dialling.size());
    }
}
