package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The wake-ups of one piece of equipment that have no bind yet, and the second TCP connection that takes them. What is
 * limited is opening connections, not being woken.
 */
final class WakeUps {
    /** More than a server has pending for one piece of equipment. */
    static final int MOST_WAITING = 64;
    /** Longer than any ring waits for its bind. */
    static final Duration STALE = Duration.ofSeconds(45);

    private static final int OPENINGS = 3;
    private static final Duration OPENING = Duration.ofSeconds(1);

    private final TokenBucket openings = new TokenBucket(OPENINGS, OPENING);
    private final Deque<WakeUp> waiting = new ArrayDeque<>();
    private Optional<SecondConnection> current = Optional.empty();
    private boolean oneBindEach;

    /** {@return whether there was room for it} */
    boolean add(WakeUp wakeUp) {
        return waiting.size() < MOST_WAITING && waiting.add(wakeUp);
    }

    /** {@return the one that waits longest, if its ring can still be there} */
    Optional<WakeUp> first(long nanos) {
        while (!waiting.isEmpty() && nanos - waiting.peek().came().nanos() > STALE.toNanos()) {
            waiting.remove();
        }
        return Optional.ofNullable(waiting.peek());
    }

    void removeFirst() {
        waiting.remove();
    }

    /** {@return whether one more connection may be opened; who waits for that is told otherwise} */
    boolean mayOpen(long nanos) {
        boolean may = openings.take(nanos);
        if (!may) {
            waiting.forEach(WakeUp::waitsToOpen);
        }
        return may;
    }

    /** {@return the connection that takes further binds, or will tell whether it does} */
    Optional<SecondConnection> current() {
        return current;
    }

    void opened(SecondConnection connection) {
        current = Optional.of(connection);
    }

    void over(SecondConnection connection) {
        if (isCurrent(connection)) {
            current = Optional.empty();
        }
    }

    boolean isCurrent(SecondConnection connection) {
        return current.filter(connection::equals).isPresent();
    }

    /** {@return whether the server takes one bind on each connection only, as older ones do} */
    boolean oneBindEach() {
        return oneBindEach;
    }

    void oneBindEach(boolean each) {
        oneBindEach = each;
    }

    /** {@return when to look again, in monotonic nanoseconds} */
    long deadline() {
        long next = current.map(SecondConnection::lookAt).orElse(Long.MAX_VALUE);
        if (waiting.isEmpty()) {
            return next;
        }
        long opens = openings.nextAt();
        boolean waits = !oneBindEach && current.isPresent();
        return Math.min(next, waits ? Math.max(opens, current.get().decidesBy()) : opens);
    }
}
