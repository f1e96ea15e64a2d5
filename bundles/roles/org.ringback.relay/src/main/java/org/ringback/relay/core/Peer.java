package org.ringback.relay.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.spi.PeerFacts;

/** One proved connection, and the rings and rows that depend on it. Not thread-safe. */
final class Peer {
    final long number;
    /** What is known of the proved peer. */
    final PeerFacts facts;
    /** The error code that answers any request, if there are too many connections; 0 if it may ask. */
    final int refusal;
    /** Whether a ring was refused on this connection as the equipment is reached by the other address family. */
    boolean toldFamily;
    /** The ring of this connection, if it is a first TCP connection. */
    @Nullable
    PendingRing asked;
    /** The issuer whose row in the equipment list this connection keeps. */
    @Nullable
    EquipmentId listed;
    /** The equipment whose policy this second TCP connection took in place of a ring. */
    @Nullable
    EquipmentId fetches;
    /** Whether the acceptor at the other end sends further Connection Binds on one connection. */
    boolean furtherBinds;

    private final Map<Integer, PendingRing> bound = new LinkedHashMap<>();

    Peer(long number, PeerFacts facts, int refusal) {
        this.number = number;
        this.facts = facts;
        this.refusal = refusal;
    }

    /** A copy of the rings whose second TCP connection this is. */
    List<PendingRing> bound() {
        return List.copyOf(bound.values());
    }

    /** That one of these rings which has this CONNECTION-ID; null if none has. */
    @Nullable
    PendingRing bound(int connectionId) {
        return bound.get(connectionId);
    }

    void bind(PendingRing ring) {
        bound.put(ring.connectionId, ring);
    }

    void unbind(PendingRing ring) {
        bound.remove(ring.connectionId);
    }

    /** Whether the connection waits for something that has a time limit of its own. */
    boolean busy() {
        return asked != null || !bound.isEmpty() || fetches != null;
    }
}
