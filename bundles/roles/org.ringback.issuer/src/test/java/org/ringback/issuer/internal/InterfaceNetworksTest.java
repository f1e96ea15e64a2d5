package org.ringback.issuer.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.issuer.core.OwnNetworks;

/** What the system says of where this machine is. */
public final class InterfaceNetworksTest {
    private final OwnNetworks own = InterfaceNetworks.look();

    private boolean near(InetAddress address) {
        return own.networks().stream().anyMatch(network -> network.contains(address.getAddress()));
    }

    /** [PUNCH-11] */
    @Test
    public void everyAddressOfEveryInterfaceIsItsOwn() throws SocketException {
        Set<InetAddress> all = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toSet());
        assertEquals(all, own.addresses());
    }

    /** [PUNCH-11] */
    @Test
    public void theNetworkOfAnInterfaceIsAllOfItAndNoMore() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertTrue(own.addresses().contains(loopback));
        assertTrue(near(loopback));
        assertTrue("another host of 127.0.0.0/8", near(address(127, 9)));
        assertFalse("the reserved 240.0.0.0/4, where no interface is", near(address(250, 1)));
    }

    private static InetAddress address(int network, int host) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) network, 0, 0, (byte) host});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
