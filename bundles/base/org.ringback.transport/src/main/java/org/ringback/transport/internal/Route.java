package org.ringback.transport.internal;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/** Whether this machine knows a way to an address. Connecting a UDP socket asks the system's tables and sends nothing. Stateless. */
final class Route {
    /** Any will do. */
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
