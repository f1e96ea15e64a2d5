package org.ringback.nat;

/** How a call went from one end to the other. */
enum Way {
    /** Over a connection between the two ends. */
    DIRECT,
    /** Over two connections with the server. */
    RELAYED,
    /** It did not. */
    NONE
}
