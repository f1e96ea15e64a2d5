package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.kernel.Core;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.ServerAddress;

/**
 * The wake-ups of one piece of equipment that are not bound yet, and its second TCP connections, one for each address
 * family at each address of its server. Opening connections is rate-limited, wake-ups are not.
 */
final class WakeUps {
    /** Most waiting wake-ups: more than a server has pending for one piece of equipment. */
    static final int MOST_WAITING = 64;
    /** After how long a wake-up is dropped; longer than any ring waits for its bind. */
    static final Duration STALE = Duration.ofSeconds(45);

    private static final int OPENINGS = 3;
    private static final Duration OPENING = Duration.ofSeconds(1);

    private final TokenBucket openings = new TokenBucket(OPENINGS, OPENING);
    private final Deque<WakeUp> waiting = new ArrayDeque<>();
    private final Map<BindPlaces.Family, SecondConnection> current = new HashMap<>();
    private final Map<BindPlaces.Family, ServerAddress> carried = new HashMap<>();
    private boolean oneBindEach;

    /** {@return the CONNECTION-IDs of the wake-ups that wait} */
    Set<Integer> connectionIds() {
        return waiting.stream().map(WakeUp::connectionId).collect(Collectors.toUnmodifiableSet());
    }

    void leave(EstateWriter out) {
        openings.leave(out);
        out.flag(oneBindEach);
    }

    void inherit(EstateRow in) {
        openings.inherit(in);
        oneBindEach = in.flag();
    }

    /** {@return whether there was room for the wake-up} */
    boolean add(WakeUp wakeUp) {
        return waiting.size() < MOST_WAITING && waiting.add(wakeUp);
    }

    /** {@return a copy of the wake-ups whose ring may still be pending, in order; drops the others} */
    List<WakeUp> waiting(long nanos) {
        waiting.removeIf(wakeUp -> nanos - wakeUp.came().nanos() > STALE.toNanos());
        return List.copyOf(waiting);
    }

    void remove(WakeUp wakeUp) {
        waiting.remove(wakeUp);
    }

    /** {@return whether one more connection may be opened; counts it} */
    boolean mayOpen(long nanos) {
        // [ACC-2] Opening is what is limited: 1/s with a burst of 3 for each piece of equipment.
        return openings.take(nanos);
    }

    /** {@return the address that carried the latest bind of such wake-ups, if it is of their family} */
    Optional<ServerAddress> carried(BindPlaces.Family family) {
        return Optional.ofNullable(carried.get(family));
    }

    /** Notes that a connection with an address of the server was proved. */
    void carries(BindPlaces.Family family, ServerAddress server) {
        if (server.ipv6() == family.ipv6()) {
            carried.put(family, server);
        }
    }

    /** {@return the connection for such wake-ups that takes further binds, or whose first answer will tell} */
    Optional<SecondConnection> current(BindPlaces.Family family) {
        return Optional.ofNullable(current.get(family));
    }

    /** {@return a copy of the connections with all addresses} */
    List<SecondConnection> all() {
        return List.copyOf(current.values());
    }

    void opened(SecondConnection connection) {
        current.put(connection.family(), connection);
    }

    void over(SecondConnection connection) {
        current.remove(connection.family(), connection);
    }

    boolean isCurrent(SecondConnection connection) {
        return connection.equals(current.get(connection.family()));
    }

    /** {@return whether the server takes only one bind on each connection, as older ones do} */
    boolean oneBindEach() {
        return oneBindEach;
    }

    void oneBindEach(boolean each) {
        oneBindEach = each;
    }

    /** {@return when to look again, in monotonic nanoseconds} */
    long deadline() {
        return Math.min(
                Core.earliest(current.values(), SecondConnection::lookAt), Core.earliest(waiting, this::goesOnAt));
    }

    private long goesOnAt(WakeUp wakeUp) {
        long opens = openings.nextAt();
        return current(wakeUp.places().family())
                .filter(one -> !oneBindEach)
                .map(one -> Math.max(opens, one.decidesBy()))
                .orElse(opens);
    }
}
