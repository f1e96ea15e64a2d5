package org.ringback.processes;

import org.ringback.kit.Namespaces;

/**
 * A server in the world, and a gateway and an issuer each behind a router of its own that translates addresses and drops
 * every connection from outside without a word, as those of homes and of mobile networks do; all in network namespaces.
 * Used by one thread.
 */
final class TwoRouters implements AutoCloseable {
    /** Where the server is. */
    static final String SERVER = "10.78.0.1";

    /** Where the gateway's router is in the world. */
    static final String HOME_ROUTER = "10.78.1.2";

    /** Where the issuer's router is in the world, so where the server sees the issuer. */
    static final String AWAY_ROUTER = "10.78.2.2";

    /** The world, as the gateway has to dial it. */
    static final String WORLD_NETWORK = "10.78.0.0/16";

    /** The issuer's own address. */
    static final String AWAY = "192.168.2.2";

    private final Namespaces spaces = new Namespaces();
    private String world = "";
    private String home = "";
    private String away = "";

    private TwoRouters() {}

    /** Makes them. */
    static TwoRouters make() {
        TwoRouters routers = new TwoRouters();
        try {
            routers.wire();
        } catch (AssertionError e) {
            routers.close();
            throw e;
        }
        return routers;
    }

    private void wire() {
        world = spaces.add("world");
        spaces.forwards(world);
        Namespaces.run("ip -n " + world + " address add " + SERVER + "/32 dev lo");
        home = spaces.add("home");
        behind(router("home", HOME_ROUTER, "10.78.1.1"), home, "192.168.1.2", "192.168.1.1");
        away = spaces.add("away");
        behind(router("away", AWAY_ROUTER, "10.78.2.1"), away, AWAY, "192.168.2.1");
    }

    private String router(String name, String address, String provider) {
        String router = spaces.add(name + "-router");
        spaces.link(router, address, world, name, provider);
        spaces.forwards(router);
        spaces.inside(router, "nft add table ip nat");
        spaces.inside(router, "nft add chain ip nat out { type nat hook postrouting priority 100 ; }");
        spaces.inside(router, "nft add rule ip nat out oifname eth masquerade");
        for (String hook : new String[] {"input", "forward"}) {
            spaces.inside(router, "nft add chain ip nat " + hook + " { type filter hook " + hook + " priority 0 ; }");
            spaces.inside(router, "nft add rule ip nat " + hook + " iifname eth ct state new drop");
        }
        return router;
    }

    private void behind(String router, String space, String address, String gateway) {
        spaces.link(space, address, router, "inner", gateway);
    }

    /** {@return a command that runs another one in the world} */
    String[] world() {
        return Namespaces.inside(world);
    }

    /** {@return a command that runs another one behind the gateway's router} */
    String[] home() {
        return Namespaces.inside(home);
    }

    /** {@return a command that runs another one behind the issuer's router} */
    String[] away() {
        return Namespaces.inside(away);
    }

    @Override
    public void close() {
        spaces.close();
    }
}
