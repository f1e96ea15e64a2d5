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

/** The places of pending rings: shares, so that nobody fills what others need. Stateless beside what it looks at. */
record RingLimits(Context context, PendingRings pending) {
    /** Pending rings of one issuer in all: as many as connections of one key. */
    static final int MAX_PER_ISSUER = PeerTable.MAX_PER_KEY;

    /** {@return why one more ring of an issuer has no place, whatever may be pushed out; empty if it may have one} */
    Optional<RingRefusal> refusal(EquipmentId issuer, Moment now) {
        List<Ring> own = pending.of(issuer);
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

    /** All places at a piece of equipment are taken. */
    RingRefusal full(EquipmentId target, Moment now) {
        return full(pending.to(target), now);
    }

    /** When about one of these places is free; and whether silent equipment is what the ring there waits for. */
    private static RingRefusal full(List<Ring> rings, Moment now) {
        Ring first =
                rings.stream().min(Comparator.comparingLong(ring -> ring.until)).orElseThrow();
        return RingRefusal.quota(
                Math.max(1, first.until - now.nanos()),
                first.waitsForRegistration() ? Optional.of(Absence.SILENT) : Optional.empty());
    }

    /** What must happen so that a newcomer has a place at a piece of equipment. */
    record Room(boolean granted, Optional<Ring> pushedOut) {}

    /**
     * Finds a place. While some are free nobody is limited, as how many rings of one issuer are under way at once is a
     * matter of distance. Where all are taken, one of the issuer that has most goes, which may be the newcomer, but never
     * one that has none: the youngest, but one that was given up before one that is under way, as nobody waits for it.
     */
    Room room(EquipmentId issuer, EquipmentId target) {
        List<Ring> there = new ArrayList<>(pending.to(target));
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
        Ring youngest = youngest(there.stream()
                        .filter(ring -> places.getOrDefault(ring.issuerId, 0) == most)
                        .toList())
                .orElseThrow();
        List<Ring> givenUp = there.stream()
                .filter(ring -> ring.issuerId.equals(youngest.issuerId) && ring.state == Ring.State.GIVEN_UP)
                .toList();
        return new Room(true, youngest(givenUp).or(() -> Optional.of(youngest)));
    }

    private static Optional<Ring> youngest(List<Ring> rings) {
        return rings.stream().reduce((older, younger) -> younger);
    }
}
