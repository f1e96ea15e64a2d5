package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/**
 * The crypto that runs, as one snapshot. An OSGi service, registered once the first provider and protection are there,
 * and never withdrawn: when they stop, the last suite is kept for what was begun, and {@link #missing} says that
 * nothing new may begin. Thread-safe.
 */
public interface Suites extends CoreCrypto {
    /** {@return the present suite; if none runs, the last one} */
    Suite current();

    /**
     * Tells whether something new may begin.
     *
     * @param wanted the protection that it needs in addition to the provider, if any
     * @return the reason why not; empty if it may
     */
    Optional<MissingCrypto> missing(Optional<ProtectionId> wanted);

    /**
     * Tells which protection a connection uses.
     *
     * @param came the bytes received so far, at least one; not consumed
     * @return what they say; protections that ran before are recognised too, so that the connection may wait for one
     */
    FirstBytes look(ByteBuffer came);

    /**
     * Checks the first bytes of a connection that may be a call-back.
     *
     * @param came the bytes received so far, at least one; not consumed
     * @return what they say
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

    /**
     * Adds a listener for changes.
     *
     * @param changed is called after each change, on any thread
     * @return removes the listener
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
