package org.ringback.issuer.core;

import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** The pure functions that the core calls in place. Asked anew each time, as the provider may change while it runs. */
public interface IssuerCrypto {
    /** {@return boxes and proofs} */
    RingCrypto rings();

    /** {@return makes the identity} */
    Identities identities();

    /** {@return reads grant strings} */
    Strings strings();
}
