package org.ringback.processes;

import java.time.Duration;
import java.util.List;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

/**
 * A home and the rest of the world in network namespaces of their own, joined by a router that tells nobody what it drops:
 * once its outer link takes less than a whole packet, a path-MTU black hole (RFC 2923 §2.1). Used by one thread.
 */
final class BlackHole implements AutoCloseable {
    /** Where the server and the issuer are. */
    static final String OUTSIDE = "10.77.2.2";

    static final String OUTSIDE_NETWORK = "10.77.2.0/24";

    /** What the outer link takes: the smallest that IPv6 allows (RFC 8200 §5), as many tunnels have it. */
    private static final int MTU = 1280;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String home = name("home");
    private final String router = name("router");
    private final String outside = name("outside");

    private BlackHole() {}

    /** {@return why this machine or this user cannot make one; empty if it can} */
    static String lacking() {
        for (String program : List.of("ip", "nft")) {
            if (!Program.exists(program)) {
                return program + " is not installed (Debian: iproute2, nftables)";
            }
        }
        String trial = name("trial");
        Result made = result("ip netns add " + trial);
        if (made.exit() != 0) {
            return "network namespaces need root: " + made.errors().strip();
        }
        run("ip netns delete " + trial);
        return "";
    }

    private static String name(String what) {
        return "ringback-" + ProcessHandle.current().pid() + "-" + what;
    }

    /** Makes it. */
    static BlackHole make() {
        BlackHole hole = new BlackHole();
        try {
            hole.wire();
        } catch (AssertionError e) {
            hole.close();
            throw e;
        }
        return hole;
    }

    private void wire() {
        for (String space : List.of(home, router, outside)) {
            run("ip netns add " + space);
            run("ip -n " + space + " link set lo up");
        }
        link("inner", home, "10.77.1.2", "10.77.1.1");
        link("outer", outside, OUTSIDE, "10.77.2.1");
        run("ip netns exec " + router + " sysctl -qw net.ipv4.ip_forward=1");
        run("ip netns exec " + router + " nft add table ip silence");
        run("ip netns exec " + router
                + " nft add chain ip silence out { type filter hook output priority 0 ; policy accept ; }");
        run("ip netns exec " + router + " nft add rule ip silence out ip protocol icmp drop");
    }

    private void link(String atRouter, String space, String address, String gateway) {
        run("ip link add eth netns " + space + " type veth peer name " + atRouter + " netns " + router);
        run("ip -n " + space + " address add " + address + "/24 dev eth");
        run("ip -n " + router + " address add " + gateway + "/24 dev " + atRouter);
        run("ip -n " + space + " link set eth up");
        run("ip -n " + router + " link set " + atRouter + " up");
        run("ip -n " + space + " route add default via " + gateway);
    }

    /** From now on the outer link takes less. */
    void opens() {
        run("ip -n " + router + " link set outer mtu " + MTU);
    }

    /** {@return a command that runs another one at home} */
    String[] home() {
        return inside(home);
    }

    /** {@return a command that runs another one beyond the router} */
    String[] outside() {
        return inside(outside);
    }

    private static String[] inside(String space) {
        return new String[] {"ip", "netns", "exec", space};
    }

    private static void run(String command) {
        result(command).ok();
    }

    private static Result result(String command) {
        return Program.foreign(LIMIT, List.of(command.split(" ", -1)));
    }

    /** The links go with the namespaces. */
    @Override
    public void close() {
        for (String space : List.of(home, router, outside)) {
            result("ip netns delete " + space);
        }
    }
}
