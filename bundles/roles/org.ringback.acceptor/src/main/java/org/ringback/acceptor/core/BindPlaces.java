package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.AddressFamily;

/**
 * Where a wake-up may be bound: all addresses of its server that are known, as a network may let out UDP to one port and
 * TCP to another one alone. Immutable.
 *
 * @param from the server's address that sent the wake-up
 * @param servers in the order in which they are dialled; never empty
 */
record BindPlaces(ServerAddress from, List<ServerAddress> servers) {
    /** How long an address is left alone until the next one is dialled beside it. */
    private static final Duration NEXT = Duration.ofMillis(250);
    /** The same before the other family, over which nobody punches: time for a second packet if the first one is lost. */
    private static final Duration OTHER_FAMILY = Duration.ofSeconds(2);

    /** One address family at one address of the server: wake-ups of both in common share a connection. */
    record Family(ServerAddress from, boolean ipv6) {}

    BindPlaces {
        servers = List.copyOf(servers);
    }

    /**
     * Puts the addresses in order.
     *
     * @param from the server's address that sent the wake-up
     * @param wanted the family by which the issuer is seen, if the wake-up names it
     * @param known the server's addresses, the best first
     * @param carried has the addresses that carried the latest binds
     * @return the order
     */
    static BindPlaces of(
            ServerAddress from, Optional<AddressFamily> wanted, List<ServerAddress> known, Carried carried) {
        // [ACC-43] A wake-up is bound over the address of the server that it came from or, if it names …
        boolean ipv6 = wanted.map(AddressFamily.IPV6::equals).orElse(from.ipv6());
        List<ServerAddress> all = new ArrayList<>();
        carried.latest(new Family(from, ipv6)).filter(known::contains).ifPresent(all::add);
        if (from.ipv6() == ipv6) {
            all.add(from);
        }
        known.stream().filter(server -> server.ipv6() == ipv6).forEach(all::add);
        all.add(from);
        all.addAll(known);
        // One address may have two names.
        Map<InetSocketAddress, ServerAddress> once = new LinkedHashMap<>();
        all.forEach(server -> once.putIfAbsent(server.address(), server));
        return new BindPlaces(from, List.copyOf(once.values()));
    }

    /** Remembers which addresses carried binds. */
    interface Carried {
        /** {@return the address of that family which carried the latest bind of such a wake-up} */
        Optional<ServerAddress> latest(Family family);
    }

    /** {@return the address that is dialled first} */
    ServerAddress first() {
        return servers.get(0);
    }

    /** {@return what wake-ups that share a connection have in common} */
    Family family() {
        return new Family(from, first().ipv6());
    }

    /** {@return how long the address before has until another one is dialled beside it} */
    Duration nextAfter(ServerAddress next) {
        // [ACC-45] each 250 ms after the one before, but one of the family that is neither named nor …
        return next.ipv6() == first().ipv6() || next.ipv6() == from.ipv6() ? NEXT : OTHER_FAMILY;
    }
}
