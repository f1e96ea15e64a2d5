package org.ringback.simulator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What can go wrong in a history, beyond delay, duplication and re-ordering, which nobody may notice. */
enum Fault {
    /** A datagram was lost. */
    LOSS,
    /** The home's NAT forgot its bindings and gives new ones. */
    REBINDING,
    /** A dial met a host that refuses, though a listener stands there. */
    REFUSAL,
    /** A TCP connection broke. */
    CUT,
    /** A TCP connection, or the dialling of one, carries nothing and says nothing. */
    BLACK_HOLE,
    /** A write to disk failed. */
    DISK,
    SERVER_KILLED,
    GATEWAY_KILLED,
    ISSUER_KILLED;

    /** What cuts a call-back off, which then stands at the gateway until it is missed. */
    static final Set<Fault> CUTTING = Collections.unmodifiableSet(EnumSet.of(CUT, BLACK_HOLE, ISSUER_KILLED));

    /** What cuts call-backs off, or keeps rings waiting that then come together: until as many stand as may. */
    static final Set<Fault> CROWDING = Collections.unmodifiableSet(EnumSet.allOf(Fault.class));
}
