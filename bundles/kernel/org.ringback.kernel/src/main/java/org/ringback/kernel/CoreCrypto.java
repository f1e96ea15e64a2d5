package org.ringback.kernel;

import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** The pure functions that a core calls in place. Asked anew at each use, as the provider may be exchanged while it runs. Thread-safe. */
public interface CoreCrypto {
    /** {@return MACs, seals, boxes and proofs} */
    RingCrypto rings();

    /** {@return prints and reads the strings that people carry} */
    Strings strings();

    /** {@return makes keys} */
    Identities identities();

    /** {@return what protections are called here} */
    ProtectionNames protections();
}
