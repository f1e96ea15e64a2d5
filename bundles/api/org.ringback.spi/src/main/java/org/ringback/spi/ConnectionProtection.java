package org.ringback.spi;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;

/**
 * One way to protect a TCP connection between a device and the server. An OSGi service. Services of several protections
 * are used side by side, distinguished by {@link #id()}; of two services for one protection the one that came first
 * takes new connections, until it goes or the other one is chosen. A handshake is finished by the service that began
 * it. Thread-safe; the sessions that it makes are not.
 */
public interface ConnectionProtection {
    /** Service property for people who inspect the container: the protection's name, for example {@code tls13}. */
    String NAME = "ringback.protection";

    /** {@return its number, on the wire and on disk} */
    ProtectionId id();

    /**
     * {@return its name for people, for example {@code tls13}; unique, and in the form of {@link ProtectionId#name}}
     */
    String name();

    /**
     * Says by which first bytes a server knows connections that use this protection.
     *
     * @return the prefixes; of all that fit a connection, the longest wins; a protection with a prefix that another one
     *     has already is not used
     */
    List<Prefix> claims();

    /**
     * Checks the first bytes of a connection that uses this protection, as far as possible without a session.
     *
     * @param came the bytes received so far, at least a whole prefix; not consumed
     * @return how much of a first message they are
     */
    Beginning beginning(ByteBuffer came);

    /**
     * Begins a connection from a device to a server.
     *
     * @param device the device's identity, proved in the handshake
     * @param role the role in which it dials; only protections whose messages differ by it send it
     * @param server what the server must prove
     * @return the dialling end
     */
    ProtectionSession dial(DeviceIdentity device, Role role, ExpectedServer server);

    /**
     * Answers a connection at the server. Accepts every device key: the caller decides what it may do.
     *
     * @param credentials the server's leaf
     * @return the answering end
     */
    ProtectionSession answer(ServerCredentials credentials);
}
