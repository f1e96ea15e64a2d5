package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ringback.api.ProtectionId;
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
    Optional<Absence> absence(Optional<ProtectionId> wanted);

    /**
     * Tells which protection a connection wants.
     *
     * @param came what came of it so far, at least one byte; nothing is consumed
     * @return what it is: of one that ran before too, so that it may wait for it
     */
    FirstBytes look(ByteBuffer came);

    /**
     * Tells what a connection is that may be a call-back.
     *
     * @param came what came of it so far, at least one byte; nothing is consumed
     * @return how far that goes
     */
    default FirstBytes lookAtCall(ByteBuffer came) {
        return new FirstBytes(current().provider().calls().beginning(came), Optional.empty());
    }

    /**
     * Counts a session among those that use a bundle's code.
     *
     * @param suite what made it
     * @param protection of which protection it is, if of one between device and server
     * @return to be run once, when its socket is gone
     */
    Runnable begun(Suite suite, Optional<ProtectionId> protection);

    /** {@return what is wrong with protections that are offered and not used, in words; best empty} */
    List<String> troubles();

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
