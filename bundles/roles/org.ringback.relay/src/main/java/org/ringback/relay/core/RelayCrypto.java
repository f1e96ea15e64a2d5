package org.ringback.relay.core;

import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** The pure functions that the core calls in place. Asked anew each time, as the provider may change while it runs. */
public interface RelayCrypto {
    /** {@return MACs, seals and proofs} */
    RingCrypto rings();

    /** {@return prints enrolment strings} */
    Strings strings();
}
