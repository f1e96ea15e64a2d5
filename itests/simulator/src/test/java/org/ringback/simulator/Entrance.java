package org.ringback.simulator;

/** Who comes in to a host from outside, without having been called; of both address families. */
enum Entrance {
    /** Whoever likes. */
    OPEN,
    /** Nobody: a firewall drops what comes, so that a dialler hears nothing. */
    FIREWALL,
    /** Nobody, who hears nothing either; the router also translates the host's IPv4 address. */
    ROUTER,
    /** Nobody: a firewall answers each dial with a reset. */
    RESETTING;

    /** Draws one; half of the hosts are open. */
    static Entrance draw(Simulation by) {
        return by.chance(0.5) ? OPEN : values()[1 + by.below(values().length - 1)];
    }

    boolean lets() {
        return this == OPEN;
    }
}
