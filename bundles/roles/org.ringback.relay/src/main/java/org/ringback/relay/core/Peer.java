package org.ringback.relay.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.spi.PeerFacts;

/** One proved connection, and what hangs on it. Not thread-safe. */
final class Peer {
    private final long number;
    private final PeerFacts facts;
    private final int refusal;
    private @Nullable Ring asked;
    private final Map<Integer, Ring> bound = new LinkedHashMap<>();
    private @Nullable EquipmentId listed;
    private boolean fetchesPolicy;
    private boolean furtherBinds;

    /**
     * Begins.
     *
     * @param number names the connection
     * @param facts what is known of the other end
     * @param refusal the code that answers whatever it asks, as there are too many; 0 if it may ask
     */
    Peer(long number, PeerFacts facts, int refusal) {
        this.number = number;
        this.facts = facts;
        this.refusal = refusal;
    }

    long number() {
        return number;
    }

    int refusal() {
        return refusal;
    }

    /** What is known of the other end. */
    PeerFacts facts() {
        return facts;
    }

    /** The ring that this first TCP connection asked for. */
    @Nullable
    Ring asked() {
        return asked;
    }

    void asked(@Nullable Ring ring) {
        asked = ring;
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
        bound.put(ring.connectionId(), ring);
    }

    void unbind(Ring ring) {
        bound.remove(ring.connectionId());
    }

    /** Whether the acceptor at the other end sends further Connection Binds on one connection. */
    boolean furtherBinds() {
        return furtherBinds;
    }

    void knowsFurtherBinds() {
        furtherBinds = true;
    }

    /** The issuer whose row of the equipment list this connection is. */
    @Nullable
    EquipmentId listed() {
        return listed;
    }

    void listed(EquipmentId issuer) {
        listed = issuer;
    }

    /** Whether this second TCP connection took a policy instead. */
    boolean fetchesPolicy() {
        return fetchesPolicy;
    }

    void fetchesPolicy(boolean fetches) {
        fetchesPolicy = fetches;
    }

    /** Whether the connection waits for something of ours, whose own limit ends it. */
    boolean busy() {
        return asked != null || !bound.isEmpty() || fetchesPolicy;
    }
}
