package org.ringback.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The home's NAT for IPv4: one outside port for each inside one (endpoint-independent mapping), open only to whom the
 * inside has written (address- and port-dependent filtering, RFC 4787). A binding dies 30 s after the last datagram
 * from inside, and all of them when the NAT starts anew.
 */
final class Nat {
    static final Duration IDLE = Duration.ofSeconds(30);
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 40_000;

    private final Simulation simulation;
    private final List<InetAddress> outside;
    private final Map<InetSocketAddress, Binding> byInside = new HashMap<>();
    private final Map<InetSocketAddress, Binding> byOutside = new HashMap<>();
    private int address;
    private int port;

    private static final class Binding {
        private final InetSocketAddress inside;
        private final InetSocketAddress outside;
        private final Set<InetSocketAddress> open = new HashSet<>();
        private long used;

        Binding(InetSocketAddress inside, InetSocketAddress outside) {
            this.inside = inside;
            this.outside = outside;
        }
    }

    Nat(Simulation simulation, String... outside) {
        this.simulation = simulation;
        this.outside = Stream.of(outside).map(Host::address).toList();
        this.port = simulation.below(PORTS);
    }

    InetSocketAddress outbound(InetSocketAddress inside, InetSocketAddress to) {
        Binding binding = byInside.get(inside);
        if (binding == null || dead(binding)) {
            forget(binding);
            port = (port + 1) % PORTS;
            binding = new Binding(inside, new InetSocketAddress(outside.get(address), FIRST_PORT + port));
            byInside.put(inside, binding);
            byOutside.put(binding.outside, binding);
        }
        binding.used = simulation.now();
        binding.open.add(to);
        return binding.outside;
    }

    Optional<InetSocketAddress> inbound(InetSocketAddress to, InetSocketAddress from) {
        Binding binding = byOutside.get(to);
        return binding == null || dead(binding) || !binding.open.contains(from)
                ? Optional.empty()
                : Optional.of(binding.inside);
    }

    /** Where datagrams from an inside socket come from now, if its binding lives. */
    Optional<InetSocketAddress> binding(InetSocketAddress inside) {
        return Optional.ofNullable(byInside.get(inside))
                .filter(one -> !dead(one))
                .map(one -> one.outside);
    }

    /** {@return its outside address, as it is now} */
    InetAddress address() {
        return outside.get(address);
    }

    boolean has(InetAddress one) {
        return outside.contains(one);
    }

    /** Forgets every binding, and sometimes comes back with another address. */
    void rebind() {
        byInside.clear();
        byOutside.clear();
        port = (port + 1 + simulation.below(PORTS / 2)) % PORTS;
        address = simulation.below(outside.size());
        simulation.fault(Fault.REBINDING, "nat", outside.get(address));
    }

    private boolean dead(Binding binding) {
        return simulation.now() - binding.used > IDLE.toNanos();
    }

    private void forget(Binding binding) {
        if (binding != null) {
            byInside.remove(binding.inside);
            byOutside.remove(binding.outside);
        }
    }
}
