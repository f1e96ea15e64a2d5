package org.ringback.spi;

import java.time.Instant;
import org.ringback.api.Protection;
import org.ringback.api.Role;

/**
 * One way to protect a TCP connection between a device and the server. An OSGi service; several providers stand side
 * by side, told apart by {@link #NAME}. A handshake stays with the provider that began it. Thread-safe; the sessions
 * that it makes are not.
 */
public interface ConnectionProtection {
    /** Service property: the protection's name, for example {@code tls13}. */
    String NAME = "ringback.protection";

    /** Service property: which generation of the provider this is; a higher one takes the new connections. */
    String EPOCH = "ringback.protection.epoch";

    /** {@return the protection} */
    Protection protection();

    /**
     * Begins a connection from a device to a server.
     *
     * @param device the device's identity, proved in the handshake
     * @param role as what it dials; only named on the wire, and only by protections whose messages differ by it
     * @param pins the authorities that may vouch for the server
     * @param serverHost the configured name or address of the server, which its leaf must carry
     * @param now the time for the dates of the chain
     * @return the dialling end
     */
    ProtectionSession dial(DeviceIdentity device, Role role, ServerPins pins, String serverHost, Instant now);

    /**
     * Answers a connection at the server. Every device key is taken: what it may do is the caller's decision.
     *
     * @param credentials the server's leaf
     * @return the answering end
     */
    ProtectionSession answer(ServerCredentials credentials);
}
