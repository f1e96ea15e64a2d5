package org.ringback.acceptor.core;

import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** The pure functions of the crypto services, asked for anew at each use: the service behind may be exchanged. */
public interface Primitives {
    /** {@return the primitives of registrations and rings} */
    RingCrypto ring();

    /** {@return prints and reads the strings that people carry} */
    Strings strings();

    /** {@return makes keys} */
    Identities identities();
}
