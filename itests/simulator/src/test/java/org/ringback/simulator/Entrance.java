package org.ringback.simulator;

import org.ringback.simulator.tcp.NetworkKind;

/** Who comes in to a host from outside, without having been called; of both address families. */
enum Entrance {
    /** Whoever likes. */
    OPEN(NetworkKind.OPEN, NetworkKind.OPEN),
    /** Nobody: a firewall drops what comes, so that a dialler hears nothing. */
    FIREWALL(NetworkKind.FIREWALL, NetworkKind.FIREWALL),
    /** Nobody, who hears nothing either; the router also translates the host's IPv4 address. */
    ROUTER(NetworkKind.MAPPING, NetworkKind.FIREWALL),
    /** Nobody: a firewall answers each dial with a reset. */
    RESETTING(NetworkKind.RESETTING_FIREWALL, NetworkKind.RESETTING_FIREWALL),
    /** Nobody: a router that translates answers each dial with a reset. */
    RESETTING_ROUTER(NetworkKind.RESETTING_MAPPING, NetworkKind.RESETTING_FIREWALL),
    /** Nobody, and the router has a new port for each destination. */
    SYMMETRIC(NetworkKind.SYMMETRIC, NetworkKind.FIREWALL),
    /** Nobody: the provider's router translates too. */
    CARRIER(NetworkKind.CARRIER, NetworkKind.FIREWALL);

    private final NetworkKind ipv4;
    private final NetworkKind ipv6;

    Entrance(NetworkKind ipv4, NetworkKind ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /** Draws one; half of the hosts are open. */
    static Entrance draw(Simulation by) {
        return by.chance(0.5) ? OPEN : values()[1 + by.below(values().length - 1)];
    }

    boolean lets() {
        return this == OPEN;
    }

    Uplink uplink() {
        return new Uplink(ipv4, ipv6);
    }
}
