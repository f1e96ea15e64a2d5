package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** At most so many dials to one target address in a minute; so a ring cannot turn gateways against a third party. */
final class DialBudget {
    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_TARGETS = 1_024;

    private final Map<String, Deque<Long>> dials = new HashMap<>();

    /**
     * Takes one dial from a target's budget.
     *
     * @param target to be dialled
     * @param limit dials in a minute
     * @param nanos the time
     * @return whether there was one left
     */
    boolean take(InetAddress target, int limit, long nanos) {
        dials.values().forEach(times -> times.removeIf(time -> nanos - time >= WINDOW));
        dials.values().removeIf(Deque::isEmpty);
        String key = DialRules.key(target);
        Deque<Long> times = dials.get(key);
        if (times == null) {
            if (dials.size() >= MAX_TARGETS) {
                return false;
            }
            times = new ArrayDeque<>();
            dials.put(key, times);
        }
        if (times.size() >= limit) {
            return false;
        }
        times.add(nanos);
        return true;
    }
}
