package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.GrantId;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/**
 * Ends grants whose end has come: their call-backs, and what they gave at the server. Looked at with each event, as the
 * clock may have been set meanwhile, and as the next end comes. Rings are judged by {@link RingPolicy}.
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
        for (Equipment equipment : table.all()) {
            if (equipment.nextEnd().isBefore(Instant.MAX)) {
                look(equipment, turn);
            }
        }
    }

    private void look(Equipment equipment, Turn turn) {
        Instant now = context.time(equipment.self()).at(turn.now());
        if (!now.isBefore(equipment.nextEnd())) {
            List<StoredGrant> ended = equipment.end(now);
            if (!ended.isEmpty()) {
                end(equipment, ended, turn);
            }
        }
        if (equipment.nextEnd().isBefore(Instant.MAX)) {
            Duration left = Duration.between(now, equipment.nextEnd());
            deadline = Math.min(deadline, turn.in(left.compareTo(LONGEST) < 0 ? left : LONGEST));
        }
    }

    private void end(Equipment equipment, List<StoredGrant> ended, Turn turn) {
        List<Change> changes = new ArrayList<>();
        for (StoredGrant grant : ended) {
            changes.add(Records.grant(equipment.place(), grant));
            changes.addAll(equipment.withdrawals().add(grant));
        }
        // [WITHDRAW-11] any | a grant's end comes | that it ended is kept and the withdrawal queued, in one …
        turn.persist(changes, equipment.withdrawer().beginning(turn).toArray(Action[]::new));
        Set<GrantId> over = ended.stream().map(StoredGrant::id).collect(Collectors.toSet());
        // [ACC-36] When it comes, the grant's call-backs are cut, standing or on their way.
        rings.cut(equipment.name(), (grant, issuer) -> over.contains(grant), "the grant ended", CutReason.ENDED, turn);
    }

    /** {@return when the next end comes, in monotonic nanoseconds} */
    long deadline() {
        return deadline;
    }
}
