package org.ringback.relay.core;

/** The two ends of a ring that may be relayed. */
record RelayLegs(RelayLeg issuer, RelayLeg acceptor) {
    boolean both() {
        return issuer.there() && acceptor.there();
    }
}
