package org.ringback.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.ringback.api.Moment;

/**
 * The names of one enrolment's server, the addresses that they were last resolved to, and the address that last worked.
 * Known addresses stay in use until others are known, so that a failing resolver loses no server. Belongs to one core.
 */
public final class ServerRoute {
    /** How long the addresses of a name are used before it is resolved again. */
    private static final Duration NAMES_HOLD = Duration.ofSeconds(60);

    private final Map<String, List<InetSocketAddress>> known = new LinkedHashMap<>();
    private final boolean named;
    /** All addresses in their order, if there are no names to resolve. */
    private final List<ServerAddress> fixed;

    private Optional<ServerAddress> good = Optional.empty();
    private long askAt = Long.MIN_VALUE;
    private long oneFamilyUntil = Long.MIN_VALUE;

    private ServerRoute(boolean named, List<ServerAddress> fixed) {
        this.named = named;
        this.fixed = List.copyOf(fixed);
    }

    /**
     * Makes a route that knows the names, and no address yet.
     *
     * @param servers {@code host:port}, in the order of the enrolment
     */
    public ServerRoute(List<String> servers) {
        this(true, List.of());
        servers.forEach(server -> known.put(server, List.of()));
    }

    /**
     * Makes a route to one fixed address.
     *
     * @param address which
     * @return the route
     */
    public static ServerRoute only(ServerAddress address) {
        return only(List.of(address));
    }

    /**
     * Makes a route to fixed addresses, which keep their order.
     *
     * @param addresses which, the best first
     * @return the route
     */
    public static ServerRoute only(List<ServerAddress> addresses) {
        ServerRoute route = new ServerRoute(false, addresses);
        addresses.forEach(address -> route.known
                .computeIfAbsent(address.server(), name -> new ArrayList<>())
                .add(address.address()));
        return route;
    }

    /**
     * Tells a successor the known addresses.
     *
     * @param out takes each name and address
     */
    public void leave(BiConsumer<String, InetSocketAddress> out) {
        known.forEach((server, addresses) -> addresses.forEach(address -> out.accept(server, address)));
    }

    /**
     * Takes an address that a predecessor knew; the names are asked for as often as before.
     *
     * @param server the name
     * @param address one of its addresses
     * @param now the time
     */
    public void inherit(String server, InetSocketAddress address, Moment now) {
        List<InetSocketAddress> all = new ArrayList<>(known.getOrDefault(server, List.of()));
        if (named && known.containsKey(server) && !all.contains(address)) {
            all.add(address);
            known.put(server, List.copyOf(all));
            asked(now.nanos());
        }
    }

    /** {@return the names, in the order of the enrolment} */
    public List<String> servers() {
        return List.copyOf(known.keySet());
    }

    /**
     * Whether the names should be resolved.
     *
     * @param now monotonic nanoseconds
     * @return whether they were never resolved, or long ago
     */
    public boolean due(long now) {
        return named && now >= askAt;
    }

    /**
     * Notes that the server was not reached in time by the other address family than that in use.
     *
     * @param until when it is worth a try again, in monotonic nanoseconds
     */
    public void oneFamily(long until) {
        oneFamilyUntil = until;
    }

    /**
     * Whether the server may be reached by both address families, if it has addresses of both.
     *
     * @param now monotonic nanoseconds
     * @return false if that failed lately
     */
    public boolean bothFamilies(long now) {
        return now >= oneFamilyUntil;
    }

    /**
     * All addresses, without their ports.
     *
     * @return a copy
     */
    public List<InetAddress> hosts() {
        return addresses().stream().map(server -> server.address().getAddress()).toList();
    }

    /** {@return whether there are names to resolve} */
    public boolean named() {
        return named;
    }

    /**
     * Notes that the names are being resolved.
     *
     * @param now monotonic nanoseconds
     */
    public void asked(long now) {
        askAt = now + NAMES_HOLD.toNanos();
    }

    /**
     * Takes the addresses of a name.
     *
     * @param server the name
     * @param addresses its addresses, best first; if empty, the known ones stay
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
     * Puts an address first from now on, as it was proved to be the server's.
     *
     * @param address which
     */
    public void proved(ServerAddress address) {
        good = Optional.of(address);
    }

    /** {@return the address that was proved last, if it is still among those of the names} */
    public Optional<ServerAddress> good() {
        return good.filter(this::lists);
    }

    /**
     * Whether an address is still among those of the names.
     *
     * @param address which
     * @return false if the names have other addresses now
     */
    public boolean lists(ServerAddress address) {
        return known.getOrDefault(address.server(), List.of()).contains(address.address());
    }

    /**
     * All addresses in the order in which to try them: the one that last worked, then one of each family in turn (RFC
     * 8305 §4). If the names do not have the former any more, because the server moved, it comes last. Fixed ones stay as
     * they are.
     *
     * @return a copy
     */
    public List<ServerAddress> addresses() {
        if (!named) {
            return fixed;
        }
        List<ServerAddress> rest = new ArrayList<>();
        known.forEach((server, found) -> found.forEach(address -> rest.add(new ServerAddress(server, address))));
        // [ISS-1] dialling | start | the server's addresses, the last good one first, then one of each family in …
        List<ServerAddress> ordered = new ArrayList<>();
        good().ifPresent(ordered::add);
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
