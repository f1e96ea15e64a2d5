package org.ringback.transport.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** One form for each address: the native sockets print an IPv6 address with the scope 0, which means none. */
final class Addresses {
    private Addresses() {}

    /** {@return the address in its plain form, or null if there is none (the channel is closed)} */
    static @Nullable InetSocketAddress plain(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? plain(inet) : null;
    }

    static InetSocketAddress plain(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address six && six.getScopeId() == 0) {
            try {
                return new InetSocketAddress(InetAddress.getByAddress(six.getAddress()), address.getPort());
            } catch (UnknownHostException impossible) {
                throw new AssertionError("16 bytes make an address", impossible);
            }
        }
        return address;
    }
}
