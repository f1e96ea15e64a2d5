package org.ringback.simulator.tcp;

/** What stands between a network and the rest, for one address family. */
public enum NetworkKind {
    /** No address of this family. */
    NONE(false),
    /** Addresses, and nothing ever passes. */
    BLACK_HOLE(false),
    /** Public addresses, nothing filtered. */
    OPEN(false),
    /** Public addresses; what nobody inside asked for is dropped. */
    FIREWALL(false),
    /** Public addresses; what nobody inside asked for is answered with a reset. */
    RESETTING_FIREWALL(false),
    /** A NAT with one outside port for each inside one; what nobody inside asked for is dropped. */
    MAPPING(true),
    /** The same, which answers with a reset. */
    RESETTING_MAPPING(true),
    /** A NAT with a new random port for each destination. */
    SYMMETRIC(true),
    /** A {@link #MAPPING} behind another one, the provider's. */
    CARRIER(true);

    private final boolean translates;

    NetworkKind(boolean translates) {
        this.translates = translates;
    }

    /** {@return whether the addresses inside are seen nowhere else} */
    public boolean translates() {
        return translates;
    }
}
