package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.wire.Absence;
import org.ringback.wire.ErrorCodes;

/**
 * Decides which ring gets a place among the pending ones, so that nobody takes the places that others need. Has no
 * state of its own.
 */
record RingLimits(Context context, PendingRings pending) {
    /** Most pending rings of one issuer: as many as connections of one key. */
    static final int MAX_PER_ISSUER = PeerTable.MAX_PER_KEY;

    /**
     * {@return why one more ring of an issuer has no place, even if another ring were pushed out; empty if it may have
     * one}
     */
    Optional<RingRefusal> refusal(EquipmentId issuer, Moment now) {
        List<PendingRing> own = pending.of(issuer);
        // [RING-5] 16 rings of this issuer have places: 486 with RETRY-AFTER
        if (own.size() >= MAX_PER_ISSUER) {
            return Optional.of(full(own, now));
        }
        // [RING-6] 1,024 in all: 508
        if (pending.size() >= context.settings.rings()) {
            return Optional.of(RingRefusal.of(ErrorCodes.CAPACITY));
        }
        return Optional.empty();
    }

    /** The refusal if all places at a piece of equipment are taken. */
    RingRefusal full(EquipmentId target, Moment now) {
        return full(pending.to(target), now);
    }

    /**
     * The refusal with the time at which about one of these places becomes free, and with the absence if the rings
     * there wait for silent equipment.
     */
    private static RingRefusal full(List<PendingRing> rings, Moment now) {
        PendingRing first =
                rings.stream().min(Comparator.comparingLong(ring -> ring.until)).orElseThrow();
        return RingRefusal.quota(
                Math.max(1, first.until - now.nanos()),
                first.waitsForRegistration() ? Optional.of(Absence.SILENT) : Optional.empty());
    }

    /** Whether a new ring gets a place at a piece of equipment, and which ring it pushes out. */
    record Room(boolean granted, Optional<PendingRing> pushedOut) {}

    /**
     * Finds a place. While places are free nobody is limited, as the number of rings that an issuer has under way
     * depends on the network's delay. If all are taken, a ring of the issuer with the most rings must go, which may be
     * the new one, but never that of an issuer without a ring. Of its rings the youngest goes, but a given-up one
     * first, as nobody waits for it.
     */
    Room room(EquipmentId issuer, EquipmentId target) {
        List<PendingRing> there = new ArrayList<>(pending.to(target));
        if (there.size() < context.settings.ringsPerEquipment()) {
            return new Room(true, Optional.empty());
        }
        Map<EquipmentId, Integer> places = new HashMap<>();
        there.forEach(ring -> places.merge(ring.issuerId, 1, Integer::sum));
        int own = places.getOrDefault(issuer, 0);
        int most = places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        // [RING-11] this issuer itself is refused if none has more than it, but never if it has none there
        if (own > 0 && own >= most) {
            return new Room(false, Optional.empty());
        }
        // [RING-10] 16 rings have places at this equipment: the youngest ring of the issuer that has most of them …
        PendingRing youngest = youngest(there.stream()
                        .filter(ring -> places.getOrDefault(ring.issuerId, 0) == most)
                        .toList())
                .orElseThrow();
        List<PendingRing> givenUp = there.stream()
                .filter(ring -> ring.issuerId.equals(youngest.issuerId) && ring.state == PendingRing.State.GIVEN_UP)
                .toList();
        return new Room(true, youngest(givenUp).or(() -> Optional.of(youngest)));
    }

    private static Optional<PendingRing> youngest(List<PendingRing> rings) {
        return rings.stream().reduce((older, younger) -> younger);
    }
}
