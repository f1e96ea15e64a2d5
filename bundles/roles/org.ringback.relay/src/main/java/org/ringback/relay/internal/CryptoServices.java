package org.ringback.relay.internal;

import java.util.Optional;
import org.ringback.api.Protection;
import org.ringback.relay.core.RelayCrypto;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.ServerAuthorities;

/** The crypto services of this moment. Asked anew for every handshake; a handshake stays with the provider it began with. */
interface CryptoServices extends RelayCrypto {
    /** {@return makes leaves under the server's CA; IllegalStateException if there is none} */
    ServerAuthorities authorities();

    /** {@return the provider of a protection; empty if there is none} */
    Optional<ConnectionProtection> connections(Protection protection);
}
