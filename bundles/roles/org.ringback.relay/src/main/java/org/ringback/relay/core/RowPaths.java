package org.ringback.relay.core;

import java.util.Optional;
import org.ringback.api.control.SeenPaths;
import org.ringback.kernel.Registry;
import org.ringback.wire.Message;
import org.ringback.wire.Paths;

/**
 * Notes in the equipment list what rings show of the paths to their two ends, for the operator, and counts by which way
 * they were answered. Nothing is decided by it. Not thread-safe.
 */
record RowPaths(Context context, Registry registry, RelayedCalls relayed) {
    /** The label of a ring of which the server cannot tell how it was answered. */
    private static final String EITHER = "either";

    /** An issuer rang, and is in the list. */
    void asked(PendingRing ring) {
        registry.saw(ring.issuerId, seen -> seen.translated(!PathFacts.untranslated(ring)));
    }

    /** A gateway took the second connection request. */
    void bound(PendingRing ring, Message bind, Peer acceptor) {
        registry.saw(ring.target(), seen -> seen.bound(Paths.havePunch(bind), acceptor.facts.remote()));
    }

    /** A ring was reported to be answered. */
    void reached(PendingRing ring) {
        Optional<SeenPaths.Way> way = relayed.way(ring);
        way.ifPresent(known -> ring.story.way(known.label()));
        context.metrics.count(
                RelayMetric.RING_REACHED_BY, way.map(SeenPaths.Way::label).orElse(EITHER));
        registry.saw(ring.target(), seen -> seen.answered(way));
    }
}
