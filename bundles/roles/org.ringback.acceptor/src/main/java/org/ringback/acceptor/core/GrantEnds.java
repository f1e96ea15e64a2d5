package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.kernel.Turn;

/**
 * Ends the call-backs of grants whose end has come. Looked at with each event, as the clock may have been set meanwhile,
 * and as the next end comes. Rings are judged by {@link RingPolicy}.
 */
final class GrantEnds {
    /** The longest time until the next look: an end may be further away than monotonic nanoseconds can count. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Context context;
    private final EquipmentTable table;
    private final AnsweredRings rings;
    private long deadline = Long.MAX_VALUE;

    GrantEnds(Context context, EquipmentTable table, AnsweredRings rings) {
        this.context = context;
        this.table = table;
        this.rings = rings;
    }

    void advance(Turn turn) {
        deadline = Long.MAX_VALUE;
        for (Map.Entry<EquipmentId, Set<GrantId>> called : rings.grants().entrySet()) {
            table.find(called.getKey()).ifPresent(equipment -> end(equipment, called.getValue(), turn));
        }
    }

    private void end(Equipment equipment, Set<GrantId> called, Turn turn) {
        Instant now = context.time(equipment.self()).at(turn.now());
        Set<GrantId> over = new HashSet<>();
        for (GrantId id : called) {
            Optional<StoredGrant> grant = equipment.grant(id);
            if (grant.filter(found -> found.ended(now)).isPresent()) {
                over.add(id);
            } else {
                grant.flatMap(found -> found.terms().until()).ifPresent(end -> awaits(end, now, turn));
            }
        }
        if (!over.isEmpty()) {
            // [ACC-36] When it comes, the grant's call-backs are cut, standing or on their way.
            rings.cut(equipment.name(), (grant, issuer) -> over.contains(grant), "the grant ended", turn);
        }
    }

    private void awaits(Instant end, Instant now, Turn turn) {
        Duration left = Duration.between(now, end);
        deadline = Math.min(deadline, turn.in(left.compareTo(LONGEST) < 0 ? left : LONGEST));
    }

    /** {@return when the next end comes, in monotonic nanoseconds} */
    long deadline() {
        return deadline;
    }
}
