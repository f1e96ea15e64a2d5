package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/**
 * What the server says of one piece of equipment's invitations: that a second key used them (docs/protocol.md,
 * "Enrolment"). Their grants get an alarm; once that is on disk the server is told that it is noted.
 */
final class UsedTwice {
    private static final String REASON = "a second device used its string at the server, so somebody has a copy";

    private final Equipment equipment;
    /** What the last answer named: as many as a message may, and so never more in the next request. */
    private List<Long> named = List.of();
    /** What of it is noted. */
    private final Set<Long> noted = new LinkedHashSet<>();

    UsedTwice(Equipment equipment) {
        this.equipment = equipment;
    }

    /** {@return what to name in the next registration} */
    List<Long> noted() {
        return List.copyOf(noted);
    }

    /** Takes what a proved answer to a registration names; nothing if the server knows that all is noted. */
    void told(List<Long> codes, Turn turn) {
        named = List.copyOf(codes);
        noted.retainAll(named);
        List<Long> fresh =
                codes.stream().filter(code -> !noted.contains(code)).distinct().toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<Change> changes = new ArrayList<>();
        for (StoredGrant grant : equipment.grants()) {
            if (!grant.over() && grant.code().filter(fresh::contains).isPresent()) {
                StoredGrant alarmed = grant.alarm().isEmpty() ? grant.alarmed(REASON) : grant;
                equipment.put(alarmed);
                // Written again if it has its alarm already, as the first write may have failed.
                changes.add(Records.grant(equipment.place(), alarmed));
            }
        }
        AcceptorEvent.AlarmsWritten written = new AcceptorEvent.AlarmsWritten(equipment.place(), fresh);
        if (changes.isEmpty()) {
            written(written);
        } else {
            turn.persist(changes, new AcceptorAction.Tell(written));
        }
    }

    /** The alarms are on disk. What the server does not name any more needs no answer. */
    void written(AcceptorEvent.AlarmsWritten event) {
        // [ENROL-18] The gateway writes an alarm to the grants that these invitations came with, and names them in …
        event.codes().stream().filter(named::contains).forEach(noted::add);
    }
}
