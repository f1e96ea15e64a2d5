package org.ringback.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the rings of many histories ended. Thread-safe. */
final class Tally {
    private static final int SHORT = 40;

    private final Map<String, Integer> reasons = new TreeMap<>();
    private int rings;
    private int answered;
    private int whole;
    private int lost;

    synchronized void add(List<SimulatedRing> more) {
        for (SimulatedRing ring : more) {
            rings++;
            if (ring.answered()) {
                answered++;
                whole += ring.call().filter(SimulatedCall::inOrder).isPresent() ? 1 : 0;
            } else if (ring.lost()) {
                lost++;
            } else {
                String reason = ring.reason();
                reasons.merge(reason.substring(0, Math.min(SHORT, reason.length())), 1, Integer::sum);
            }
        }
    }

    synchronized int rings() {
        return rings;
    }

    synchronized int answered() {
        return answered;
    }

    /** {@return after how many of them each conversation was heard whole} */
    synchronized int whole() {
        return whole;
    }

    @Override
    public synchronized String toString() {
        return rings + " rings, " + answered + " answered and " + whole + " of these heard whole, " + lost
                + " ended with their process, " + reasons;
    }
}
