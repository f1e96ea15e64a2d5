package org.ringback.kernel;

import java.util.Optional;
import org.ringback.api.Protection;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/**
 * The crypto that runs, as one snapshot. An OSGi service, registered when the first provider and protection have come, and never withdrawn:
 * when it goes, its suite is kept for what was begun, and {@link #absence} says that nothing new is to begin. Thread-safe.
 */
public interface Suites extends CoreCrypto {
    /** {@return the latest suite, or the kept one} */
    Suite current();

    /**
     * Tells whether something new may begin.
     *
     * @param wanted the protection that it needs beside the provider, if any
     * @return why not; empty if it may
     */
    Optional<Absence> absence(Optional<Protection> wanted);

    /**
     * Hears of each change.
     *
     * @param changed to be called after it, on any thread
     * @return stops that
     */
    Runnable listen(Runnable changed);

    @Override
    default RingCrypto rings() {
        return current().provider().rings();
    }

    @Override
    default Strings strings() {
        return current().provider().strings();
    }

    @Override
    default Identities identities() {
        return current().provider().identities();
    }
}
