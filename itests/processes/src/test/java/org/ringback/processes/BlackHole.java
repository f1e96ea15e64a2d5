package org.ringback.processes;

import org.ringback.kit.Namespaces;

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

    private final Namespaces spaces = new Namespaces();
    private String home = "";
    private String router = "";
    private String outside = "";

    private BlackHole() {}

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
        home = spaces.add("home");
        router = spaces.add("router");
        outside = spaces.add("outside");
        spaces.link(home, "10.77.1.2", router, "inner", "10.77.1.1");
        spaces.link(outside, OUTSIDE, router, "outer", "10.77.2.1");
        spaces.forwards(router);
        spaces.inside(router, "nft add table ip silence");
        spaces.inside(router, "nft add chain ip silence out { type filter hook output priority 0 ; policy accept ; }");
        spaces.inside(router, "nft add rule ip silence out ip protocol icmp drop");
    }

    /** From now on the outer link takes less. */
    void opens() {
        Namespaces.run("ip -n " + router + " link set outer mtu " + MTU);
    }

    /** {@return a command that runs another one at home} */
    String[] home() {
        return Namespaces.inside(home);
    }

    /** {@return a command that runs another one beyond the router} */
    String[] outside() {
        return Namespaces.inside(outside);
    }

    @Override
    public void close() {
        spaces.close();
    }
}
