package org.ringback.kernel;

import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/**
 * The crypto that a core calls directly, as it needs no I/O. Call these methods at each use and keep no result, as the
 * provider may be replaced while the core runs. Thread-safe.
 */
public interface CoreCrypto {
    /** {@return MACs, seals, boxes and proofs} */
    RingCrypto rings();

    /** {@return prints and reads the strings that people carry} */
    Strings strings();

    /** {@return makes keys} */
    Identities identities();

    /** {@return the names of protections} */
    ProtectionNames protections();
}
