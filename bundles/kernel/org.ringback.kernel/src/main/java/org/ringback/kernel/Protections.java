package org.ringback.kernel;

import org.ringback.api.Protection;
import org.ringback.spi.CallProtection;
import org.ringback.spi.ConnectionProtection;

/** The protections there are at this moment; asked anew for each handshake, which then stays with its provider. Thread-safe. */
public interface Protections {
    /**
     * The provider for a connection between a device and the server.
     *
     * @param protection which
     * @return the provider
     * @throws IllegalStateException if there is none; says what to do
     */
    ConnectionProtection connections(Protection protection);

    /**
     * The provider for call-backs.
     *
     * @return the provider
     * @throws IllegalStateException if there is none; says what to do
     */
    CallProtection calls();
}
