package org.ringback.kernel;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/**
 * A number of places. If all are taken, a new connection takes the place of the oldest one of the fullest network,
 * among those that have had enough time. Each operation takes O(log n) for n networks. Belongs to its
 * {@link Admission}.
 */
final class Pool {
    private final long leftAlone;
    private final Map<Long, Network> networks = new HashMap<>();
    /** Places that may not be taken yet, the oldest first. */
    private final Set<Place> young = new LinkedHashSet<>();
    /** The networks whose oldest place may be taken. */
    private final TreeSet<Network> mayLose =
            new TreeSet<>(Comparator.comparingInt(Network::size).reversed().thenComparingLong(Network::longestThere));

    private final HighWater taken = new HighWater();
    private int capacity;
    private long turns;

    /** The places of one network, the oldest first. */
    private static final class Network {
        private final Set<Place> places = new LinkedHashSet<>();

        int size() {
            return places.size();
        }

        Place oldest() {
            return places.iterator().next();
        }

        long longestThere() {
            return oldest().turn;
        }

        boolean mayLose() {
            return !places.isEmpty() && oldest().ripe;
        }
    }

    Pool(int capacity, Duration leftAlone) {
        this.capacity = capacity;
        this.leftAlone = leftAlone.toNanos();
    }

    int size() {
        return taken.now();
    }

    boolean halfTaken() {
        return size() >= capacity - size();
    }

    /** How many places are taken of a limit, most of them by which network. */
    LimitUse use(Limit limit) {
        Optional<String> fullest = networks.entrySet().stream()
                .max(Comparator.comparingInt(one -> one.getValue().size()))
                .map(one -> Hosts.text(one.getKey()));
        return taken.use(limit, capacity).by(fullest);
    }

    /** Changes the capacity; taken places stay taken. */
    void capacity(int changed) {
        capacity = changed;
    }

    boolean hasRoom() {
        return size() < capacity;
    }

    /** The place to free for a new connection; null if all still need their time. */
    @Nullable
    Place goes(long now) {
        while (!young.isEmpty()) {
            Place oldest = young.iterator().next();
            if (oldest.ripeAt > now) {
                break;
            }
            young.remove(oldest);
            oldest.ripe = true;
            Network network = networkOf(oldest);
            if (network.oldest() == oldest) {
                mayLose.add(network);
            }
        }
        return mayLose.isEmpty() ? null : mayLose.first().oldest();
    }

    void add(Place place, long now) {
        place.pool = this;
        place.turn = ++turns;
        place.ripe = leftAlone == 0;
        if (!place.ripe) {
            place.ripeAt = now + leftAlone;
            young.add(place);
        }
        Network network = networks.computeIfAbsent(Hosts.network(place.host), key -> new Network());
        mayLoseNoMore(network);
        network.places.add(place);
        taken.more();
        if (network.mayLose()) {
            mayLose.add(network);
        }
    }

    void remove(Place place) {
        place.pool = null;
        young.remove(place);
        Network network = networkOf(place);
        mayLoseNoMore(network);
        network.places.remove(place);
        taken.fewer();
        if (network.places.isEmpty()) {
            networks.remove(Hosts.network(place.host));
        } else if (network.mayLose()) {
            mayLose.add(network);
        }
    }

    /** Takes a network out of the order before its size or its oldest place changes, as both decide its position. */
    private void mayLoseNoMore(Network network) {
        if (network.mayLose()) {
            mayLose.remove(network);
        }
    }

    private Network networkOf(Place place) {
        return Objects.requireNonNull(networks.get(Hosts.network(place.host)), "a network has each place of the pool");
    }
}
