package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.GrantId;
import org.ringback.api.RingReason;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Core;
import org.ringback.kernel.Turn;
import org.ringback.wire.Outcome;

/**
 * Reports of issuers that no proved answer came from, held until the time for a dial is over. A refused connection,
 * silence and another key are one class for the issuer; if their times differed, a guest could have a gateway look for
 * open ports behind its address. The owner's story does not wait.
 */
final class HeldReports {
    private static final Optional<ToldReason> TOLD = Optional.of(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));

    private final List<Held> held = new ArrayList<>();

    private record Held(GrantId grant, RingReporter reporter, Outcome outcome, long at) {}

    void hold(GrantId grant, RingReporter reporter, Outcome outcome, long until) {
        held.add(new Held(grant, reporter, outcome, until));
    }

    /** {@return how many of a grant are held} */
    long of(GrantId grant) {
        return held.stream().filter(report -> report.grant().equals(grant)).count();
    }

    int size() {
        return held.size();
    }

    void tick(Turn turn) {
        List<Held> due =
                held.stream().filter(report -> report.at() <= turn.nanos()).toList();
        held.removeAll(due);
        due.forEach(report -> report.reporter().over(report.outcome(), TOLD, turn));
    }

    long deadline() {
        return Core.earliest(held, Held::at);
    }
}
