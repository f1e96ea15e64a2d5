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
     * Sends one datagram; what the network refuses is lost, as datagrams are.
     *
     * @param datagram the callee owns it
     * @param to where
     */
    void send(ByteBuffer datagram, InetSocketAddress to);

    /**
     * Sends one datagram to somebody who waits for its answer.
     *
     * @param datagram the callee owns it
     * @param to where
     * @param refused hears on the loop why, in words, if this machine's network refuses it at once
     */
    void send(ByteBuffer datagram, InetSocketAddress to, Consumer<String> refused);

    /**
     * Leaves the socket open without a handler: datagrams wait in the kernel's buffer for the next
     * {@link Transport#openUdp} of the same address, at most 30 s, then it closes.
     */
    void detach();

    /** Closes the socket, unless it was detached. Called off the loops it returns when the address is free. */
    @Override
    void close();
}
