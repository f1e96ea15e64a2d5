package org.ringback.relay.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Action;
import org.ringback.kernel.Deadlines;
import org.ringback.kernel.Event;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The proved connections, and the rows that issuers have in the equipment list while connected. Not thread-safe. */
final class PeerTable {
    /** How long an enrolled device's connection may be idle. */
    static final Duration IDLE = Duration.ofSeconds(60);
    /** How long the connection of a key that is not enrolled may last without Enrol. */
    static final Duration STRANGER = Duration.ofSeconds(10);
    /** How long a second TCP connection stays open for further binds once no ring runs on it. */
    static final Duration REST = Duration.ofSeconds(3);
    /** Most connections of one key. */
    static final int MAX_PER_KEY = 16;
    /** Most connections in all. */
    static final int MAX = 16_384;
    /** How many connections beyond these limits stay open until they ask, to be told why they are refused. */
    static final int MAX_SURPLUS = 4;
    /**
     * The lifetime of an issuer's row: longer than any first TCP connection, so that the row ends with its connection.
     */
    private static final Duration ISSUER_ROW = Duration.ofHours(1);

    private final Context context;
    private final Registry registry;
    private final Listener listener;
    private final Map<Long, Peer> peers = new HashMap<>();
    private final Map<KeyFingerprint, Set<Peer>> byKey = new HashMap<>();
    private final Deadlines<Peer> deadlines = new Deadlines<>();
    private final HighWater inAll = new HighWater();
    private final HighWater ofOne = new HighWater();

    /** Is told of the end of each connection, whichever side ended it. */
    interface Listener {
        /** A connection is over and removed. */
        void over(Peer peer, String why, Moment now);
    }

    PeerTable(Context context, Registry registry, Listener listener) {
        this.context = context;
        this.registry = registry;
        this.listener = listener;
    }

    @Nullable
    Peer find(long connection) {
        return peers.get(connection);
    }

    int size() {
        return peers.size();
    }

    void established(Event.Established event, @Nullable Device device, Moment now) {
        Set<Peer> others = byKey.computeIfAbsent(event.peer().key(), key -> new LinkedHashSet<>());
        int refusal = refusal(others.size());
        if (others.size() >= MAX_PER_KEY + MAX_SURPLUS || peers.size() >= MAX + MAX_SURPLUS) {
            if (others.isEmpty()) {
                byKey.remove(event.peer().key());
            }
            context.turn.act(new Action.Abort(event.connection()));
            return;
        }
        Peer peer = new Peer(event.connection(), event.peer(), refusal);
        peers.put(peer.number, peer);
        others.add(peer);
        if (refusal == 0) {
            inAll.reached(peers.size());
            ofOne.reached(others.size());
        }
        if (device != null && device.counts()) {
            context.turn.act(new RelayAction.Known(peer.number));
            context.turn.act(proved(peer));
        }
        boolean known = refusal == 0 && device != null && device.counts();
        // [LIM-1] a proved connection that asks nothing / of a key that is not enrolled | 60 s / 10 s, and it keeps …
        deadlines.set(peer, now.plus(known ? IDLE : STRANGER));
        if (device != null && known && device.role() == Role.ISSUER) {
            enterIssuer(peer, device.id(), now);
        }
    }

    /** The action for a peer that is enrolled: its address counts as proved. */
    static RelayAction proved(Peer peer) {
        return new RelayAction.Proved(peer.facts.key(), peer.facts.remote().getAddress());
    }

    /** The error code for any request on one more connection; 0 if it may ask. */
    private int refusal(int ofItsKey) {
        // [LIM-2] connections of one key / in all; 4 more stand until they ask, and are told | 16 (486) / 16,384 (508)
        if (ofItsKey >= MAX_PER_KEY) {
            context.count(RelayMetric.TCP_TOO_MANY_OF_ONE_KEY);
            return ErrorCodes.QUOTA;
        }
        if (peers.size() >= MAX) {
            context.count(RelayMetric.TCP_TOO_MANY);
            return ErrorCodes.CAPACITY;
        }
        return 0;
    }

    /** Restarts a connection's idle time, as its peer asked something. */
    void touch(Peer peer, Moment now) {
        deadlines.set(peer, now.plus(IDLE));
    }

    /**
     * Puts an issuer into the equipment list, with the address observed on its first TCP connection (requirement 1).
     */
    void enterIssuer(Peer peer, EquipmentId id, Moment now) {
        peer.listed = id;
        registry.put(new Registration(
                id,
                Role.ISSUER,
                peer.facts.remote(),
                peer.facts.local(),
                now.nanos(),
                now.nanos(),
                now.plus(ISSUER_ROW)));
    }

    /** The error response to a request; empty for an indication. */
    static Optional<Message> refusal(Message request, int code) {
        return request.kind().refusal().map(kind -> Message.of(kind, request.transaction())
                .with(Attributes.ERROR_CODE, code)
                .build());
    }

    /** Refuses a request and closes. */
    void refuse(Peer peer, Message request, int code, Moment now) {
        refuse(peer, request, code, (kind, answer) -> {}, now);
    }

    /** Refuses a request as forbidden, with the ended enrolment if that is the reason, and closes. */
    void forbid(Peer peer, Message request, Optional<EndedEnrolment> ended, Moment now) {
        BiConsumer<MessageKind, Message.Builder> why =
                (kind, answer) -> ended.filter(how -> kind.optional().contains(Attributes.ENDED_ENROLMENT))
                        .ifPresent(how -> answer.with(Attributes.ENDED_ENROLMENT, how));
        refuse(peer, request, ErrorCodes.FORBIDDEN, why, now);
    }

    /** Refuses a request, says when asking again makes sense, and closes. */
    void refuse(Peer peer, Message request, int code, Duration again, Moment now) {
        int seconds = Context.seconds(Math.max(0, again.toNanos()));
        refuse(peer, request, code, (kind, answer) -> answer.with(Attributes.RETRY_AFTER, seconds), now);
    }

    private void refuse(
            Peer peer, Message request, int code, BiConsumer<MessageKind, Message.Builder> more, Moment now) {
        request.kind().refusal().ifPresent(kind -> {
            Message.Builder answer = Message.of(kind, request.transaction()).with(Attributes.ERROR_CODE, code);
            more.accept(kind, answer);
            context.send(peer.number, answer.build());
        });
        context.refused(code);
        // [CLOSE-3] The server closes after a refusal (but of a second Connect, of a Presence or of a Network Check, …
        close(peer, "refused with " + code, now);
    }

    /** Closes in order after what was sent. */
    void close(Peer peer, String why, Moment now) {
        if (peers.containsKey(peer.number)) {
            context.turn.act(new Action.Close(peer.number));
            over(peer, why, now);
        }
    }

    /** Closes a second TCP connection on which a ring is over, unless others run on it or may come soon. */
    void rest(Peer peer, String why, Moment now) {
        // [RING-30] The end of one disturbs no other, nor does a bind that is refused.
        if (peer.busy() || !peers.containsKey(peer.number)) {
            return;
        }
        if (peer.furtherBinds) {
            deadlines.set(peer, now.plus(REST));
        } else {
            // [RING-32] without it the server closes at once then.
            close(peer, why, now);
        }
    }

    /** Ends every connection of a key at once. */
    void abortAll(KeyFingerprint key, String why, Moment now) {
        for (Peer peer : List.copyOf(byKey.getOrDefault(key, Set.of()))) {
            context.turn.act(new Action.Abort(peer.number));
            over(peer, why, now);
        }
    }

    /** Removes a connection that is over, with its row, and tells the listeners. */
    void over(Peer peer, String why, Moment now) {
        if (peers.remove(peer.number) == null) {
            return;
        }
        deadlines.clear(peer);
        Set<Peer> others = byKey.getOrDefault(peer.facts.key(), Set.of());
        others.remove(peer);
        if (others.isEmpty()) {
            byKey.remove(peer.facts.key());
        }
        EquipmentId listed = peer.listed;
        if (listed != null) {
            leaveIssuer(peer, listed, others, now);
        }
        listener.over(peer, why, now);
    }

    /** Gives the row of an issuer to another connection of the same issuer, or removes it. */
    private void leaveIssuer(Peer peer, EquipmentId id, Set<Peer> others, Moment now) {
        boolean here = registry.find(id, now)
                .filter(row -> row.address().equals(peer.facts.remote()))
                .isPresent();
        if (here) {
            others.stream()
                    .filter(other -> other.refusal == 0)
                    .findFirst()
                    .ifPresentOrElse(other -> enterIssuer(other, id, now), () -> registry.remove(id));
        }
    }

    /** Takes the rows of issuers out of the equipment list, as their connections end now. */
    void leaveAll() {
        for (Peer peer : peers.values()) {
            EquipmentId listed = peer.listed;
            if (listed != null) {
                registry.remove(listed);
                peer.listed = null;
            }
        }
    }

    long nextDeadline() {
        return deadlines.next();
    }

    /** Ends connections that were idle for too long. */
    void expire(Moment now) {
        for (Peer peer : deadlines.due(now.nanos())) {
            if (peer.busy()) {
                touch(peer, now);
            } else {
                context.count(peer.furtherBinds ? RelayMetric.TCP_RESTED : RelayMetric.TCP_IDLE);
                // [CLOSE-6] and where nothing was asked for a minute.
                close(peer, "nothing was asked", now);
            }
        }
    }

    /** How much of each limit is used; those beyond, which only stand to be told, count for none. */
    List<LimitUse> limits(Function<KeyFingerprint, String> names) {
        Map<KeyFingerprint, Integer> ofEach = byKey.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> Math.min(one.getValue().size(), MAX_PER_KEY)));
        return List.of(
                inAll.use(RelayLimit.CONNECTIONS, MAX, Math.min(peers.size(), MAX)),
                ofOne.useOfOne(RelayLimit.CONNECTIONS_OF_KEY, MAX_PER_KEY, ofEach, names));
    }
}
