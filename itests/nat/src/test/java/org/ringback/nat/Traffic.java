package org.ringback.nat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Shows what comes to the internet to whoever watches, and holds every SYN of the whole time to the rule: it goes to the
 * server, or between the two sites of a ring to an address at which the server saw the other one. Thread-safe.
 */
final class Traffic implements Consumer<Sighting> {
    /** More than are seen in the time for which a SYN may be repeated. */
    private static final int REMEMBERED = 4096;

    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> observed = new LinkedHashSet<>();
    private final Map<Integer, Set<Integer>> rings = new LinkedHashMap<>();
    /** When the latest datagram came from where, in microseconds since 1970; the latest last. */
    private final Map<InetSocketAddress, Long> datagrams = new LinkedHashMap<>();

    private final List<String> forbidden = new ArrayList<>();

    /** What is seen of two sites while it is open. */
    final class Watch implements AutoCloseable {
        private final Set<Integer> sites;
        private final List<Sighting> seen = new ArrayList<>();

        private Watch(Set<Integer> sites) {
            this.sites = sites;
        }

        private synchronized void take(Sighting sighting) {
            if (sites.contains(sighting.fromSite()) || sites.contains(sighting.toSite())) {
                seen.add(sighting);
            }
        }

        /** {@return what was seen until now} */
        synchronized List<Sighting> seen() {
            return List.copyOf(seen);
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    /** {@return what is seen from now on of what these sites send and are sent} */
    Watch watch(int one, int other) {
        Watch watch = new Watch(new TreeSet<>(List.of(one, other)));
        watches.add(watch);
        return watch;
    }

    /** Says that one site rings the other from now on, so that they may dial each other. */
    synchronized void ring(int one, int other) {
        rings.computeIfAbsent(one, none -> new LinkedHashSet<>()).add(other);
        rings.computeIfAbsent(other, none -> new LinkedHashSet<>()).add(one);
    }

    /** {@return the SYNs that went where none may go, in words} */
    synchronized List<String> forbidden() {
        return List.copyOf(forbidden);
    }

    @Override
    public void accept(Sighting sighting) {
        if (sighting.tcp()) {
            judge(sighting);
        } else {
            datagram(sighting);
        }
        watches.forEach(watch -> watch.take(sighting));
    }

    private synchronized void datagram(Sighting sighting) {
        datagrams.remove(sighting.from());
        datagrams.put(sighting.from(), sighting.micros());
        if (datagrams.size() > REMEMBERED) {
            datagrams.remove(datagrams.keySet().iterator().next());
        }
    }

    /** {@return for how long no datagram came from there, as the internet sees it} */
    synchronized Duration silent(InetSocketAddress from) {
        Instant latest = Instant.EPOCH.plus(datagrams.getOrDefault(from, 0L), ChronoUnit.MICROS);
        return Duration.between(latest, Instant.now());
    }

    private synchronized void judge(Sighting segment) {
        boolean toServer = segment.toSite() == Plan.SERVER && segment.to().getPort() == Plan.PORT;
        if (toServer && observed.add(segment.from()) && observed.size() > REMEMBERED) {
            observed.remove(observed.iterator().next());
        }
        if (segment.asks() && !toServer && !(observed.contains(segment.to()) && ringing(segment))) {
            forbidden.add(segment.from() + " → " + segment.to());
        }
    }

    private boolean ringing(Sighting segment) {
        return rings.getOrDefault(segment.fromSite(), Set.of()).contains(segment.toSite());
    }
}
