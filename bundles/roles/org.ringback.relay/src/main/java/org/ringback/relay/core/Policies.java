package org.ringback.relay.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.kernel.Deadlines;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/**
 * The revoked keys of which gateways must still be told: on disk until fetched over a second TCP connection. Not
 * thread-safe.
 */
final class Policies {
    /** Most keys in one Policy; the others follow in the next one. */
    static final int MAX_KEYS = 32;

    private final Context context;
    private final Caller caller;
    private final PeerTable peers;
    private final ConnectionIds ids;
    private final Map<EquipmentId, Set<KeyFingerprint>> pending = new HashMap<>();
    private final Map<EquipmentId, Call> calls = new HashMap<>();
    private final Deadlines<EquipmentId> deadlines = new Deadlines<>();

    /** A wake-up for a policy and, once it was answered, the connection and the keys told. */
    private static final class Call {
        private final int connectionId;
        private final TransactionId transaction;
        private final long first;
        private int sent;
        private @Nullable Peer peer;
        private List<KeyFingerprint> told = List.of();

        Call(int connectionId, TransactionId transaction, long first) {
            this.connectionId = connectionId;
            this.transaction = transaction;
            this.first = first;
        }
    }

    Policies(Context context, Caller caller, PeerTable peers, ConnectionIds ids, RecordSource store) {
        this.context = context;
        this.caller = caller;
        this.peers = peers;
        this.ids = ids;
        RelayTables.each(store, RelayTables.POLICIES, (name, record) -> {
            String[] halves = RelayTables.halves(name);
            keys(new EquipmentId(halves[0])).add(new KeyFingerprint(halves[1]));
        });
    }

    private Set<KeyFingerprint> keys(EquipmentId equipment) {
        return pending.computeIfAbsent(equipment, key -> new TreeSet<>());
    }

    /** How many pieces of equipment have not fetched their policy. */
    int size() {
        return pending.size();
    }

    /** Keeps a revoked key for a piece of equipment, by a lasting change, as it must be told. */
    Change add(EquipmentId equipment, KeyFingerprint key) {
        keys(equipment).add(key);
        return Change.put(RelayTables.POLICIES, keyOf(equipment, key), new byte[0])
                .lasting();
    }

    /** The change that brings a revoked key's record on disk to its state in memory. */
    Change current(String key) {
        String[] halves = RelayTables.halves(key);
        boolean stands =
                pending.getOrDefault(new EquipmentId(halves[0]), Set.of()).contains(new KeyFingerprint(halves[1]));
        return stands ? Change.put(RelayTables.POLICIES, key, new byte[0]) : Change.remove(RelayTables.POLICIES, key);
    }

    /** Forgets the policy of a piece of equipment. */
    List<Change> removeAll(EquipmentId equipment) {
        endCall(equipment);
        Set<KeyFingerprint> keys = pending.remove(equipment);
        return keys == null ? List.of() : removals(equipment, keys);
    }

    private static List<Change> removals(EquipmentId equipment, Collection<KeyFingerprint> keys) {
        return keys.stream()
                .map(key -> Change.remove(RelayTables.POLICIES, keyOf(equipment, key)))
                .toList();
    }

    private static String keyOf(EquipmentId equipment, KeyFingerprint key) {
        return equipment + "/" + key;
    }

    /** Wakes a piece of equipment if it has a policy to fetch and is registered. */
    void wake(EquipmentId equipment, Moment now) {
        Call old = calls.get(equipment);
        if (!pending.containsKey(equipment) || (old != null && old.peer != null)) {
            return;
        }
        endCall(equipment);
        if (caller.find(equipment, now).isPresent()) {
            Call call = new Call(ids.draw(), TransactionId.random(context.random), now.nanos());
            calls.put(equipment, call);
            callOnce(equipment, call, now);
        }
    }

    private void callOnce(EquipmentId equipment, Call call, Moment now) {
        call.sent++;
        caller.find(equipment, now)
                .ifPresent(target ->
                        caller.wakeUp(target, call.connectionId, call.transaction, call.sent, Optional.empty()));
        long again = Repeats.after(call.sent, call.first);
        deadlines.set(equipment, again == Long.MAX_VALUE ? call.first + RingCalls.CALL.toNanos() : again);
    }

    private void endCall(EquipmentId equipment) {
        deadlines.clear(equipment);
        Call call = calls.remove(equipment);
        if (call != null) {
            ids.release(call.connectionId);
        }
    }

    /** Answers a bind with the keys; returns whether the CONNECTION-ID was that of a policy. */
    boolean bind(Peer peer, EquipmentId equipment, int connectionId, Message bind, Moment now) {
        Call call = calls.get(equipment);
        if (call == null || call.connectionId != connectionId || call.peer != null) {
            return false;
        }
        call.peer = peer;
        // [RING-40] the bind with that CONNECTION-ID is answered with Policy, up to 32 keys at a time
        call.told = keys(equipment).stream().limit(MAX_KEYS).toList();
        peer.fetches = equipment;
        deadlines.set(equipment, now.plus(RingTable.REPORT));
        Message.Builder policy =
                Message.of(MessageKind.POLICY, bind.transaction()).with(Attributes.REVOKED_KEYS, call.told);
        context.send(peer.number, SecondRequests.furtherBinds(peer, policy));
        return true;
    }

    /** Removes keys that the gateway has stored; returns whether the report was about a policy. */
    boolean stored(Peer peer, int connectionId, Outcome outcome, Moment now) {
        EquipmentId equipment = equipmentOf(peer);
        Call call = equipment == null ? null : calls.get(equipment);
        if (equipment == null || call == null || call.connectionId != connectionId) {
            return false;
        }
        // [RING-41] Report (outcome calling) on that connection says that it is stored, and ends it.
        if (outcome == Outcome.CALLING) {
            Set<KeyFingerprint> left = keys(equipment);
            left.removeAll(call.told);
            if (left.isEmpty()) {
                pending.remove(equipment);
            }
            context.count(RelayMetric.POLICY_FETCHED);
            context.turn.persist(removals(equipment, call.told));
        }
        over(peer, equipment, now);
        peers.rest(peer, "the policy was fetched", now);
        return true;
    }

    /** Ends the call on a connection that is over; keys that it did not fetch stay pending. */
    void connectionOver(Peer peer, Moment now) {
        EquipmentId equipment = equipmentOf(peer);
        if (equipment != null) {
            over(peer, equipment, now);
        }
    }

    /** Ends the call on a connection, and wakes again if some keys were fetched and others are left. */
    private void over(Peer peer, EquipmentId equipment, Moment now) {
        peer.fetches = null;
        Call call = calls.get(equipment);
        boolean more = call != null && !keys(equipment).containsAll(call.told);
        endCall(equipment);
        if (pending.getOrDefault(equipment, Set.of()).isEmpty()) {
            pending.remove(equipment);
        } else if (more) {
            wake(equipment, now);
        }
    }

    private @Nullable EquipmentId equipmentOf(Peer peer) {
        EquipmentId equipment = peer.fetches;
        Call call = equipment == null ? null : calls.get(equipment);
        return call != null && call.peer == peer ? equipment : null;
    }

    long nextDeadline() {
        return deadlines.next();
    }

    /** Repeats wake-ups; gives a call up after the last one, until the next registration. */
    void expire(Moment now) {
        for (EquipmentId equipment : deadlines.due(now.nanos())) {
            Call call = calls.get(equipment);
            if (call == null) {
                continue;
            }
            Peer peer = call.peer;
            if (peer != null) {
                over(peer, equipment, now);
                peers.rest(peer, "the policy was not acknowledged", now);
            } else if (Repeats.after(call.sent, call.first) == Long.MAX_VALUE) {
                endCall(equipment);
            } else {
                callOnce(equipment, call, now);
            }
        }
    }
}
