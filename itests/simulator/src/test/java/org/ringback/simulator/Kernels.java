package org.ringback.simulator;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.ringback.simulator.tcp.Access;
import org.ringback.simulator.tcp.Internet;
import org.ringback.simulator.tcp.Line;
import org.ringback.simulator.tcp.Segment;
import org.ringback.simulator.tcp.TcpStack;

/** What each host's kernel has of TCP, and the network that each host is in, as {@link Host#uplink} says. */
final class Kernels {
    private final Simulation simulation;
    private final Internet internet;
    private final Map<Host, TcpStack> stacks = new HashMap<>();
    private final Map<Host, Access> accesses = new HashMap<>();

    Kernels(Simulation simulation, Predicate<Segment> carries) {
        this.simulation = simulation;
        internet = new Internet(simulation, carries);
    }

    TcpStack of(Host host) {
        return stacks.computeIfAbsent(host, one -> {
            TcpStack stack = new TcpStack(internet, Set.of(host.ipv4(), host.ipv6()));
            internet.attach(stack, access(host));
            return stack;
        });
    }

    private Access access(Host host) {
        return accesses.computeIfAbsent(
                host,
                one -> new Access(
                        simulation,
                        simulation.fork(),
                        host.uplink().ipv4(),
                        host.uplink().ipv6(),
                        () -> host.router().orElseThrow(),
                        new Line() {
                            @Override
                            public Duration delay() {
                                return Link.segment(simulation, host);
                            }

                            @Override
                            public boolean loses() {
                                boolean lost = simulation.chance(host.loss());
                                if (lost) {
                                    simulation.fault(Fault.LOSS, "tcp", "a segment on the line of " + host);
                                }
                                return lost;
                            }
                        }));
    }

    /** From now on a host is behind another uplink, of a network of its own. */
    void move(Host host, Uplink uplink) {
        host.behind(uplink);
        accesses.remove(host);
        internet.attach(of(host), access(host));
    }

    /** From now on a host is in the network of another one. */
    void join(Host host, Host house) {
        host.beside(house);
        accesses.put(host, access(house));
        internet.attach(of(host), access(house));
    }

    /** The boxes before a host start anew. */
    void rebound(Host host) {
        access(host).forget();
    }

    /** {@return whether a host has an address of this one's family} */
    boolean routes(Host host, InetAddress to) {
        return of(host).routes(to);
    }
}
