package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one enrolment's server is reached: its names, what they were last found to mean, and which address did last. What
 * is known stays in use until something else is known: a resolver that fails takes no server away. Belongs to one core.
 */
public final class ServerRoute {
    /** So long a name is believed. */
    private static final Duration NAMES_HOLD = Duration.ofSeconds(60);

    private final Map<String, List<InetSocketAddress>> known = new LinkedHashMap<>();
    private final boolean named;
    private Optional<ServerAddress> good = Optional.empty();
    private long askAt = Long.MIN_VALUE;

    private ServerRoute(boolean named) {
        this.named = named;
    }

    /**
     * Knows the names, and no address yet.
     *
     * @param servers {@code host:port}, in the order of the enrolment
     */
    public ServerRoute(List<String> servers) {
        this(true);
        servers.forEach(server -> known.put(server, List.of()));
    }

    /**
     * A route to one address and no other, whatever its name may mean later.
     *
     * @param address which
     * @return the route
     */
    public static ServerRoute only(ServerAddress address) {
        ServerRoute route = new ServerRoute(false);
        route.known.put(address.server(), List.of(address.address()));
        return route;
    }

    /** {@return the names, in the order of the enrolment} */
    public List<String> servers() {
        return List.copyOf(known.keySet());
    }

    /**
     * Whether the names should be asked for.
     *
     * @param now monotonic nanoseconds
     * @return whether they were never asked for, or so long ago that they may mean something else
     */
    public boolean due(long now) {
        return named && now >= askAt;
    }

    /** {@return whether there are names to ask for at all} */
    public boolean named() {
        return named;
    }

    /**
     * The names are being asked for.
     *
     * @param now monotonic nanoseconds
     */
    public void asked(long now) {
        askAt = now + NAMES_HOLD.toNanos();
    }

    /**
     * Takes what was found for a name.
     *
     * @param server the name
     * @param addresses what it means, best first; if empty, what is known stays
     * @return whether the name is one of these and has an address
     */
    public boolean found(String server, List<InetSocketAddress> addresses) {
        if (!named || !known.containsKey(server) || addresses.isEmpty()) {
            return false;
        }
        known.put(server, List.copyOf(addresses));
        return true;
    }

    /**
     * An address proved to be the server's: it comes first from now on.
     *
     * @param address which
     */
    public void proved(ServerAddress address) {
        good = Optional.of(address);
    }

    /**
     * Whether the names still give an address.
     *
     * @param address which
     * @return false if they were changed
     */
    public boolean lists(ServerAddress address) {
        return known.getOrDefault(address.server(), List.of()).contains(address.address());
    }

    /**
     * All addresses in the order in which they are tried: the last good one, then one of each family in turn (RFC 8305
     * §4). If the names do not give the last good one any more, the server moves: it comes last.
     *
     * @return a copy
     */
    public List<ServerAddress> addresses() {
        List<ServerAddress> rest = new ArrayList<>();
        known.forEach((server, found) -> found.forEach(address -> rest.add(new ServerAddress(server, address))));
        // [ISS-1] dialling | start | the server's addresses, the last good one first, then one of each family in …
        List<ServerAddress> ordered = new ArrayList<>();
        good.filter(this::lists).ifPresent(ordered::add);
        rest.removeAll(ordered);
        while (!rest.isEmpty()) {
            ServerAddress next = rest.get(0);
            if (!ordered.isEmpty()) {
                boolean last = ordered.get(ordered.size() - 1).ipv6();
                next = rest.stream()
                        .filter(address -> address.ipv6() != last)
                        .findFirst()
                        .orElse(next);
            }
            rest.remove(next);
            ordered.add(next);
        }
        good.filter(moved -> !lists(moved)).ifPresent(ordered::add);
        return ordered;
    }
}
