package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringback.api.GrantId;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Core;
import org.ringback.kernel.Turn;
import org.ringback.wire.Outcome;

/**
 * Holds the reports of dials that no proved issuer answered until the time for a dial is over. An issuer cannot
 * distinguish a refused connection, silence and another key; if the times of these reports differed, it could use the
 * gateway to scan for open ports behind its address. The owner's story is not held.
 */
final class HeldReports {
    private final List<Held> held = new ArrayList<>();

    private record Held(GrantId grant, RingReporter reporter, Outcome outcome, Optional<ToldReason> told, long at) {}

    void hold(GrantId grant, RingReporter reporter, Outcome outcome, Optional<ToldReason> told, long until) {
        held.add(new Held(grant, reporter, outcome, told, until));
    }

    /** {@return how many reports of a grant are held} */
    long of(GrantId grant) {
        return held.stream().filter(report -> report.grant().equals(grant)).count();
    }

    /** {@return the grant of each} */
    Stream<GrantId> grants() {
        return held.stream().map(Held::grant);
    }

    int size() {
        return held.size();
    }

    void tick(Turn turn) {
        List<Held> due =
                held.stream().filter(report -> report.at() <= turn.nanos()).toList();
        held.removeAll(due);
        due.forEach(report -> report.reporter().over(report.outcome(), report.told(), turn));
    }

    long deadline() {
        return Core.earliest(held, Held::at);
    }
}
