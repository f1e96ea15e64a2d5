package org.ringback.spi;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;

/**
 * One way to protect a TCP connection between a device and the server. An OSGi service; several providers stand side
 * by side, told apart by {@link #id()}; of two for one protection the one with the higher service ranking takes the new
 * connections. A handshake stays with the provider that began it. Thread-safe; the sessions
 * that it makes are not.
 */
public interface ConnectionProtection {
    /** Service property, for people who look: the protection's name, for example {@code tls13}. */
    String NAME = "ringback.protection";

    /** {@return its number, to machines} */
    ProtectionId id();

    /** {@return its name, to people, for example {@code tls13}: of its own, in the form of {@link ProtectionId#name}} */
    String name();

    /**
     * Says which connections at a server are its own.
     *
     * @return what they begin with; of all that fit, the longest wins; a protection with one that another
     *     one has already is not used
     */
    List<Prefix> claims();

    /**
     * Looks at the first bytes of a connection that it claims. As much is checked as can be without a session.
     *
     * @param came what came so far, a claim at least; nothing is consumed
     * @return how far that goes
     */
    Beginning beginning(ByteBuffer came);

    /**
     * Begins a connection from a device to a server.
     *
     * @param device the device's identity, proved in the handshake
     * @param role as what it dials; only named on the wire, and only by protections whose messages differ by it
     * @param server what the server must prove
     * @return the dialling end
     */
    ProtectionSession dial(DeviceIdentity device, Role role, ExpectedServer server);

    /**
     * Answers a connection at the server. Every device key is taken: what it may do is the caller's decision.
     *
     * @param credentials the server's leaf
     * @return the answering end
     */
    ProtectionSession answer(ServerCredentials credentials);
}
