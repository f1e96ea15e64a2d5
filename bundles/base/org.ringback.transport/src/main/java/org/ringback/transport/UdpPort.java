package org.ringback.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** One UDP socket. Thread-safe. */
@ProviderType
public interface UdpPort extends AutoCloseable {
    /** {@return the address it is bound to} */
    InetSocketAddress local();

    /**
     * Sends one datagram. If the system refuses it, it is lost without notice, like any datagram.
     *
     * @param datagram not to be used by the caller afterwards
     * @param to where
     */
    void send(ByteBuffer datagram, InetSocketAddress to);

    /**
     * Sends one datagram, and tells the caller if the system refuses it at once.
     *
     * @param datagram not to be used by the caller afterwards
     * @param to where
     * @param refused is told the reason in words, on the loop
     */
    void send(ByteBuffer datagram, InetSocketAddress to, Consumer<String> refused);

    /**
     * Leaves the socket open without a handler: datagrams wait in the kernel's buffer for the next
     * {@link Transport#openUdp} of the same address, at most 30 s, then it closes.
     */
    void detach();

    /** Closes the socket, unless it was detached. If the caller is not on a loop, returns when the address is free. */
    @Override
    void close();
}
