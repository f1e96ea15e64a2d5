package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;

/**
 * The connections that came to one pending ring's listener and were not accepted yet: few, and not for long. Belongs to
 * the core's thread.
 */
final class EarlyCalls {
    static final int MAX = 4;
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<Long, Early> calls = new LinkedHashMap<>();
    private int unproved;

    /** One of them. */
    record Early(InetSocketAddress remote, Moment came, long deadline, boolean proved) {}

    boolean full() {
        return calls.size() >= MAX;
    }

    void add(long connection, InetSocketAddress remote, Moment now) {
        calls.put(connection, new Early(remote, now, now.plus(LIMIT), false));
    }

    @Nullable
    Early find(long connection) {
        return calls.get(connection);
    }

    Early prove(long connection) {
        Early proved = calls.computeIfPresent(
                connection, (number, early) -> new Early(early.remote(), early.came(), early.deadline(), true));
        if (proved == null) {
            throw new IllegalStateException("connection " + connection + " is none of this ring's");
        }
        return proved;
    }

    /** Takes one out, and counts it if it ended without a proof. */
    void lose(long connection) {
        Early early = calls.remove(connection);
        if (early != null && !early.proved()) {
            unproved++;
        }
    }

    void remove(long connection) {
        calls.remove(connection);
    }

    /** Takes all of them out. */
    List<Long> clear() {
        List<Long> all = new ArrayList<>(calls.keySet());
        calls.clear();
        return all;
    }

    /** Takes those out whose time is over. */
    List<Long> expire(Moment now) {
        List<Long> over = new ArrayList<>();
        calls.forEach((connection, early) -> {
            if (early.deadline() <= now.nanos()) {
                over.add(connection);
            }
        });
        over.forEach(this::lose);
        return over;
    }

    long deadline() {
        return calls.values().stream().mapToLong(Early::deadline).min().orElse(Long.MAX_VALUE);
    }

    /** {@return how many came and went without a proof} */
    int unproved() {
        return unproved;
    }
}
