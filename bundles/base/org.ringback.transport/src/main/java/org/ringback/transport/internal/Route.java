package org.ringback.transport.internal;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/**
 * Asks whether this machine has a route to an address, by connecting a UDP socket: that reads the system's routing
 * table and sends nothing. Stateless.
 */
final class Route {
    /** Any port will do. */
    private static final int PORT = 9;

    private Route() {}

    static boolean to(InetAddress address) {
        try (DatagramChannel asking = DatagramChannel.open(
                address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
            return connects(asking, new InetSocketAddress(address, PORT));
        } catch (UnsupportedOperationException noSuchFamily) {
            return false;
        } catch (IOException noSocket) {
            return true;
        }
    }

    private static boolean connects(DatagramChannel asking, InetSocketAddress target) {
        try {
            asking.connect(target);
            return true;
        } catch (IOException noRoute) {
            return false;
        }
    }
}
