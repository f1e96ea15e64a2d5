package org.ringback.transport.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Brings addresses into one form: Netty's native sockets give an IPv6 address the scope 0, which means none. */
final class Addresses {
    private Addresses() {}

    /** {@return the address without such a scope; null if {@code address} is, as of a closed channel} */
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
