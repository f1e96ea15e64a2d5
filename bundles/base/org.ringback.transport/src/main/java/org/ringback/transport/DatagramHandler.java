package org.ringback.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Takes the datagrams of a UDP port, on its loop. */
@FunctionalInterface
public interface DatagramHandler {
    /**
     * One datagram.
     *
     * @param datagram valid only during the call
     * @param source the sender's address as this socket sees it
     * @param port the port that it came to; answers should leave from it
     */
    void received(ByteBuffer datagram, InetSocketAddress source, UdpPort port);
}
