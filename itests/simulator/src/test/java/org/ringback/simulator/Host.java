package org.ringback.simulator;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.ringback.api.net.AddressText;
import org.ringback.kit.Checked;

/** One machine: an address of each family, perhaps a NAT before it, and its ephemeral ports. */
final class Host {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;
    private static final int OUTSIDE = 0x80;

    private final String name;
    private final InetAddress ipv4;
    private final InetAddress ipv6;
    private final Optional<Nat> nat;
    private Entrance entrance = Entrance.OPEN;
    /** The outside address of the router that translates its own, if one does. */
    private Optional<InetAddress> router = Optional.empty();

    private int port;

    Host(String name, String ipv4, String ipv6, Optional<Nat> nat, int firstPort) {
        this.name = name;
        this.ipv4 = address(ipv4);
        this.ipv6 = address(ipv6);
        this.nat = nat;
        this.port = FIRST_PORT + firstPort % (LAST_PORT - FIRST_PORT);
    }

    static InetAddress address(String literal) {
        return AddressText.read(literal).orElseThrow();
    }

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? 4 : 6;
    }

    String name() {
        return name;
    }

    InetAddress ipv4() {
        return ipv4;
    }

    InetAddress ipv6() {
        return ipv6;
    }

    InetAddress ofFamily(InetAddress other) {
        return family(other) == 4 ? ipv4 : ipv6;
    }

    Optional<Nat> nat() {
        return nat;
    }

    /** From now on it stands behind this. */
    void behind(Entrance one) {
        entrance = one;
        router = one == Entrance.ROUTER ? Optional.of(outside()) : Optional.empty();
    }

    /** In the same network, where no host is. */
    private InetAddress outside() {
        byte[] address = ipv4.getAddress();
        address[address.length - 1] |= (byte) OUTSIDE;
        return Checked.get(() -> InetAddress.getByAddress(address));
    }

    Entrance entrance() {
        return entrance;
    }

    /** {@return whether what is sent to an address goes to it} */
    boolean owns(InetAddress address) {
        return ipv4.equals(address)
                || ipv6.equals(address)
                || router.filter(address::equals).isPresent();
    }

    InetSocketAddress ephemeral(InetAddress local) {
        port = port == LAST_PORT ? FIRST_PORT : port + 1;
        return new InetSocketAddress(local, port);
    }

    /** From now on its connections come from these ports on. */
    void portsFrom(int next) {
        port = next - 1;
    }

    /** The address that the other side sees. */
    InetSocketAddress outside(InetSocketAddress inside, InetSocketAddress to) {
        if (family(inside.getAddress()) != 4) {
            return inside;
        }
        return router.map(address -> new InetSocketAddress(address, inside.getPort()))
                .orElseGet(() -> nat.map(one -> one.outbound(inside, to)).orElse(inside));
    }

    @Override
    public String toString() {
        return name;
    }
}
