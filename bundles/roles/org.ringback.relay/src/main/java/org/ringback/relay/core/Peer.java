package org.ringback.relay.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.spi.PeerFacts;

/** One proved connection, and what hangs on it. Not thread-safe. */
final class Peer {
    final long number;
    /** What is known of the other end. */
    final PeerFacts facts;
    /** The code that answers whatever it asks, as there are too many; 0 if it may ask. */
    final int refusal;
    /** The ring that this first TCP connection asked for. */
    @Nullable
    Ring asked;
    /** The issuer whose row of the equipment list this connection is. */
    @Nullable
    EquipmentId listed;
    /** Whose policy this second TCP connection took instead of a ring. */
    @Nullable
    EquipmentId fetches;
    /** Whether the acceptor at the other end sends further Connection Binds on one connection. */
    boolean furtherBinds;

    private final Map<Integer, Ring> bound = new LinkedHashMap<>();

    Peer(long number, PeerFacts facts, int refusal) {
        this.number = number;
        this.facts = facts;
        this.refusal = refusal;
    }

    /** The rings whose second TCP connection this is: a copy. */
    List<Ring> bound() {
        return List.copyOf(bound.values());
    }

    /** The one of them that has this CONNECTION-ID. */
    @Nullable
    Ring bound(int connectionId) {
        return bound.get(connectionId);
    }

    void bind(Ring ring) {
        bound.put(ring.connectionId, ring);
    }

    void unbind(Ring ring) {
        bound.remove(ring.connectionId);
    }

    /** Whether the connection waits for something of ours, whose own limit ends it. */
    boolean busy() {
        return asked != null || !bound.isEmpty() || fetches != null;
    }
}
